"""The screen that takes something down at once."""

from django import forms
from wagtail.models import Page

from pages.moderation import roles
from pages.moderation.models import PublishedVersion
from pages.moderation.take_down import take_down

from .objects import DecisionView

MANUAL = [choice for choice in PublishedVersion.Withdrawal.choices if choice[0] != "expired"]


class TakeDownForm(forms.Form):
    """Which kind of reason readers are told, and the reason itself."""

    because = forms.ChoiceField(
        choices=MANUAL,
        widget=forms.RadioSelect,
        label="Why",
        error_messages={"required": "Choose why."},
        help_text="Readers who open the address are told the date and this.",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What happened",
        error_messages={"required": "Say what happened."},
        help_text="For your colleagues; kept in the log of decisions. Don’t repeat personal data here.",
    )


class TakeDownView(DecisionView):
    """Take down a page, and all below it, or a snippet."""

    page_title = "Take down"
    header_icon = "download"
    button = "Take down now"
    template_name = "moderation/take_down.html"
    form_class = TakeDownForm

    def may_decide(self):
        """Let moderators and approving officers."""
        return roles.may_take_down(self.request.user)

    def form_valid(self, form):
        """Take it down."""
        because = PublishedVersion.Withdrawal(form.cleaned_data["because"])
        names = take_down(self.object, self.request.user, because, form.cleaned_data["reason"])
        if not names:
            return self.done("Nothing of this was public any more.")
        return self.done(f"Taken down: {', '.join(names)}.")

    def get_context_data(self, **kwargs):
        """List what goes."""
        live = [self.object] if self.object.live else []
        if isinstance(self.object, Page):
            live = list(self.object.get_descendants(inclusive=True).live())
        return super().get_context_data(**kwargs, live=live)

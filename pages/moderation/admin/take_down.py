"""The screen that takes something down at once."""

from django import forms
from wagtail.models import Page

from pages.moderation.publishing.take_down import take_down
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles

from .objects import DecisionView, reason_field

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
    reason = reason_field("What happened", "Say what happened.")


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

    def decide(self, chosen):
        """Take it down."""
        because = PublishedVersion.Withdrawal(chosen["because"])
        names = take_down(self.object, self.request.user, because, chosen["reason"])
        return f"Taken down: {', '.join(names)}." if names else "Nothing of this was public any more."

    def what_goes(self):
        """Return what of it is public."""
        if isinstance(self.object, Page):
            return self.object.get_descendants(inclusive=True).live()
        return [self.object] if self.object.live else []

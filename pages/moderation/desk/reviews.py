"""The screens for what was published urgently, and for what a hold keeps waiting."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from pages.moderation import holds, second_review
from pages.moderation.models import PublishedVersion
from pages.moderation.publishing import due

from .objects import DecisionView, ReasonForm, find


class SecondReviewForm(forms.Form):
    """What the second reviewer wants to note."""

    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Note",
        help_text="For the log; optional.",
    )


class SecondReviewView(DecisionView):
    """Give the review that an urgent publication left out."""

    page_title = "Second review"
    header_icon = "tick"
    button = "I have reviewed it, and it can stay"
    template_name = "moderation/second_review.html"
    form_class = SecondReviewForm

    def get_object(self):
        """Return what was published."""
        self.version = get_object_or_404(PublishedVersion.objects.awaiting_review(), pk=self.kwargs["pk"])
        return find(self.version.model, self.version.object_id)

    def may_decide(self):
        """Let holders of a role that was left out, who neither wrote nor approved it."""
        return second_review.may_give(self.version, self.request.user)

    def form_valid(self, form):
        """Write it down."""
        second_review.give(self.version, self.request.user, form.cleaned_data["reason"])
        return self.done(f"Reviewed: {self.object}.")

    def get_context_data(self, **kwargs):
        """Add the version."""
        return super().get_context_data(**kwargs, version=self.version)


class OverrideView(DecisionView):
    """Publish in spite of a hold."""

    page_title = "Publish in spite of the hold"
    header_icon = "warning"
    button = "Publish now"
    template_name = "moderation/override.html"
    form_class = ReasonForm

    def get_object(self):
        """Return what waits."""
        self.revision = get_object_or_404(due(), pk=self.kwargs["pk"])
        self.hold = holds.waits_for(self.revision)
        return self.revision.as_object()

    def may_decide(self):
        """Let approving officers."""
        return bool(self.hold) and holds.may_override(self.request.user)

    def form_valid(self, form):
        """Publish it."""
        try:
            holds.override(self.revision, self.request.user, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.done(f"Published: {self.object}.")

    def get_context_data(self, **kwargs):
        """Add the hold."""
        return super().get_context_data(**kwargs, hold=self.hold)

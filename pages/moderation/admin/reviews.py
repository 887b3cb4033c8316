"""The screens for what was published urgently, and for what a hold keeps waiting."""

from django import forms
from django.shortcuts import get_object_or_404

from pages.moderation.publishing import holds, second_review
from pages.moderation.publishing.publish import due
from pages.moderation.records.version import PublishedVersion

from .objects import DecisionView, find, reason_field


class SecondReviewForm(forms.Form):
    """What the second reviewer wants to note."""

    reason = reason_field("Note", help_text="For the log; optional.")


class OverrideForm(forms.Form):
    """Why it cannot wait."""

    reason = reason_field("Reason", "Say why.", "Kept in the log of decisions.")


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

    def decide(self, chosen):
        """Write it down."""
        second_review.give(self.version, self.request.user, chosen["reason"])
        return f"Reviewed: {self.object}."


class OverrideView(DecisionView):
    """Publish in spite of a hold."""

    page_title = "Publish in spite of the hold"
    header_icon = "warning"
    button = "Publish now"
    template_name = "moderation/override.html"
    form_class = OverrideForm

    def get_object(self):
        """Return what waits."""
        self.revision = get_object_or_404(due(), pk=self.kwargs["pk"])
        self.hold = holds.waits_for(self.revision)
        return self.revision.as_object()

    def may_decide(self):
        """Let approving officers."""
        return bool(self.hold) and holds.may_override(self.request.user)

    def decide(self, chosen):
        """Publish it."""
        holds.override(self.revision, self.request.user, chosen["reason"])
        return f"Published: {self.object}."

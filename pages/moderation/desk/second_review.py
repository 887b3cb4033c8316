"""The screen for the second review of an urgent publication."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from wagtail.models import Revision

from pages.moderation.gate.urgent import give_second_review, may_give_second_review
from pages.moderation.gate.versions import PublishedVersion

from .decision_view import DecisionView, find_moderated_object, reason_field
from .reviewed_items import ChangedField, changed_fields, compare


class SecondReviewForm(forms.Form):
    """Takes an optional note of the second reviewer."""

    reason = reason_field("Note", help_text="For the log; optional.")


class SecondReviewView(DecisionView):
    """Gives the approval that an urgent publication left out."""

    page_title = "Second review"
    header_icon = "tick"
    button = "I have reviewed it, and it can stay"
    template_name = "moderation/second_review.html"
    form_class = SecondReviewForm

    def get_object(self) -> Any:
        self.version = get_object_or_404(PublishedVersion.objects.awaiting_review(), pk=self.kwargs["pk"])
        return find_moderated_object(self.version.model, self.version.object_id)

    def may_decide(self) -> bool:
        return may_give_second_review(self.version, self.request.user)

    def changed(self) -> list[ChangedField] | None:
        """Return the fields that the publication changed; None if there is no earlier text."""
        earlier = PublishedVersion.objects.for_object(self.object).filter(pk__lt=self.version.pk).first()
        numbers = [each.revision_id for each in (earlier, self.version) if each]
        revisions = Revision.objects.in_bulk(numbers)
        if len(revisions) < 2:
            return None
        before, after = (revisions[number].as_object() for number in numbers)
        compared = compare(self.object, before, after, self.request)
        return changed_fields(each for each in compared.values() if each.has_changed())

    def decide(self, chosen: dict[str, Any]) -> str:
        give_second_review(self.version, self.request.user, chosen["reason"])
        return f"Reviewed: {self.object.full_name}."

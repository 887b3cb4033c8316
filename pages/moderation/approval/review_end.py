"""Ending a review for a reason that the log keeps: Wagtail’s own log knows only that it was cancelled."""

from django.contrib.auth.models import User
from wagtail.models import WorkflowState

from .audit_log import ReviewEnd


def cancel_review(
    review: WorkflowState, because: ReviewEnd, user: User | None = None
) -> None:
    """Cancel ``review`` and let the log say why."""
    review.reason_for_end = because
    review.cancel(user=user)


def reason_for_end(review: WorkflowState) -> ReviewEnd | None:
    """Return why ``review`` is being cancelled; None if somebody withdrew the submission."""
    return getattr(review, "reason_for_end", None)

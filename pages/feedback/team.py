"""Who answers for what readers send."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet


def members() -> QuerySet:
    """Return the active people who may change entries; superusers only if a role of theirs says so."""
    return get_user_model().objects.with_perm(
        "feedback.change_feedbackentry",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )

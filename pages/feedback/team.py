"""Who answers for what readers send."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet


def members() -> QuerySet:
    """Return the active people who may change entries; superusers only if a role says so."""
    change = Permission.objects.filter(
        content_type__app_label="feedback", codename="change_feedbackentry"
    ).values("pk")
    may = Q(user_permissions__in=change) | Q(groups__permissions__in=change)
    return get_user_model().objects.filter(may, is_active=True).distinct()

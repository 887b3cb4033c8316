"""Who belongs to the feedback team."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet


def team_members() -> QuerySet[Any]:
    """Return the active users who may change entries. Superusers need the permission, too."""
    permission = Permission.objects.filter(
        content_type__app_label="feedback", codename="change_feedbackentry"
    ).values("pk")
    has_permission = Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    return get_user_model().objects.filter(has_permission, is_active=True).distinct()

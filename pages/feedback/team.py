"""Who answers for what readers send."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.models import Site


def members(site: Site | None = None) -> QuerySet:
    """Return the active people who may change entries of ``site``; superusers only if a role says so.

    Without a site, those who may change entries of every site, which are also those of none.
    """
    change = Permission.objects.filter(
        content_type__app_label="feedback", codename="change_feedbackentry"
    ).values("pk")
    may = Q(user_permissions__in=change) | Q(groups__permissions__in=change)
    if site is not None:
        may |= Q(groups__site_permissions__permission__in=change, groups__site_permissions__site=site)
    return get_user_model().objects.filter(may, is_active=True).distinct()


def colleagues(user) -> QuerySet:
    """Return the members of the teams of every site whose entries ``user`` may see."""
    from wagtail.permissions import policy_registry

    from .models import FeedbackEntry

    policy = policy_registry.get_by_type(FeedbackEntry)
    found = members()
    for site in policy.sites_user_has_any_permission_for(user, ["view", "change"]):
        found |= members(site)
    return found

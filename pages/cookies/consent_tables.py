"""Copies the registry to django-cookie-consent's tables, and reads them for the cookies page."""

from collections.abc import Collection
from typing import Any

from cookie_consent.models import Cookie, CookieGroup
from django.db.models import Q

from . import registry


def sync_consent_tables(**_signal: Any) -> None:
    """Make the tables hold exactly what ``registry`` declares. Runs after each migration."""
    for order, group in enumerate(registry.GROUPS):
        stored, _ = CookieGroup.objects.update_or_create(
            varname=group.name,
            defaults={
                "name": group.title,
                "description": group.purpose,
                "is_required": group.required,
                "is_deletable": not group.required,
                "ordering": order,
            },
        )
        for cookie in group.cookies:
            Cookie.objects.update_or_create(
                cookiegroup=stored, name=cookie.name, domain="", defaults={"description": cookie.purpose}
            )
        stored.cookie_set.exclude(name__in=[cookie.name for cookie in group.cookies]).delete()
    CookieGroup.objects.exclude(varname__in=[group.name for group in registry.GROUPS]).delete()


def cookie_groups_for_page(optional_groups: Collection[registry.Group]) -> list[dict[str, Any]]:
    """Return the groups that the cookies page shows: the required ones and ``optional_groups``.

    Each has ``title``, ``purpose`` and ``cookies`` with ``name``, ``purpose``, ``provider``, ``duration``.
    """
    declared = {cookie.name: cookie for group in registry.GROUPS for cookie in group.cookies}
    is_shown = Q(is_required=True) | Q(varname__in=[group.name for group in optional_groups])
    return [
        {
            "title": group.name,
            "purpose": group.description,
            "cookies": [
                {
                    "name": cookie.name.replace("*", "…"),
                    "purpose": cookie.description,
                    "provider": declared[cookie.name].provider,
                    "duration": declared[cookie.name].duration,
                }
                for cookie in group.cookie_set.filter(name__in=declared).order_by("pk")
            ],
        }
        for group in CookieGroup.objects.filter(is_shown)
    ]

"""Keeps the declared cookies in django-cookie-consent's tables."""

from collections.abc import Collection
from typing import Any

from cookie_consent.models import Cookie, CookieGroup
from django.db.models import Q

from . import registry


def sync(**_signal) -> None:
    """Make the tables hold exactly what ``registry`` declares; runs after each migration."""
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


def cookies_to_tell(optional: Collection[registry.Group]) -> list[dict[str, Any]]:
    """Return what the cookies page tells: the groups that are needed and those of ``optional``.

    Each has ``title``, ``purpose`` and ``cookies`` with ``name``, ``purpose``, ``provider``, ``duration``.
    """
    declared = {cookie.name: cookie for group in registry.GROUPS for cookie in group.cookies}
    told = Q(is_required=True) | Q(varname__in=[group.name for group in optional])
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
        for group in CookieGroup.objects.filter(told)
    ]

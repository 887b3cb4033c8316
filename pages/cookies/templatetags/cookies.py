"""What a page needs to ask about cookies and to act on the choice."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from pages.cookies import choices
from pages.cookies.choices import SCRIPT

register = template.Library()


@register.simple_tag(takes_context=True)
def cookie_consent(context: Context) -> dict[str, Any] | None:
    """Return what the banner needs; ``None`` if no group is in use, and in a preview."""
    wording = context["site_wording"]
    request = context["request"]
    groups = choices.groups_in_use(wording)
    if not groups or getattr(request, "is_preview", False):
        return None
    declared = {}
    for group in choices.groups():
        if not group.required:
            declared[group.name] = [cookie.name for cookie in group.cookies]
    return {
        "essential": next(group for group in choices.groups() if group.required),
        "groups": groups,
        "names": " ".join(group.name for group in groups),
        "policy": wording.cookie_policy_version,
        "script": SCRIPT,
        "declared": json.dumps(declared),
        "statistics": settings.STATISTICS_ADDRESS,
        "statistics_site": settings.STATISTICS_SITE,
        "notice_days": choices.NOTICE_DAYS,
        "theme_days": choices.THEME_DAYS,
    }


@register.simple_tag
def optional_cookies() -> str:
    """Return the beginnings of the names of all optional cookies, for the quick exit to delete them."""
    return " ".join(name.rstrip("*") for name in choices.optional_cookies())

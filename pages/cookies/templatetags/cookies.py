"""What a page needs to ask about cookies and to live by the answer."""

import json
from typing import Any

from django import template
from django.conf import settings

from pages.cookies import registry
from pages.cookies.script import SCRIPT

register = template.Library()


@register.simple_tag(takes_context=True)
def cookie_consent(context) -> dict[str, Any] | None:
    """Return what the page must know of cookies; ``None`` where none is optional, and in a preview."""
    wording, request = context["site_wording"], context["request"]
    groups = registry.groups_in_use(wording)
    if not groups or getattr(request, "is_preview", False):
        return None
    return {
        "essential": registry.ESSENTIAL,
        "groups": groups,
        "names": " ".join(group.name for group in groups),
        "policy": wording.cookie_policy_version,
        "script": SCRIPT,
        "declared": json.dumps(
            {g.name: [cookie.name for cookie in g.cookies] for g in registry.GROUPS if not g.required}
        ),
        "statistics": settings.STATISTICS_ADDRESS,
        "statistics_site": settings.STATISTICS_SITE,
        "notice_days": registry.NOTICE_DAYS,
    }


@register.simple_tag
def optional_cookies() -> str:
    """Return how the names of all optional cookies start, for the exit to delete them."""
    return " ".join(name.rstrip("*") for name in registry.optional_cookies())

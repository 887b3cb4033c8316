"""Declares every cookie once, for the cookies page, the banner and the script in the browser.

``consent_tables.sync_consent_tables`` copies it to django-cookie-consent's tables after each migration.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings

from pages.content.models import SiteWording

CHOICE_COOKIE = "cookie_consent"
NOTICE_COOKIE = "notice_closed"
NOTICE_DAYS = 30
"""Days until a closed notice is shown again."""
THEME_COOKIE = "theme"
THEME_DAYS = 365
"""Days until the device decides again whether pages are light or dark."""


@dataclass(frozen=True)
class Cookie:
    """One cookie. A name that ends in ``*`` stands for all names with that beginning."""

    name: str
    purpose: str
    provider: str
    duration: str


@dataclass(frozen=True)
class Group:
    """Cookies for one purpose, which a reader accepts or declines together."""

    name: str
    title: str
    purpose: str
    cookies: tuple[Cookie, ...]
    in_short: str = ""
    """What the banner says of it, after “others”."""
    required: bool = False


THIS_SITE = "This site"

ESSENTIAL = Group(
    "essential",
    "Essential",
    "keep your choice about cookies, and nothing else",
    (Cookie(CHOICE_COOKIE, "Remembers your choice about cookies", THIS_SITE, "12 months"),),
    required=True,
)
PREFERENCES = Group(
    "preferences",
    "Preference",
    "remember light or dark colours and that you closed a notice, and nothing about what you read",
    (
        Cookie(
            THEME_COOKIE,
            "Remembers that you chose light or dark colours",
            THIS_SITE,
            "12 months",
        ),
        Cookie(
            NOTICE_COOKIE,
            "Remembers that you closed the notice at the top of the page",
            THIS_SITE,
            f"{NOTICE_DAYS} days",
        ),
    ),
    in_short="remember your colours and closed notices",
)
STATISTICS = Group(
    "statistics",
    "Statistics",
    "count visits and show us which pages are read, so that we can make the site better",
    (
        Cookie(
            "_pk_id*", "Tells one browser’s visits from another’s", "Our own statistics (Matomo)", "13 months"
        ),
        Cookie("_pk_ses*", "Holds one visit together", "Our own statistics (Matomo)", "30 minutes"),
        Cookie("_pk_*", "Others of the same program", "Our own statistics (Matomo)", "6 months at most"),
        Cookie("_pk_ref*", "Remembers which website led you here", "Our own statistics (Matomo)", "6 months"),
    ),
    in_short="count visits",
)
GROUPS = (ESSENTIAL, PREFERENCES, STATISTICS)


def groups_in_use(wording: SiteWording) -> list[Group]:
    """Return the optional groups that a site with ``wording`` uses.

    Statistics need STATISTICS_ADDRESS. Without a published wording, for instance while the database is down,
    no group is in use: the policy version is not known, and every choice would look outdated.
    """
    if not wording.pk:
        return []
    return [PREFERENCES, *([STATISTICS] if settings.STATISTICS_ADDRESS else [])]


def optional_cookies(without: Collection[str] = ()) -> list[str]:
    """Return the names of the cookies that need consent, except those of the groups named in ``without``."""
    return [
        cookie.name
        for group in GROUPS
        if not group.required and group.name not in without
        for cookie in group.cookies
    ]

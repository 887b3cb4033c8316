"""Every cookie that a reader can meet, declared once: the cookies page, the banner and the browser go by it.

``store.sync`` copies it to django-cookie-consent's tables after each migration.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings

CHOICE_COOKIE = "cookie_consent"
NOTICE_COOKIE = "notice_closed"
NOTICE_DAYS = 30
"""Days until a notice that was closed comes back."""


@dataclass(frozen=True)
class Cookie:
    """One cookie; a name that ends in ``*`` stands for all that start so."""

    name: str
    purpose: str
    provider: str
    duration: str


@dataclass(frozen=True)
class Group:
    """Cookies for one purpose, to which a reader says yes or no as a whole."""

    name: str
    title: str
    purpose: str
    cookies: tuple[Cookie, ...]
    required: bool = False


US = "This site"

ESSENTIAL = Group(
    "essential",
    "Essential",
    "keep your choice about cookies, and nothing else",
    (Cookie(CHOICE_COOKIE, "Remembers your choice about cookies", US, "12 months"),),
    required=True,
)
PREFERENCES = Group(
    "preferences",
    "Preference",
    "remember that you closed a notice, and nothing about what you read",
    (
        Cookie(
            NOTICE_COOKIE,
            "Remembers that you closed the notice at the top of the page",
            US,
            f"{NOTICE_DAYS} days",
        ),
    ),
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
)
GROUPS = (ESSENTIAL, PREFERENCES, STATISTICS)


def groups_in_use(wording) -> list[Group]:
    """Return the optional groups that a site with ``wording`` has a use for.

    Nobody is asked about cookies that do not exist: preferences need a notice that can be closed,
    statistics need STATISTICS_ADDRESS. Nor where there is no published wording, as while the database is
    down: its policy version is not known, and every choice would look outdated.
    """
    if not wording.pk:
        return []
    return [
        *([PREFERENCES] if wording.phase != "none" else []),
        *([STATISTICS] if settings.STATISTICS_ADDRESS else []),
    ]


def optional_cookies(without: Collection[str] = ()) -> list[str]:
    """Return the names of the cookies that may only exist by consent, but for groups named ``without``."""
    return [
        cookie.name
        for group in GROUPS
        if not group.required and group.name not in without
        for cookie in group.cookies
    ]

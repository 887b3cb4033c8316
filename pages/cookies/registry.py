"""The cookies of the site, as they stand in django-cookie-consent's tables, which a migration fills.

The description of a group says on its first line what it is for, and on the second what the banner says of
it, after “others”. That of a cookie has a line each for its purpose, its provider and how long it lives.
"""

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from cookie_consent.models import CookieGroup
from django.conf import settings
from django.db import InterfaceError, OperationalError

from pages.content.models import SiteWording
from pages.core.outages import DATABASE

CHOICE_COOKIE = "cookie_consent"
NOTICE_DAYS = 30
"""Days until a closed notice is shown again."""
THEME_DAYS = 365
"""Days until the device decides again whether pages are light or dark."""


class Cookie(NamedTuple):
    """One cookie. A name that ends in ``*`` stands for all names with that beginning."""

    name: str
    purpose: str
    provider: str
    duration: str


class Group(NamedTuple):
    """Cookies for one purpose, which a reader accepts or declines together."""

    name: str
    title: str
    purpose: str
    in_short: str
    required: bool
    cookies: list[Cookie]


@cache
def groups() -> list[Group]:
    """Return the groups, read once a process: nothing but a migration changes the tables."""
    return [_read_group(row) for row in CookieGroup.objects.prefetch_related("cookie_set")]


def _read_group(row: CookieGroup) -> Group:
    purpose, in_short = row.description.split("\n")
    stored = sorted(row.cookie_set.all(), key=lambda cookie: cookie.pk)
    cookies = [Cookie(cookie.name, *cookie.description.split("\n")) for cookie in stored]
    return Group(row.varname, row.name, purpose, in_short, row.is_required, cookies)


def groups_in_use(wording: SiteWording) -> list[Group]:
    """Return the optional groups that a site with ``wording`` uses.

    Statistics need STATISTICS_ADDRESS. Without a published wording, for instance while the database is down,
    no group is in use: the policy version is not known, and every choice would look outdated.
    """
    if not wording.pk:
        return []
    optional = [group for group in groups() if not group.required]
    return [group for group in optional if group.name != "statistics" or settings.STATISTICS_ADDRESS]


def optional_cookies(without: Collection[str] = ()) -> list[str]:
    """Return the names of the cookies that need consent, except those of the groups named in ``without``.

    None are known to a process that has never reached the database.
    """
    try:
        optional = [group for group in groups() if not group.required and group.name not in without]
    except (OperationalError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return []
    return [cookie.name for group in optional for cookie in group.cookies]

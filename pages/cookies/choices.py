"""The cookies of the site, and the cookie that keeps what a reader chose of them.

They stand in django-cookie-consent's tables, which a migration fills. The description
of a group says on its first line what it is for, and on the second what the banner says
of it, after “others”. That of a cookie has a line each for its purpose, its provider
and how long it lives.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cookie_consent.models import CookieGroup
from cookie_consent.util import parse_cookie_str, set_cookie_dict_to_response
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from pages.content.models import SiteWording
from pages.core.content_security_policy import hash_source, read_inline_script
from pages.core.outages import DATABASE

CHOICE_COOKIE = "cookie_consent"
NOTICE_DAYS = 30
THEME_DAYS = 365
"""Days until the device decides again whether pages are light or dark."""


class Cookie(NamedTuple):
    """One cookie.

    A name that ends in ``*`` stands for all names with that beginning.
    """

    name: str
    purpose: str
    provider: str
    duration: str


class GroupWithChoice(NamedTuple):
    """Cookies for one purpose, which a reader accepts or declines together."""

    name: str
    title: str
    purpose: str
    in_short: str
    required: bool
    cookies: list[Cookie]


@cache
def groups() -> list[GroupWithChoice]:
    """Return the groups, read once a process: nothing but a migration changes the tables."""
    return list(map(_read_group, CookieGroup.objects.prefetch_related("cookie_set")))


def _read_group(row: CookieGroup) -> GroupWithChoice:
    purpose, in_short = row.description.split("\n")
    stored = sorted(row.cookie_set.all(), key=lambda cookie: cookie.pk)
    cookies = [
        Cookie(cookie.name, *cookie.description.split("\n")) for cookie in stored
    ]
    return GroupWithChoice(
        row.varname, row.name, purpose, in_short, row.is_required, cookies
    )


def groups_in_use(wording: SiteWording) -> list[GroupWithChoice]:
    """Return the optional groups that a site with ``wording`` uses.

    Statistics need STATISTICS_ADDRESS. Without a published wording, for instance while
    the database is down, no group is in use: the policy version is not known, and every
    choice would look outdated.
    """
    if not wording.pk:
        return []
    in_use = []
    for group in groups():
        has_purpose = group.name != "statistics" or settings.STATISTICS_ADDRESS
        if has_purpose and not group.required:
            in_use.append(group)
    return in_use


def optional_cookies(without: Collection[str] = ()) -> list[str]:
    """Return the cookies that need consent, but for some groups; none if the database was never reached."""
    names: list[str] = []
    try:
        for group in groups():
            if not group.required and group.name not in without:
                names.extend(cookie.name for cookie in group.cookies)
    except (OperationalError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return []
    return names


ACCEPTED = "1"
DECLINED = "-1"
COOKIE_PATTERN = re.compile(
    rf'{CHOICE_COOKIE}=("?)(policy=[1-9][0-9]{{0,4}}(?:\|[a-z]{{1,20}}=-?1){{1,5}})\1'
)
"""The cookie as a browser sends it. ``choice.js`` reads it by the same rule."""


def read_choice(request: HttpRequest, wording: SiteWording) -> dict[str, bool]:
    """Return what was chosen for each group in use; empty if there is no valid choice.

    A choice is valid while its policy version is the published one and it decides every
    group in use. A cookie with any other content counts as no choice. So do two
    matching cookies, because another host of the same domain can add one, and Django's
    own parser would take the last.
    """
    sent_cookies = request.headers.get("Cookie", "").split("; ")
    matches = list(filter(None, map(COOKIE_PATTERN.fullmatch, sent_cookies)))
    if len(matches) != 1:
        return {}
    values = parse_cookie_str(matches[0][2])
    groups = groups_in_use(wording)
    is_complete = all(group.name in values for group in groups)
    if not is_complete or values["policy"] != str(wording.cookie_policy_version):
        return {}
    return {group.name: values[group.name] == ACCEPTED for group in groups}


def write_choice(
    response: HttpResponse, policy_version: int, chosen: Mapping[str, bool]
) -> None:
    values = {"policy": str(policy_version)}
    for name, is_accepted in chosen.items():
        values[name] = ACCEPTED if is_accepted else DECLINED
    set_cookie_dict_to_response(response, values)


def delete_unwanted_cookies(
    request: HttpRequest, response: HttpResponse, chosen: Mapping[str, bool]
) -> None:
    """Delete, by their names alone, the cookies that are not accepted, here and on parent domains."""
    unwanted = optional_cookies(
        without=[name for name, accepted in chosen.items() if accepted]
    )
    labels = request.get_host().partition(":")[0].split(".")
    # At least two labels: no browser accepts a cookie for a whole top-level domain.
    domains = [None, *(".".join(labels[i:]) for i in range(len(labels) - 1))]
    for name in request.COOKIES:
        if any(_name_matches(name, pattern) for pattern in unwanted):
            for domain in domains:
                # A response can hold only one cookie of a name, so the others get
                # another key in its jar.
                deletion = HttpResponse()
                deletion.delete_cookie(name, domain=domain)
                response.cookies[f"{name} of {domain}"] = deletion.cookies[name]


def _name_matches(name: str, pattern: str) -> bool:
    """Return True if ``name`` is one that ``pattern`` declares; never if it has unusual characters."""
    if pattern.endswith("*"):
        return bool(re.fullmatch(r"[A-Za-z0-9_.]+", name)) and name.startswith(
            pattern[:-1]
        )
    return name == pattern


SCRIPT = read_inline_script(Path(__file__).with_name("choice.js"))
SCRIPT_HASH = hash_source(SCRIPT)

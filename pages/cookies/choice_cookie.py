"""The cookie in which a browser stores the choice: reads and writes it, and deletes unwanted cookies."""

import re
from collections.abc import Mapping

from cookie_consent.util import parse_cookie_str, set_cookie_dict_to_response
from django.http import HttpRequest, HttpResponse

from pages.content.models import SiteWording

from .registry import CHOICE_COOKIE, groups_in_use, optional_cookies

ACCEPTED = "1"
DECLINED = "-1"
COOKIE_PATTERN = re.compile(
    rf'{CHOICE_COOKIE}=("?)(policy=[1-9][0-9]{{0,4}}(?:\|[a-z]{{1,20}}=-?1){{1,5}})\1'
)
"""The cookie as a browser sends it. ``choice.js`` reads it by the same rule."""


def read_choice(request: HttpRequest, wording: SiteWording) -> dict[str, bool]:
    """Return what was chosen for each group in use; empty if there is no valid choice.

    A choice is valid while its policy version is the published one and it decides every group in use. A
    cookie with any other content counts as no choice. So do two matching cookies, because another host of the
    same domain can add one, and Django's own parser would take the last.
    """
    sent_cookies = request.headers.get("Cookie", "").split("; ")
    matches = [match for cookie in sent_cookies if (match := COOKIE_PATTERN.fullmatch(cookie))]
    if len(matches) != 1:
        return {}
    values = parse_cookie_str(matches[0][2])
    groups = groups_in_use(wording)
    is_complete = all(group.name in values for group in groups)
    if not is_complete or values["policy"] != str(wording.cookie_policy_version):
        return {}
    return {group.name: values[group.name] == ACCEPTED for group in groups}


def write_choice(response: HttpResponse, policy_version: int, chosen: Mapping[str, bool]) -> None:
    values = {name: ACCEPTED if accepted else DECLINED for name, accepted in chosen.items()}
    set_cookie_dict_to_response(response, {"policy": str(policy_version), **values})


def delete_unwanted_cookies(request: HttpRequest, response: HttpResponse, chosen: Mapping[str, bool]) -> None:
    """Delete the cookies of every group that is not accepted, on this host and its parent domains.

    It only looks at the names of cookies, never at their values.
    """
    unwanted = optional_cookies(without=[name for name, accepted in chosen.items() if accepted])
    labels = request.get_host().partition(":")[0].split(".")
    # At least two labels: no browser accepts a cookie for a whole top-level domain.
    domains = [None, *(".".join(labels[i:]) for i in range(len(labels) - 1))]
    for name in request.COOKIES:
        if any(_name_matches(name, pattern) for pattern in unwanted):
            for domain in domains:
                # A response can hold only one cookie of a name, so the others get another key in its jar.
                deletion = HttpResponse()
                deletion.delete_cookie(name, domain=domain)
                response.cookies[f"{name} of {domain}"] = deletion.cookies[name]


def _name_matches(name: str, pattern: str) -> bool:
    """Return whether ``name`` is one that ``pattern`` declares; never if it has unusual characters."""
    if pattern.endswith("*"):
        return bool(re.fullmatch(r"[A-Za-z0-9_.]+", name)) and name.startswith(pattern[:-1])
    return name == pattern

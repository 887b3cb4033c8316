"""What a reader chose, as their browser holds it: read, written, and never trusted beyond its grammar."""

import re

from cookie_consent.util import parse_cookie_str, set_cookie_dict_to_response
from django.http import HttpResponse

from .registry import CHOICE_COOKIE, groups_in_use, optional_cookies

ACCEPTED = "1"
DECLINED = "-1"
GRAMMAR = re.compile(rf'{CHOICE_COOKIE}=("?)(policy=[1-9][0-9]{{0,4}}(?:\|[a-z]{{1,20}}=-?1){{1,5}})\1')
"""The cookie as a browser sends it; ``choice.js`` reads it by the same rule."""


def read(request, wording) -> dict[str, bool]:
    """Return what was chosen for each group in use; empty when there is no choice that holds today.

    A choice holds while its policy version is the published one and every group in use is decided.
    Anything else in the cookie, whatever it is, counts as no choice; so do two that fit, for another
    host of the same domain can add one. Django's own parser would take the last.
    """
    sent = request.headers.get("Cookie", "").split("; ")
    fitting = [match for cookie in sent if (match := GRAMMAR.fullmatch(cookie))]
    if len(fitting) != 1:
        return {}
    found = parse_cookie_str(fitting[0][2])
    groups = groups_in_use(wording)
    decided = all(group.name in found for group in groups)
    if not decided or found["policy"] != str(wording.cookie_policy_version):
        return {}
    return {group.name: found[group.name] == ACCEPTED for group in groups}


def write(response, policy_version: int, chosen: dict[str, bool]) -> None:
    """Keep ``chosen`` in the reader's browser for twelve months."""
    values = {name: ACCEPTED if accepted else DECLINED for name, accepted in chosen.items()}
    set_cookie_dict_to_response(response, {"policy": str(policy_version), **values})


def delete_unwanted(request, response, chosen: dict[str, bool]) -> None:
    """Delete the cookies of every group that is not accepted, on this host and those above it.

    Only names are looked at: what the cookies hold is never read.
    """
    unwanted = optional_cookies(without=[name for name, accepted in chosen.items() if accepted])
    labels = request.get_host().partition(":")[0].split(".")
    # Two labels at least: no browser takes a cookie for a whole top-level domain.
    domains = [None, *(".".join(labels[i:]) for i in range(len(labels) - 1))]
    for name in request.COOKIES:
        if any(_matches(name, pattern) for pattern in unwanted):
            for domain in domains:
                # An answer holds one cookie a name; its jar takes several under other keys.
                one = HttpResponse()
                one.delete_cookie(name, domain=domain)
                response.cookies[f"{name} of {domain}"] = one.cookies[name]


def _matches(name: str, pattern: str) -> bool:
    """Whether ``name``, which a browser sent, is one that ``pattern`` declares; odd characters are not."""
    if pattern.endswith("*"):
        return bool(re.fullmatch(r"[A-Za-z0-9_.]+", name)) and name.startswith(pattern[:-1])
    return name == pattern

"""Where a redirect may begin and lead: within the site, and not from where readers find something."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.core.protected_tables import COMMANDS, is_open

ROUTES_OF_CONTENT = {"wagtail_serve", "wagtaildocs_serve"}
"""The routes at whose addresses something stands only while content says so."""
ELSEWHERE = (
    "Choose a page above, or enter an address on this site that starts with a slash, such as /page/. "
    "Only the people who run the server can create a redirect to another site."
)
FOUND = "There is a public page at this address. Take it down first, or choose another address."


def check_redirect(redirect: Redirect) -> None:
    """Raise ``ValidationError`` if ``redirect`` hides what readers find, or leads to another host.

    A command may make one that leads to another host.
    """
    leads_away = redirect.redirect_page_id is None and leads_to_another_host(
        redirect.redirect_link
    )
    if leads_away and not is_open(COMMANDS):
        raise ValidationError({"redirect_link": ELSEWHERE})
    if redirect.automatically_created and redirect._state.adding:
        return  # a page got another address; what people make of it later is theirs
    path = urlsplit(redirect.old_path).path.rstrip("/") + "/"
    for site in Site.objects.select_related("root_page"):
        if _is_answered(path, site.root_page.specific):
            raise ValidationError({"old_path": FOUND})


def without_own_host(typed: str, refusal: str) -> str:
    """Return the address ``typed`` without the host of this site, and with a slash in front.

    Raise ``ValidationError`` with the message ``refusal`` if it may be on another site.
    A name with a dot, such as ``example.org``, could be a host.
    """
    address = typed.strip()
    without_scheme = address.removeprefix("https://").removeprefix("http://")
    first, _, rest = without_scheme.partition("/")
    if first.lower() in _names_of_this_site():
        path = f"/{rest}"
    elif address.startswith("/"):
        path = address
    elif without_scheme != address or re.search(r"[.:@]", first):
        raise ValidationError(refusal)
    else:
        path = f"/{address}"
    if path.startswith("//") or re.search(r"[\\\s]", path):
        raise ValidationError(refusal)
    return path


def _names_of_this_site() -> set[str]:
    """Return the hosts of this site, with and without their ports."""
    names = set()
    for host, port in Site.objects.values_list("hostname", "port"):
        names.update({host, f"{host}:{port}"})
    return names


def leads_to_another_host(link: str) -> bool:
    """Return True unless ``link`` is empty or an address within this site.

    A browser takes a backslash for a slash, and two slashes for the beginning of
    another host.
    """
    if not link or (link.startswith("/") and link[1:2] not in ("/", "\\")):
        return False
    hosts = Site.objects.values_list("hostname", flat=True)
    return not any(
        link.startswith((f"https://{host}/", f"http://{host}/")) for host in hosts
    )


def _is_answered(path: str, root: Page) -> bool:
    """Return True if readers find a page at ``path``, a part of one such as its history, or another view."""
    # Wagtail redirects as soon as either spelling is missing.
    for spelling in (path, path.rstrip("/")):
        with suppress(Http404):  # of which ``resolve`` raises a kind
            if resolve(spelling).view_name not in ROUTES_OF_CONTENT:
                return True
    with suppress(Http404):
        root.route(HttpRequest(), list(filter(None, path.split("/"))))
        return True
    return False

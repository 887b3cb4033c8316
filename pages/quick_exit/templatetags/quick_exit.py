"""Whether a page shows the quick exit, and where it leads."""

from dataclasses import dataclass

from django import template
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Site

from pages.quick_exit.exit import (
    HOLD_SCRIPT,
    LISTEN_SCRIPT,
    SCRIPT,
    STALLED_SCRIPT,
    STOPPED_SCRIPT,
    host_of,
    usable_destination,
)

register = template.Library()


@dataclass(frozen=True)
class QuickExit:
    """The quick exit of one page."""

    shown: bool
    """If False, the script still runs, so that Back shows nothing to readers who left on another page."""
    address: str
    label: str
    script: SafeString
    """Empty in a preview, where the Escape key belongs to the editor."""
    listen_script: SafeString = LISTEN_SCRIPT
    stalled_script: SafeString = STALLED_SCRIPT
    stopped_script: SafeString = STOPPED_SCRIPT
    hold_script: SafeString = HOLD_SCRIPT

    def __bool__(self) -> bool:
        return self.shown


@register.simple_tag(takes_context=True)
def quick_exit(context: Context) -> QuickExit:
    """Return the exit of the page; it is shown unless the site wording hides it and no page requires it."""
    wording = context["site_wording"]
    request = context["request"]
    page = context.get("page")
    own_hosts = [
        request.get_host().partition(":")[0],
        _site_host(request),
        host_of(wording.main_site_address),
    ]
    is_preview = getattr(request, "is_preview", False)
    script = SafeString("") if is_preview else SCRIPT
    return QuickExit(
        shown=wording.exit_shown or getattr(page, "requires_exit", False),
        address=usable_destination(wording.exit_address, own_hosts),
        label=wording.exit_label or wording._meta.get_field("exit_label").default,
        script=script,
    )


def _site_host(request: HttpRequest) -> str:
    """Return the host name of the site; empty if the database does not answer, as on its error page."""
    try:
        site = Site.find_for_request(request)
    except (OperationalError, InterfaceError):
        return ""
    return site.hostname if site else ""

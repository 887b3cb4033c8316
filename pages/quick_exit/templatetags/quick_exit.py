"""Whether a page shows the exit, and where it leads."""

from dataclasses import dataclass

from django import template
from django.db import InterfaceError, OperationalError
from django.utils.safestring import SafeString
from wagtail.models import Site

from pages.quick_exit.destination import host_of, usable_destination
from pages.quick_exit.script import SCRIPT

register = template.Library()


@dataclass(frozen=True)
class Exit:
    """The exit of one page."""

    shown: bool
    """Without it the script still sees to it that Back shows nothing to those who left elsewhere."""
    address: str
    label: str
    script: SafeString
    """Empty in an editor's preview, where Escape belongs to the editor."""

    def __bool__(self) -> bool:
        """Whether the page has an exit that readers see."""
        return self.shown


@register.simple_tag(takes_context=True)
def quick_exit(context) -> Exit:
    """Return the page's exit: true unless the site wording hides it and the page does not require it."""
    wording, request, page = context["site_wording"], context["request"], context.get("page")
    own_hosts = [
        request.get_host().partition(":")[0],
        _host_of_site(request),
        host_of(wording.main_site_address),
    ]
    return Exit(
        shown=wording.exit_shown or getattr(page, "requires_exit", False),
        address=usable_destination(wording.exit_address, own_hosts),
        label=wording.exit_label or wording._meta.get_field("exit_label").default,
        script=SafeString("") if getattr(request, "is_preview", False) else SCRIPT,
    )


def _host_of_site(request) -> str:
    """Return the host name of the site; empty when the database does not answer, on its error page."""
    try:
        site = Site.find_for_request(request)
    except (OperationalError, InterfaceError):
        return ""
    return site.hostname if site else ""

"""Error pages in the design of the site, or of the CMS, which need neither database nor session."""

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from pages.core.wagtail_addresses import is_admin_address
from pages.moderation.publishing.withdrawn_versions import withdrawn_version_for

RETRY_AFTER_SECONDS = 300

CMS = {
    400: ("This request cannot be read", ["Go back and try again."]),
    403: ("You cannot do this", ["Your role does not allow it. A Site administrator can tell you who may."]),
    404: (
        "Page not found",
        ["It may have been moved or deleted, or your role does not let you see it.", "Check the address."],
    ),
    500: (
        "Sorry, something went wrong",
        [
            "What you typed may not be saved: go back, copy it, and try again.",
            "The fault has been written down for those who run this site.",
        ],
    ),
    503: (
        "The CMS is not available at the moment",
        ["Keep what you typed open in its tab, and try again in a few minutes."],
    ),
}
"""What each error says in the CMS: its title, and what to do."""
FORGED = (
    "Your session has changed",
    [
        "You may have signed in again or out in another tab, or the form was open for very long.",
        "Go back, copy what you typed, reload the form and send it again.",
    ],
)


def _page(request, status: int, cms: tuple[str, list[str]] | None = None) -> HttpResponse:
    """Return the page for an error: in the CMS one of its own, without the exit, else one for readers."""
    if is_admin_address(request):
        title, sentences = cms or CMS[status]
        return render(request, "errors/cms.html", {"title": title, "sentences": sentences}, status=status)
    return render(request, f"errors/{status}.html", status=status)


def page_not_found(request, exception=None):
    """Answer 404; 410 where something stood that was taken down. A redirect takes the place of both."""
    try:
        version = withdrawn_version_for(request)
    except DatabaseError:
        version = None
    if version:
        return render(request, "errors/410.html", {"version": version}, status=410)
    return _page(request, 404)


def permission_denied(request, exception=None):
    """Answer 403."""
    return _page(request, 403)


def forged(request, reason=""):
    """Answer 403 to a form without its token: no page of ours sent it."""
    return _page(request, 403, FORGED)


def bad_request(request, exception=None):
    """Answer 400; under a name that is not ours in plain text, as our design asks for the name."""
    if isinstance(exception, DisallowedHost):
        return HttpResponseBadRequest("This site has another name.\n", content_type="text/plain")
    return _page(request, 400)


def server_error(request):
    """Answer 500."""
    return _page(request, 500)


def maintenance(request):
    """Answer 503 and say when to try again."""
    response = _page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response

"""Error pages in the site's own design, which need neither database nor session."""

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponseBadRequest
from django.shortcuts import render

from pages.moderation import withdrawn

RETRY_AFTER_SECONDS = 300


def page_not_found(request, exception=None):
    """Answer 404; 410 where something stood that was taken down. A redirect takes the place of both."""
    try:
        version = withdrawn.at(request)
    except DatabaseError:
        version = None
    if version:
        return render(request, "errors/410.html", {"version": version}, status=410)
    return render(request, "errors/404.html", status=404)


def permission_denied(request, exception=None):
    """Answer 403."""
    return render(request, "errors/403.html", status=403)


def forged(request, reason=""):
    """Answer 403 to a form without its token: no page of ours sent it."""
    return permission_denied(request)


def bad_request(request, exception=None):
    """Answer 400; under a name that is not ours in plain text, as our design asks for the name."""
    if isinstance(exception, DisallowedHost):
        return HttpResponseBadRequest("This site has another name.\n", content_type="text/plain")
    return render(request, "errors/400.html", status=400)


def server_error(request):
    """Answer 500."""
    return render(request, "errors/500.html", status=500)


def maintenance(request):
    """Answer 503 and say when to try again."""
    response = render(request, "errors/503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response

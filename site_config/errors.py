"""Error pages in the design of the site or of the CMS. They need neither database nor session."""

import logging
import sqlite3
import sys

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from pages.core.addresses import is_admin_address
from pages.core.outages import DATABASE
from pages.moderation.approval.versions import withdrawn_version_for

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 300

CmsMessage = tuple[str, list[str]]
CMS_MESSAGES: dict[int, CmsMessage] = {
    400: ("This request cannot be read", ["Go back and try again."]),
    403: (
        "You cannot do this",
        [
            "Your role does not allow this. A site administrator can tell you whose role does."
        ],
    ),
    404: (
        "Page not found",
        [
            "It may have been moved or deleted, or your role does not let you see it.",
            "Check the address.",
        ],
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
"""The title and the sentences of each error page in the CMS."""
CSRF_FAILURE_MESSAGE = (
    "Your session has changed",
    [
        "You may have signed in again or out in another tab, or the form was open for very long.",
        "Go back, copy what you typed, reload the form and send it again.",
    ],
)


def _error_page(
    request: HttpRequest, status: int, message: CmsMessage | None = None
) -> HttpResponse:
    if is_admin_address(request):
        title, sentences = message or CMS_MESSAGES[status]
        return render(
            request,
            "errors/cms.html",
            {"title": title, "sentences": sentences},
            status=status,
        )
    return render(request, f"errors/{status}.html", status=status)


def page_not_found(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Answer 410 if a page at this address was taken down, else 404. A redirect replaces both."""
    try:
        version = withdrawn_version_for(request)
    except DatabaseError:
        version = None
    if version:
        return render(request, "errors/410.html", {"version": version}, status=410)
    return _error_page(request, 404)


def permission_denied(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return _error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without its CSRF token: no page of ours sent it."""
    return _error_page(request, 403, CSRF_FAILURE_MESSAGE)


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return HttpResponseBadRequest(
            "This site has another name.\n", content_type="text/plain"
        )
    logger.warning("Not read at %s: %s", request.path, exception, exc_info=exception)
    return _error_page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 if a middleware, such as that of redirects, could not reach the database."""
    error = sys.exception()
    if isinstance(
        error, OperationalError | InterfaceError
    ) and not is_refused_by_sqlite(error):
        DATABASE.note_failure(error)
        return maintenance_page(request)
    return _error_page(request, 500)


def is_refused_by_sqlite(error: Exception) -> bool:
    """Return True if SQLite works and cannot do what it was asked."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def tables_changed() -> HttpResponse:
    """Tell a developer, whose site is on SQLite, what to do after a model has changed."""
    return HttpResponse(
        "Stop and start “make run”: the tables have changed.\n\n"
        "If that does not help: make a migration of the model that you changed "
        "(var/venv/bin/python manage.py makemigrations), or, if migrations were made afresh, delete "
        "var/site.sqlite3.\n",
        content_type="text/plain; charset=utf-8",
        status=503,
    )


def maintenance_page(request: HttpRequest) -> HttpResponse:
    """Answer 503 and say when to try again."""
    response = _error_page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response

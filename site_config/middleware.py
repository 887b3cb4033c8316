"""Sets the content security policy of a response, and answers when the site cannot serve."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.csp import csp_override

from pages.content.brand import first_styles_hash
from pages.cookies.choices import SCRIPT_HASH as CHOICE_HASH
from pages.core.addresses import is_admin_address
from pages.core.outages import DATABASE
from pages.feedback.views import feedback_unavailable
from pages.moderation.refusals import answer_refusal
from pages.quick_exit.exit import SCRIPT_HASHES as EXIT_HASHES

from .errors import bad_request, is_refused_by_sqlite, maintenance_page, tables_changed
from .schema_changes import tables_fit


def _public_policy() -> dict[str, list[str]]:
    policy = settings.SECURE_CSP
    parts = urlsplit(settings.STATISTICS_ADDRESS)
    statistics = [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
    return {
        **policy,
        "style-src": [*policy["style-src"], first_styles_hash()],
        "script-src": [*policy["script-src"], *EXIT_HASHES, CHOICE_HASH, *statistics],
        "connect-src": [*policy["connect-src"], *statistics],
        "img-src": [*policy["img-src"], *statistics],
    }


class PublicPolicyMiddleware(MiddlewareMixin):
    """Choose the content security policy: Wagtail's screens need more than a public page may have.

    A public page may use its inline parts by hash (the first styles, the quick exit,
    the cookie choice) and the operator's statistics, if there are any. Nothing in it
    depends on what editors wrote.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if is_admin_address(request):
            policy = settings.ADMIN_CSP
        elif response.get("Content-Type", "").startswith("text/html"):
            policy = _public_policy()
            if getattr(request, "is_preview", False):
                # The editor shows the preview in a frame.
                policy["frame-ancestors"] = settings.ADMIN_CSP["frame-ancestors"]
        else:
            return response
        return csp_override(policy)(lambda request: response)(request)


class BrowserFeaturesMiddleware(MiddlewareMixin):
    """Forbid what no page of ours needs, and other sites to load our pages and files as parts of theirs."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the response with both policies.

        Open data is for scripts of any site.
        """
        is_open = response.get("Access-Control-Allow-Origin") == "*"
        policy = "cross-origin" if is_open else "same-origin"
        response.setdefault("Cross-Origin-Resource-Policy", policy)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


MOST_ROWS = 200
"""Rows of one kind, such as actions, that a form of the CMS may claim to have."""
UNREADABLE = (
    ValueError,
    OverflowError,
    DataError,
    InvalidPage,
    MultiValueDictKeyError,
    NoReverseMatch,
)
"""What Wagtail's views raise over a parameter that is missing, is no number or is too large."""


def _is_too_many(rows: str) -> bool:
    return rows.isdecimal() and (len(rows) > 4 or int(rows) > MOST_ROWS)


def _is_about_input(exception: Exception) -> bool:
    # Wagtail's search on SQLite fails on a quotation mark.
    if isinstance(exception, OperationalError):
        return is_refused_by_sqlite(exception) and tables_fit()
    return isinstance(exception, UNREADABLE)


class ErrorsMiddleware(MiddlewareMixin):
    """Answer in the site's design what views do not: maintenance, outages, refusals and unreadable input."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Return the maintenance page if ``MAINTENANCE`` is set; health checks and the colour still come."""
        if not settings.MAINTENANCE or request.path.startswith(
            ("/healthz", "/readyz", "/brand/")
        ):
            return None
        return _unavailable(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuse a form with too many rows: Django makes all that it claims, each with its own editors."""
        if request.method != "POST" or not is_admin_address(request):
            return None
        for name, values in request.POST.lists():
            if name.endswith("-TOTAL_FORMS") and any(map(_is_too_many, values)):
                problem = f"A form may have at most {MOST_ROWS} rows of one kind."
                return bad_request(request, BadRequest(problem))
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Return the answer to a refusal, to input that the CMS cannot read, or while something is away."""
        if answer := answer_refusal(request, exception):
            return answer
        if is_admin_address(request) and _is_about_input(exception):
            return bad_request(request, exception)
        if is_refused_by_sqlite(exception) and not tables_fit():
            return tables_changed()
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        DATABASE.note_failure(exception)
        return _unavailable(request)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: to a reader who sent feedback with the form and all that they typed."""
    sends_feedback = request.method == "POST" and request.path == reverse(
        "feedback_send"
    )
    if sends_feedback:
        return feedback_unavailable(request)
    return maintenance_page(request)

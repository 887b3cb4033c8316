"""``/.well-known/security.txt`` (RFC 9116): whom to tell of a weakness, and until when that holds."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from pages.core.cache_policy import public_view

HOLDS = timedelta(days=180)
"""How long it holds from today; its file is made anew each midnight, with an edition."""


@public_view
def serve(request: HttpRequest) -> HttpResponse:
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.localdate() + HOLDS}T23:59:59Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{request.path}",
    ]
    return HttpResponse(
        "\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"
    )

"""``/.well-known/security.txt`` (RFC 9116): whom to tell of a weakness, and until when that holds."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from pages.core.cache_policy import public_view

CONTACT_SCHEMES = ("mailto:", "https://", "tel:")
HOLDS = timedelta(days=180)
"""How long it holds from today; its file is made anew each midnight, with an edition."""


@register(Tags.security)
def check_security_txt(**_options: Any) -> list[CheckMessage]:
    """Refuse a contact that is no address."""
    if not settings.SECURITY_CONTACT or settings.SECURITY_CONTACT.startswith(CONTACT_SCHEMES):
        return []
    hint = "Start it with mailto:, https:// or tel:."
    return [Error("SECURITY_CONTACT is no address.", hint=hint, id="site_config.E001")]


@public_view
def serve(request: HttpRequest) -> HttpResponse:
    if not settings.SECURITY_CONTACT or check_security_txt():
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.localdate() + HOLDS}T23:59:59Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

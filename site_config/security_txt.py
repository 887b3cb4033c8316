"""``/.well-known/security.txt`` (RFC 9116): whom to tell of a weakness, and until when that holds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http import Http404, HttpRequest, HttpResponse

from pages.core.cache_policy import public_view

CONTACT_SCHEMES = ("mailto:", "https://", "tel:")
LONGEST = timedelta(days=366)
"""RFC 9116 recommends less than a year, so that nobody reads an address that is no longer right."""


def expiry_day() -> date | None:
    try:
        return date.fromisoformat(settings.SECURITY_EXPIRES)
    except ValueError:
        return None


@register(Tags.security)
def check_security_txt(**_options: Any) -> list[CheckMessage]:
    """Refuse a wrong contact or date, and warn of a date that has passed or is far away."""
    if not settings.SECURITY_CONTACT and not settings.SECURITY_EXPIRES:
        return []
    found: list[CheckMessage] = []
    if not settings.SECURITY_CONTACT.startswith(CONTACT_SCHEMES):
        hint = "Start it with mailto:, https:// or tel:."
        found.append(Error("SECURITY_CONTACT is no address.", hint=hint, id="site_config.E001"))
    day, today = expiry_day(), datetime.now(UTC).date()
    if not day:
        hint = "Write it like 2027-03-31."
        found.append(Error("SECURITY_EXPIRES is no date.", hint=hint, id="site_config.E002"))
    elif day < today:
        message = f"SECURITY_EXPIRES has passed on {day}: security.txt is not served."
        found.append(Warning(message, hint="Check the contact and set a new date.", id="site_config.W001"))
    elif day > today + LONGEST:
        message = "SECURITY_EXPIRES is more than a year away."
        found.append(Warning(message, hint="Choose a day within a year.", id="site_config.W002"))
    return found


@public_view
def serve(request: HttpRequest) -> HttpResponse:
    if any(isinstance(each, Error) or each.id == "site_config.W001" for each in check_security_txt()):
        raise Http404
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {settings.SECURITY_EXPIRES}T23:59:59Z",
        "Preferred-Languages: en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

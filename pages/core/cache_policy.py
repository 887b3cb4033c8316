"""Who may keep the responses of a view or page type.

Every view and page type declares its policy.
"""

from collections.abc import Callable
from enum import Enum

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse

WAGTAIL_PAGE_ROUTE = "wagtail_serve"


class CachePolicy(Enum):
    """Who may keep the responses of an address."""

    PUBLIC = "public"
    """The same for every reader.

    Caches keep it, unless the address has query parameters.
    """
    PRIVATE = "private"
    """For one reader only. Nobody keeps it."""
    FILE = "file"
    """An uploaded file. Browsers keep it and revalidate before each use."""
    FORM_PART = "form part"
    """What is the same in many forms of the CMS.

    The browser of a signed-in person keeps it: another content has another address.
    """
    HEALTH = "health"
    """True only at this moment. Nobody keeps it."""


def _policy_decorator(policy: CachePolicy) -> Callable[[Callable], Callable]:
    def set_policy(view: Callable) -> Callable:
        view.cache_policy = policy  # type: ignore[attr-defined]
        return view

    return set_policy


public_view = _policy_decorator(CachePolicy.PUBLIC)
private_view = _policy_decorator(CachePolicy.PRIVATE)
file_view = _policy_decorator(CachePolicy.FILE)
form_part_view = _policy_decorator(CachePolicy.FORM_PART)
health_view = _policy_decorator(CachePolicy.HEALTH)

WAGTAIL_PASSWORD_FORMS = ("_util/", "documents/authenticate_with_password/")
"""Routes on which Wagtail asks for the password of a page or collection."""


def cache_policy_of_request(
    match: ResolverMatch | None, request: HttpRequest | None = None
) -> CachePolicy | None:
    """Return the policy of what served ``request``, or of a redirect; ``None`` if it declares none."""
    if match is None:
        return CachePolicy.PUBLIC
    if match.url_name == WAGTAIL_PAGE_ROUTE:
        page_type = getattr(request, "served_page_type", None)
        if page_type:
            return getattr(page_type, "cache_policy", None)
        return CachePolicy.PUBLIC
    declared: CachePolicy | None = getattr(match.func, "cache_policy", None)
    if declared is CachePolicy.FORM_PART:
        return declared
    if match.route.startswith(
        (reverse("wagtailadmin_home").lstrip("/"), *WAGTAIL_PASSWORD_FORMS)
    ):
        return CachePolicy.PRIVATE
    return declared

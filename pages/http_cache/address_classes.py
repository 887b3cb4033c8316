"""The classes of addresses: who may keep what they answer. Every view says its class."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.urls import ResolverMatch, reverse
from wagtail.models import Page

from pages.core.addresses import WAGTAIL_PAGES


class AddressClass(Enum):
    """Who may keep the answers of an address."""

    PUBLIC = "public"
    """The same for everybody. Stores keep it, unless the address asks for something (its query)."""
    PRIVATE = "private"
    """For whoever asked, and kept nowhere."""
    FILE = "file"
    """An uploaded file: readers keep it, and ask again before they show it."""
    HEALTH = "health"
    """Of the moment."""


def _marked(address_class: AddressClass) -> Callable[[Callable], Callable]:
    def mark(view: Callable) -> Callable:
        view.address_class = address_class  # type: ignore[attr-defined]
        return view

    return mark


public = _marked(AddressClass.PUBLIC)
private = _marked(AddressClass.PRIVATE)
file = _marked(AddressClass.FILE)
health = _marked(AddressClass.HEALTH)

WAGTAILS_FORMS = ("_util/", "documents/authenticate_with_password/")
"""Where Wagtail asks for a password."""


def class_of(match: ResolverMatch | None, request: Any = None) -> AddressClass | None:
    """Return the class of the address that ``match`` found; ``None`` if nobody gave it one.

    A page's is that of its type. Where nothing is, there may be a redirect, the same for everybody.
    """
    if match is None:
        return AddressClass.PUBLIC
    if match.url_name == WAGTAIL_PAGES:
        page_type = getattr(request, "served_page_type", None)
        return class_of_page_type(page_type) if page_type else AddressClass.PUBLIC
    if match.route.startswith((reverse("wagtailadmin_home").lstrip("/"), *WAGTAILS_FORMS)):
        return AddressClass.PRIVATE
    return getattr(match.func, "address_class", None)


def class_of_page_type(model: type[Page]) -> AddressClass | None:
    """Return the class of the pages of ``model``."""
    return getattr(model, "address_class", None)

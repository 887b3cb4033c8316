"""Reads pages of any of our types, each as its own, in one query; Wagtail takes another for each type."""

from functools import cache
from typing import Any

from django.apps import apps
from wagtail.models import Page
from wagtail.query import PageQuerySet


def as_own_types(pages: PageQuerySet) -> list[Any]:
    """Return ``pages``, the highest first, each as its own type."""
    return [_as_own_type(page) for page in pages.order_by("path").select_related(*_names())]


@cache
def _names() -> tuple[str, ...]:
    """Return the names under which a page leads to itself as one of our types."""
    from .models import BasePage

    types: list[Any] = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return tuple(model._meta.pk.remote_field.get_accessor_name() for model in types)


def _as_own_type(page: Any) -> Page:
    own = next((getattr(page, name) for name in _names() if hasattr(page, name)), None) or page.specific
    own.is_restricted = getattr(page, "is_restricted", None)
    return own

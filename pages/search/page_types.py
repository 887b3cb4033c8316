"""The types of pages that readers tell apart."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models


class SearchType(NamedTuple):
    """What pages of a type are called; a page class names its own in ``search_type``."""

    slug: str
    one: str
    many: str


OTHER = SearchType("other", "other page", "other pages")
"""Pages whose class says nothing."""


def types_by_content_type() -> dict[int, SearchType]:
    """Return the type of pages of each content type, by its key."""
    content_types = ContentType.objects.get_for_models(*get_page_models())
    return {each.pk: getattr(model, "search_type", OTHER) for model, each in content_types.items()}


def all_types() -> list[SearchType]:
    """Return every type once: those that page classes name, then the others."""
    named = {getattr(model, "search_type", OTHER) for model in get_page_models()} - {OTHER}
    return [*sorted(named, key=lambda each: each.many, reverse=True), OTHER]

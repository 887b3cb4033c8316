"""The types of pages that readers can tell apart in search results."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models


class SearchPageType(NamedTuple):
    """What readers call pages of one type. A page class names its type in ``search_type``."""

    slug: str
    singular: str
    plural: str


OTHER_PAGES = SearchPageType("other", "other page", "other pages")
"""The type of pages whose class names none."""


def search_types_by_content_type() -> dict[int, SearchPageType]:
    """Return the search type of each content type, by the key of the content type."""
    content_types = ContentType.objects.get_for_models(*get_page_models())
    return {each.pk: getattr(model, "search_type", OTHER_PAGES) for model, each in content_types.items()}


def all_search_types() -> list[SearchPageType]:
    """Return every search type once, ``OTHER_PAGES`` last."""
    named_types = {getattr(model, "search_type", OTHER_PAGES) for model in get_page_models()} - {OTHER_PAGES}
    return [*sorted(named_types, key=lambda each: each.plural, reverse=True), OTHER_PAGES]

"""The types of pages that readers can tell apart in search results, and the entries of pages of each."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, QuerySet
from wagtail.models import get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from pages.core.page_visibility import pages_with_outer_object_id


class SearchPageType(NamedTuple):
    """What readers call pages of one type. A page class names its type in ``search_type``."""

    slug: str
    singular: str
    plural: str


OTHER_PAGES = SearchPageType("other", "other page", "other pages")
"""The type of pages whose class names none."""


def search_types_by_content_type() -> dict[int, SearchPageType]:
    content_types = ContentType.objects.get_for_models(*get_page_models())
    return {each.pk: getattr(model, "search_type", OTHER_PAGES) for model, each in content_types.items()}


def all_search_types() -> list[SearchPageType]:
    """Return every search type once, ``OTHER_PAGES`` last."""
    named_types = {getattr(model, "search_type", OTHER_PAGES) for model in get_page_models()} - {OTHER_PAGES}
    return [*sorted(named_types, key=lambda each: each.plural, reverse=True), OTHER_PAGES]


def content_types_that_lead() -> list[int]:
    """Return the content types of pages that come before others which match a query as well."""
    leading = [model for model in get_page_models() if getattr(model, "leads_in_search", False)]
    return [each.pk for each in ContentType.objects.get_for_models(*leading).values()]


class FoundPage(NamedTuple):
    """A page that matches a query."""

    page_id: int
    content_type_id: int


def index_entries_of_pages(pages: PageQuerySet) -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(
        Exists(pages_with_outer_object_id(pages)), content_type__in=list(search_types_by_content_type())
    )


def index_entries_of_found_pages(found_pages: Iterable[FoundPage]) -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(
        content_type__in=list(search_types_by_content_type()),
        object_id__in=[str(each.page_id) for each in found_pages],
    )

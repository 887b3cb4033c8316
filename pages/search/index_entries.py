"""Queries for the entries of pages in Wagtail's search index."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, QuerySet
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from pages.core.page_visibility import pages_with_outer_object_id

from .page_types import search_types_by_content_type


class FoundPage(NamedTuple):
    """A page that matches a query."""

    page_id: int
    content_type_id: int


def index_entries_of_pages(pages: PageQuerySet) -> QuerySet[IndexEntry]:
    """Return the index entries of ``pages``."""
    return IndexEntry.objects.filter(
        Exists(pages_with_outer_object_id(pages)), content_type__in=list(search_types_by_content_type())
    )


def index_entries_of_found_pages(found_pages: Iterable[FoundPage]) -> QuerySet[IndexEntry]:
    """Return the index entries of ``found_pages``."""
    return IndexEntry.objects.filter(
        content_type__in=list(search_types_by_content_type()),
        object_id__in=[str(each.page_id) for each in found_pages],
    )

"""Wagtail's index, as far as it tells of given pages."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, QuerySet
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from pages.core.public import of_row

from .page_types import types_by_content_type


class Found(NamedTuple):
    """A page that was found."""

    page_id: int
    content_type_id: int


def entries_of(pages: PageQuerySet) -> QuerySet[IndexEntry]:
    """Return the entries of ``pages``."""
    return IndexEntry.objects.filter(Exists(of_row(pages)), content_type__in=list(types_by_content_type()))


def entries_of_found(found: Iterable[Found]) -> QuerySet[IndexEntry]:
    """Return the entries of what was ``found``."""
    return IndexEntry.objects.filter(
        content_type__in=list(types_by_content_type()), object_id__in=[str(each.page_id) for each in found]
    )

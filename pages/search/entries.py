"""Wagtail's index, as far as it tells of given pages."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from .page_types import types_by_content_type


class Found(NamedTuple):
    """A page that was found."""

    page_id: int
    content_type_id: int


def entries_of(pages: PageQuerySet) -> QuerySet[IndexEntry]:
    """Return the entries of ``pages``, which is asked for each entry: PostgreSQL finds few of them."""
    page = pages.order_by().filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    return IndexEntry.objects.filter(Exists(page), content_type__in=list(types_by_content_type()))


def entries_of_found(found: Iterable[Found]) -> QuerySet[IndexEntry]:
    """Return the entries of what was ``found``."""
    return IndexEntry.objects.filter(
        content_type__in=list(types_by_content_type()), object_id__in=[str(each.page_id) for each in found]
    )

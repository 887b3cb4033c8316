"""Keeps Wagtail's search index up to date, and finds the entries of pages in it.

Wagtail indexes a page while it is being saved, before its child rows are stored, and would miss changes to
them. So page classes turn that off (``search_auto_update``) and call ``reindex_page`` at the end of ``save``.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend

BATCH_SIZE = 200
_waiting: ContextVar[defaultdict[type[Page], set[int]] | None] = ContextVar("waiting", default=None)
"""The keys of the pages that ``index_at_end`` indexes, by their class."""


def reindex_page(page: Page) -> None:
    """Index ``page`` as it is stored. The object in memory may hold a draft."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting[type(page)].add(page.pk)
        return
    index.insert_or_update_object(type(page).get_indexed_objects().get(pk=page.pk))


@contextmanager
def index_at_end() -> Iterator[None]:
    """Index the pages that the block saves at its end, which for many pages takes little longer."""
    waiting: defaultdict[type[Page], set[int]] = defaultdict(set)
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, keys in waiting.items():
        reindex_pages(model.objects.filter(pk__in=keys))


def reindex_pages(pages: QuerySet) -> None:
    """Index all ``pages``, which must be of one class."""
    backend = get_search_backend()
    keys = list(pages.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH_SIZE):
        batch = list(pages.model.get_indexed_objects().filter(pk__in=keys[start : start + BATCH_SIZE]))
        _share_pages_above(batch)
        backend.add_bulk(pages.model, batch)


def _share_pages_above(pages: list[Any]) -> None:
    """Read the pages above once for all pages beside each other: entries name them."""
    first_beside: dict[str, Any] = {}
    for page in pages:
        first = first_beside.setdefault(page.path[: -page.steplen], page)
        page.pages_above = first.pages_above


def remove_stale_words() -> None:
    """Remove from SQLite's indexes the words that no page contains any more.

    SQLite keeps them for a while, which is too long for redacted words. PostgreSQL keeps none after its
    ordinary vacuum.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_stems", "wagtailsearch_indexentry_fts"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def connect() -> None:
    """Listen to the deletion of pages."""
    post_delete.connect(
        _remove_words_of_deleted_page, sender=Page, dispatch_uid="remove_words_of_deleted_page"
    )


def _remove_words_of_deleted_page(sender: type[Page], **kwargs: Any) -> None:
    remove_stale_words()

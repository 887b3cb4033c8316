"""Keeps Wagtail's search index up to date, and finds the entries of pages in it.

Wagtail indexes a page while it is being saved, before its child rows are stored, and would miss changes to
them. So page classes turn that off (``search_auto_update``) and call ``reindex_page`` at the end of ``save``.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend

BATCH_SIZE = 200


def reindex_page(page: Page) -> None:
    """Index ``page`` as it is stored. The object in memory may hold a draft."""
    index.insert_or_update_object(type(page).get_indexed_objects().get(pk=page.pk))


def reindex_pages(pages: QuerySet) -> None:
    """Index all ``pages``, which must be of one class."""
    backend = get_search_backend()
    keys = list(pages.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH_SIZE):
        batch = pages.model.get_indexed_objects().filter(pk__in=keys[start : start + BATCH_SIZE])
        backend.add_bulk(pages.model, batch)


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

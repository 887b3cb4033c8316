"""Keeps Wagtail's index in step with what is stored.

Wagtail indexes a page in the midst of its saving, before the rows that belong to it are there, and would miss
what changed in them. So page classes turn that off (``search_auto_update``) and call this at the end.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend

AT_ONCE = 200
"""Pages that are indexed together."""


def reindex(page: Any) -> None:
    """Index ``page`` as it is stored: the object that is being saved may hold a draft."""
    index.insert_or_update_object(type(page).get_indexed_objects().get(pk=page.pk))


def reindex_all(pages: QuerySet) -> None:
    """Index all ``pages``, which are of one class."""
    backend = get_search_backend()
    keys = list(pages.values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        some = pages.model.get_indexed_objects().filter(pk__in=keys[first : first + AT_ONCE])
        backend.add_bulk(pages.model, some)


@receiver(post_delete, sender=Page, dispatch_uid="forget_the_words_of_a_deleted_page")
def forget_words_of_deleted(sender, **kwargs):
    """Take the words of a deleted page out of the indexes."""
    forget_replaced_words()


def forget_replaced_words() -> None:
    """Take the words that no page has any more out of SQLite's indexes, which keep them for a while.

    For words that must be nowhere; PostgreSQL keeps none beyond its ordinary vacuum.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_stems", "wagtailsearch_indexentry_fts"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608

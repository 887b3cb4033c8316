"""Removes the words of deleted pages from the search index."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page

from .indexing import remove_stale_words


def connect() -> None:
    """Listen to the deletion of pages."""
    post_delete.connect(
        _remove_words_of_deleted_page, sender=Page, dispatch_uid="remove_words_of_deleted_page"
    )


def _remove_words_of_deleted_page(sender: type[Page], **kwargs: Any) -> None:
    remove_stale_words()

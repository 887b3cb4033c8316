"""Whose text a copied page holds.

Wagtail copies the revisions of a page with those who saved them, who may have written nothing of what the
copy says by now. Its authors are whoever copies the page and whoever wrote what was not yet public of it.
"""

from functools import wraps

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction

from .authors import add_authors, authors_since_publication


def know_authors() -> None:
    """Wrap Wagtail's method, which copies one page, and by itself those below."""
    CopyPageAction._copy_page = _copy(CopyPageAction._copy_page)


def _copy(copy_page):
    @wraps(copy_page)
    @transaction.atomic
    def copied(action, page, *args, **options):
        authors = authors_since_publication(page)
        if action.user:
            authors.add(action.user.pk)
        copy = copy_page(action, page, *args, **options)
        if revision := copy.get_latest_revision():
            add_authors(copy, authors, revision)
        return copy

    return copied

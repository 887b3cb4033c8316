"""Indexes references once a page, not again for each child row, as Wagtail does by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Page, ReferenceIndex


def _are_updates_off() -> bool:
    from wagtail import signal_handlers  # it imports models, so the apps must be loaded

    return getattr(signal_handlers.reference_index_auto_update_disabled, "value", False)


@contextmanager
def no_reference_updates() -> Iterator[None]:
    """Index no references of what the block saves."""
    from wagtail import signal_handlers

    if _are_updates_off():
        yield  # Wagtail would turn them on again at the end of this block
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield


def update_references(page: Page) -> None:
    """Index the references of ``page``, which is stored as it is here, unless updates are off."""
    if not _are_updates_off():
        with transaction.atomic(savepoint=False):
            ReferenceIndex.create_or_update_for_object(page)

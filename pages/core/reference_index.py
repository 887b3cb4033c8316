"""Indexes references once a page, not again for each child row, as Wagtail does by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import Page


@contextmanager
def update_reference_index_once(page: Page | None) -> Iterator[None]:
    """Index the references of ``page``, or none, at the end, unless updates are off already."""
    from wagtail import signal_handlers  # it imports models, so the apps must be loaded

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    if page:
        signal_handlers.update_reference_index_on_save(page)

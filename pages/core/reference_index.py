"""Updates Wagtail's index of references once for each page that is saved.

By itself Wagtail goes through the whole page again for every child row that is saved with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import Page


@contextmanager
def update_reference_index_once(page: Page | None) -> Iterator[None]:
    """Index the references of ``page`` at the end of the block, which saves it; with ``None``, none at all.

    If automatic updates are turned off already, they stay off.
    """
    from wagtail import signal_handlers  # it imports models, so the apps must be loaded

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    if page:
        signal_handlers.update_reference_index_on_save(page)

"""Wagtail's index of what refers to what, written once for each page that is saved.

By itself Wagtail goes through a whole page again with every row that belongs to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def noted_once(page: Any) -> Iterator[None]:
    """Note what ``page`` refers to when it has been saved inside, unless somebody turned that off."""
    from wagtail import signal_handlers  # which needs all models

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    signal_handlers.update_reference_index_on_save(page)

"""Records what a response shows while it is built, and when time alone will change it.

Rendering code calls ``record_shown_keys`` and ``record_next_change``; outside a recording they do nothing.
Every page, image, document, organisation and site that is loaded as an object is recorded automatically. What
is read as plain values, and every list to which something could be added, must be recorded by hand:
``record_shown_keys(below_key(page.pk))``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init
from django.utils import timezone

from . import keys

MAX_PAGE_KEYS = 100
"""A response that shows more pages is purged when any page changes, because keys travel in a header."""

_current_record: ContextVar["ResponseRecord | None"] = ContextVar("response_record", default=None)


@dataclass
class ResponseRecord:
    """What one response shows, and when time alone changes it."""

    other_keys: set[str] = field(default_factory=set)
    page_paths: dict[int, str | None] = field(default_factory=dict)
    """The tree path of each shown page by its key; ``None`` if the path was not loaded."""
    next_change: datetime | None = None
    last_change: datetime | None = None
    depends_on_reader: bool = False
    started_at: datetime = field(default_factory=timezone.now)

    def record_next_change(self, moment: datetime) -> None:
        """Record that the response changes at ``moment``, which is in the future."""
        self.next_change = min(filter(None, [self.next_change, moment]))

    def record_last_change(self, moment: datetime) -> None:
        """Record that the response changed at ``moment``, which is in the past."""
        self.last_change = max(filter(None, [self.last_change, moment]))

    @property
    def keys(self) -> set[str]:
        """All keys of the response. The key of a list over a subtree covers the pages in that subtree."""
        listed_subtrees = [
            path for pk, path in self.page_paths.items() if path and keys.below_key(pk) in self.other_keys
        ]
        page_keys = {
            keys.page_key(pk)
            for pk, path in self.page_paths.items()
            if not any(path and path != root and path.startswith(root) for root in listed_subtrees)
        }
        if len(page_keys) > MAX_PAGE_KEYS:
            page_keys = {keys.PAGES}
        other_keys = self.other_keys
        if keys.ORGANISATIONS in other_keys:
            other_keys = {key for key in other_keys if not key.startswith(keys.organisation_key(""))}
        return {keys.EVERYTHING, *page_keys, *other_keys}


@contextmanager
def record_response() -> Iterator[ResponseRecord]:
    """Record what is shown within the block."""
    record = ResponseRecord()
    token = _current_record.set(record)
    try:
        yield record
    finally:
        _current_record.reset(token)


def current_record() -> ResponseRecord | None:
    """Return the record of the response that is being built; ``None`` outside a recording."""
    return _current_record.get()


def record_shown_keys(*shown_keys: str) -> None:
    """Record that the current response shows what ``shown_keys`` stand for."""
    if record := _current_record.get():
        record.other_keys.update(shown_keys)


def record_next_change(moment: datetime) -> None:
    """Record that time alone changes the current response at ``moment``, which is in the future."""
    if record := _current_record.get():
        record.record_next_change(moment)


def record_last_change(moment: datetime) -> None:
    """Record that time alone changed the current response at ``moment``, which is in the past."""
    if record := _current_record.get():
        record.record_last_change(moment)


def record_reader_dependence() -> None:
    """Record that the current response may differ from reader to reader."""
    if record := _current_record.get():
        record.depends_on_reader = True


def record_instances_of(model: type[Model], key_for: Callable[[Any], str]) -> None:
    """From now on, record each instance of ``model`` that is loaded, by ``key_for(primary key)``."""

    def record_instance(sender: type[Model], instance: Model, **kwargs: Any) -> None:
        record = _current_record.get()
        if record is not None and instance.pk:
            record.other_keys.add(key_for(instance.pk))

    uid = f"shown_{model._meta.label_lower}"
    post_init.connect(record_instance, sender=model, weak=False, dispatch_uid=uid)

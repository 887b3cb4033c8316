"""Who may write to what the public sees: code that has looked at the approvals, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError

from pages.moderation.records.decision import label_of

_permitted: ContextVar[frozenset[tuple[str, str]]] = ContextVar("permitted", default=frozenset())
EVERYTHING = ("", "")


class PublicationRefusedError(ValidationError):
    """Something would go live, change or go away without the approvals that it needs."""


@contextmanager
def permitted(*objects: Any) -> Iterator[None]:
    """Let the code inside write the live rows of ``objects``; without any, every live row."""
    keys = {(label_of(each), str(each.pk)) for each in objects} or {EVERYTHING}
    token = _permitted.set(_permitted.get() | keys)
    try:
        yield
    finally:
        _permitted.reset(token)


def is_permitted(obj: Any) -> bool:
    """Tell whether the live row of ``obj`` may be written here and now."""
    return not _permitted.get().isdisjoint({EVERYTHING, (label_of(obj), str(obj.pk))})


def everything_permitted() -> bool:
    """Tell whether this is the loading of the first content, which nobody approves."""
    return EVERYTHING in _permitted.get()

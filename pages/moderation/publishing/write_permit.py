"""The permit without which no code can write a live row: only code that checked the approvals gives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from pages.moderation.records.decision import model_label

_permitted: ContextVar[frozenset[tuple[str, str]]] = ContextVar("permitted", default=frozenset())
EVERYTHING = ("", "")


class PublicationRefusedError(ValidationError):
    """Something would be published, changed or removed without the approvals that it needs."""


@contextmanager
def permitted(*objects: Model) -> Iterator[None]:
    """Let the code inside write the live rows of ``objects``; without any, every live row."""
    keys = {(model_label(obj), str(obj.pk)) for obj in objects} or {EVERYTHING}
    token = _permitted.set(_permitted.get() | keys)
    try:
        yield
    finally:
        _permitted.reset(token)


def is_permitted(obj: Model) -> bool:
    """Tell whether the code that runs now may write the live row of ``obj``."""
    return not _permitted.get().isdisjoint({EVERYTHING, (model_label(obj), str(obj.pk))})


def is_loading_first_content() -> bool:
    """Tell whether every live row may be written, as when the first content is loaded."""
    return EVERYTHING in _permitted.get()

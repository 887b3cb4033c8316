"""Looks up at once all pages and documents that the texts of an answer lead to.

Texts are put into HTML one by one, and each would ask for what it leads to by itself. Whoever shows several
tells which (``expect``); the first of them that leads anywhere asks for what all of them need.
"""

import copy
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Model, Value, When
from wagtail.documents import get_document_model
from wagtail.models import Page

from . import targets
from .delivery.keys import document_key, page_key
from .delivery.shown import shows
from .public import is_live_throughout

KEYS: dict[str, Callable[[int], str]] = {"page": page_key, "document": document_key}


@dataclass
class Lookup:
    """What is known by now of what the texts of one answer lead to."""

    expected: list[Model] = field(default_factory=list)
    found: dict[targets.Target, Any] = field(default_factory=dict)

    def find(self, kind: str, stored: Iterable[Any]) -> list[Any]:
        """Return an object of its own for each key that is stored, or ``None``."""
        keys = [targets.key_in(each) for each in stored]
        asked = {(kind, key) for key in keys if key}
        # Of what there is not, or nobody can get to, too: it may be published tomorrow.
        shows(*(KEYS[kind](key) for _, key in asked))
        if not asked <= self.found.keys():
            self._look_up(asked | targets.of_objects(self.expected))
            self.expected.clear()
        return [copy.copy(self.found[kind, key]) if key else None for key in keys]

    def _look_up(self, wanted: set[targets.Target]) -> None:
        missing = wanted - self.found.keys()
        for kind, find in (("page", _pages), ("document", _documents)):
            if keys := {key for each, key in missing if each == kind}:
                objects = find(keys)
                self.found.update({(kind, key): objects.get(key) for key in keys})


_lookup: ContextVar[Lookup | None] = ContextVar("lookup", default=None)


def _pages(keys: Iterable[int]) -> dict[int, Page]:
    """Return the pages, each with whether readers can get there."""
    can_be_read = Case(When(is_live_throughout(), then=Value(True)), default=Value(False))
    return Page.objects.annotate(can_be_read=can_be_read).in_bulk(keys)


def _documents(keys: Iterable[int]) -> dict[int, Any]:
    return get_document_model().objects.in_bulk(keys)


def expect(*objects: Model) -> None:
    """Tell that the texts of ``objects`` are about to be shown."""
    if lookup := _lookup.get():
        lookup.expected += objects


def know(kind: str, objects: dict[int, Any]) -> None:
    """Look up no more what was looked up already, with ``can_be_read`` if these are pages."""
    if lookup := _lookup.get():
        lookup.found.update({(kind, key): each for key, each in objects.items()})


def pages(stored: Iterable[Any]) -> list[Any]:
    """Return the page for each key that is stored, or ``None``; ``can_be_read`` tells if readers may."""
    return (_lookup.get() or Lookup()).find("page", stored)


def documents(stored: Iterable[Any]) -> list[Any]:
    """Return the document for each key that is stored, or ``None``."""
    return (_lookup.get() or Lookup()).find("document", stored)


class LookupMiddleware:
    """Keeps what is found until the answer is made."""

    def __init__(self, get_response):
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request):
        """Return the answer."""
        token = _lookup.set(Lookup())
        try:
            return self.get_response(request)
        finally:
            _lookup.reset(token)

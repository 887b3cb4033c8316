"""Looks up at once all pages and documents that the texts of an answer lead to.

Texts are put into HTML one by one, and each would ask for what it leads to by itself. Whoever shows several
tells which (``expect``); the first of them that leads anywhere asks for what all of them need.
"""

import copy
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, Model, QuerySet, Value, When
from wagtail.documents import get_document_model
from wagtail.models import Page

from . import targets
from .delivery.keys import document_key, page_key
from .delivery.shown import shows
from .public import is_live_throughout

KEYS: dict[str, Callable[[int], str]] = {"page": page_key, "document": document_key}
COLUMNS = ("kind", "id", "title", "text", "number", "path", "is_live", "can_be_read")
"""What is read of either kind."""


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
        keys = {kind: [key for each, key in missing if each == kind] for kind in targets.KINDS}
        can_be_read = Case(When(is_live_throughout(), then=Value(True)), default=Value(False))
        found = read(
            Page.objects.filter(pk__in=keys["page"]).annotate(can_be_read=can_be_read),
            get_document_model().objects.filter(pk__in=keys["document"]),
        )
        self.found.update({each: found.get(each) for each in missing})


_lookup: ContextVar[Lookup | None] = ContextVar("lookup", default=None)


def read(pages: QuerySet, documents: QuerySet) -> dict[targets.Target, Any]:
    """Return ``pages``, each with ``can_be_read``, and ``documents`` in one query.

    Of each no more is read than what leads there.
    """
    own = {"kind": Value("page"), "text": F("url_path"), "number": F("depth"), "is_live": F("live")}
    rows = pages.order_by().annotate(**own).values_list(*COLUMNS, named=True)
    own = {"kind": Value("document"), "text": F("file"), "number": F("file_size"), "is_live": Value(True)}
    empty = {"path": Value(""), "can_be_read": Value(True)}
    others = documents.order_by().annotate(**own, **empty).values_list(*COLUMNS, named=True)
    made = {"page": _page, "document": _document}
    return {(row.kind, row.id): made[row.kind](row) for row in rows.union(others, all=True)}


def _page(row: Any) -> Page:
    fields = {"url_path": row.text, "depth": row.number, "path": row.path, "live": row.is_live}
    page = _with(Page, id=row.id, title=row.title, **fields)
    page.can_be_read = row.can_be_read
    return page


def _document(row: Any) -> Any:
    return _with(get_document_model(), id=row.id, title=row.title, file=row.text, file_size=row.number)


def _with(model: Any, **read: Any) -> Any:
    """Return an object of which ``read`` alone is known; what else is asked for takes a query of its own."""
    names = [each.attname for each in model._meta.concrete_fields if each.attname in read]
    return model.from_db(None, names, [read[name] for name in names])


def expect(*objects: Model) -> None:
    """Tell that the texts of ``objects`` are about to be shown."""
    if lookup := _lookup.get():
        lookup.expected += objects


def know(found: dict[targets.Target, Any]) -> None:
    """Look up no more what was looked up already, with ``can_be_read`` if these are pages."""
    if lookup := _lookup.get():
        lookup.found.update(found)


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

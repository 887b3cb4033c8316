"""Looks up at once all pages and documents that the texts of an answer lead to.

Texts are put into HTML one by one, and each would ask for what it leads to by itself. Whoever shows several
tells which (``expect``); the first of them that leads anywhere asks for what all of them need.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.models import Page

from pages.core import stored_links
from pages.core.public import paths_of_drafts
from pages.http_cache.keys import document_key, page_key
from pages.http_cache.recording import shows


@dataclass
class Lookup:
    """What is known by now of what the texts of one answer lead to."""

    expected: list[Model] = field(default_factory=list)
    found: dict[stored_links.Target, Any] = field(default_factory=dict)

    def find(self, kind: str, stored: Iterable[Any]) -> list[Any]:
        """Return the page or document for each key that is stored, or ``None``."""
        keys = [stored_links.key_in(each) for each in stored]
        asked = {(kind, key) for key in keys if key}
        # Of what there is not, or nobody can get to, too: it may be published tomorrow.
        key_of = page_key if kind == "page" else document_key
        shows(*(key_of(key) for _, key in asked))
        if not asked <= self.found.keys():
            self._look_up(asked | stored_links.of_objects(self.expected))
            self.expected.clear()
        return [self.found[kind, key] if key else None for key in keys]

    def _look_up(self, wanted: set[stored_links.Target]) -> None:
        missing = wanted - self.found.keys()
        pages = _pages({key for kind, key in missing if kind == "page"})
        documents = get_document_model().objects.in_bulk({key for kind, key in missing if kind == "document"})
        for kind, key in missing:
            self.found[kind, key] = (pages if kind == "page" else documents).get(key)


def _pages(keys: set[int]) -> dict[int, Page]:
    """Return the pages with ``keys``; ``can_be_read`` tells whether they and all above them are live."""
    pages = Page.objects.only("title", "path", "depth", "url_path", "live").in_bulk(keys)
    drafts = tuple(paths_of_drafts()) if pages else ()
    for page in pages.values():
        page.can_be_read = page.live and not page.path.startswith(drafts)
    return pages


_lookup: ContextVar[Lookup | None] = ContextVar("lookup", default=None)


def expect(*objects: Model) -> None:
    """Tell that the texts of ``objects`` are about to be shown."""
    if lookup := _lookup.get():
        lookup.expected += objects


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

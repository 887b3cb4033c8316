"""What page classes say to the search, and how Wagtail's search index is kept up to date.

Wagtail indexes a page while it is being saved, before its child rows are stored, and
would miss changes to them. So page classes turn that off (``search_auto_update``) and
call ``reindex_page`` at the end of ``save``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import batched
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from pages.core.page_visibility import pages_with_outer_object_id

from .parsed_query import short_forms_of


class SearchPageType(NamedTuple):
    """What readers call pages of one type.

    A page class names its type in ``search_type``.
    """

    slug: str
    singular: str
    plural: str


OTHER_PAGES = SearchPageType("other", "other page", "other pages")


def search_types_by_content_type() -> dict[int, SearchPageType]:
    content_types = ContentType.objects.get_for_models(*get_page_models())
    return {
        content_type.pk: getattr(model, "search_type", OTHER_PAGES)
        for model, content_type in content_types.items()
    }


def all_search_types() -> list[SearchPageType]:
    """Return every search type once, ``OTHER_PAGES`` last."""
    named_types = {
        getattr(model, "search_type", OTHER_PAGES) for model in get_page_models()
    } - {OTHER_PAGES}
    return [
        *sorted(named_types, key=lambda page_type: page_type.plural, reverse=True),
        OTHER_PAGES,
    ]


def content_types_that_lead() -> list[int]:
    """Return the content types of pages that come before others which match a query as well."""
    leading = [
        model for model in get_page_models() if getattr(model, "leads_in_search", False)
    ]
    return [
        content_type.pk
        for content_type in ContentType.objects.get_for_models(*leading).values()
    ]


class FoundPage(NamedTuple):
    """A page that matches a query."""

    page_id: int
    content_type_id: int


def index_entries_of_pages(pages: PageQuerySet) -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(
        Exists(pages_with_outer_object_id(pages)),
        content_type__in=list(search_types_by_content_type()),
    )


def index_entries_of_found_pages(
    found_pages: Iterable[FoundPage],
) -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(
        content_type__in=list(search_types_by_content_type()),
        object_id__in=[str(page.page_id) for page in found_pages],
    )


HIGHLIGHT_START = "\ue000"
HIGHLIGHT_END = "\ue001"
"""What the database puts around a matched word: private-use characters, which no text contains."""
HIGHLIGHTED = re.compile(
    f"{HIGHLIGHT_START}([^{HIGHLIGHT_START}{HIGHLIGHT_END}]*){HIGHLIGHT_END}"
)
HIDDEN_START = "\ue002"
HIDDEN_END = "\ue003"
"""What stands in the index around text that is found and not shown.

An excerpt may hold one of them alone.
"""
HIDDEN = re.compile(
    f"^[^{HIDDEN_START}{HIDDEN_END}]*{HIDDEN_END}|{HIDDEN_START}[^{HIDDEN_END}]*(?:{HIDDEN_END}|$)"
)
EXCERPT_WORDS = 32


class Excerpt(NamedTuple):
    """A title and a part of the text, with the database's highlight characters."""

    title: str
    text: str


def highlighted_html(text: str) -> SafeString:
    """Return ``text`` escaped, with its matched words in ``mark`` elements."""
    html = HIGHLIGHTED.sub(r"<mark>\1</mark>", escape(" ".join(text.split())))
    return SafeString(html.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, ""))


def excerpt_html(text: str) -> SafeString:
    text = HIDDEN.sub("", text).strip(" …·")
    plain_text = text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, "")
    before = "" if plain_text[:1].isupper() else "… "
    after = "" if plain_text[-1:] in ".!?" else " …"
    return highlighted_html(f"{before}{text}{after}") if plain_text else SafeString("")


class IndexedText(index.SearchField):
    """Text of a page.

    Its pieces are separated, so that an excerpt does not run them together.
    """

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        if isinstance(value, str) or not isinstance(value, Iterable):
            value = [value]
        sentences = []
        for piece in value:
            text = str(piece).strip()
            # Wagtail's blocks say "None" where nothing is stored.
            if text in {"", "None"}:
                continue
            if not text.endswith((".", "!", "?")):
                text = f"{text} ·"
            sentences.append(text)
        return " ".join(sentences)


class IndexedCode(IndexedText):
    """Text by which a page is found, but that excerpts do not show, such as an identifier."""

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        return f"{HIDDEN_START} {value} {HIDDEN_END}" if value else ""


class TypedInCMS(index.AutocompleteField):
    """Words by which the search of the CMS finds a page, and their short forms: “rec 7” as well."""

    def get_value(self, obj: Any) -> str:
        text = str(getattr(obj, self.field_name) or "")
        return " ".join([text, *short_forms_of(text)])


class IndexedHeading(index.SearchField):
    """Words that stand before the title and count as much, such as “Recommendation 7.1:”."""

    def __init__(self, attribute: str) -> None:
        """Take the words from ``attribute`` of the page.

        Wagtail recognises a title by the name "title".
        """
        super().__init__("title", boost=2)
        self.attribute = attribute

    def get_value(self, obj: Any) -> str:
        words = getattr(obj, self.attribute)
        return f"{words}:" if words else ""


BATCH_SIZE = 200
_waiting: ContextVar[defaultdict[type[Page], set[int]] | None] = ContextVar(
    "waiting", default=None
)
"""The keys of the pages that ``index_at_end`` indexes, by their class."""


def reindex_page(page: Page) -> Page | None:
    """Index ``page`` as it is stored, and return it so, or ``None`` if it is indexed later.

    The object in memory may hold a draft. One that its class does not index leaves the
    index.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting[type(page)].add(page.pk)
        return None
    stored = type(page).get_indexed_objects().filter(pk=page.pk).first()
    if stored:
        if "pages_above" in vars(page):
            stored.pages_above = page.pages_above
        index.insert_or_update_object(stored)
    else:
        index.remove_object(page)
    return stored


@contextmanager
def index_at_end() -> Iterator[None]:
    """Index the pages that the block saves at its end, which for many pages takes little longer."""
    waiting: defaultdict[type[Page], set[int]] = defaultdict(set)
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for model, keys in waiting.items():
        reindex_pages(model.objects.filter(pk__in=keys))


def reindex_pages(pages: QuerySet) -> None:
    """Index all ``pages``, which must be of one class."""
    backend = get_search_backend()
    for keys in batched(pages.values_list("pk", flat=True), BATCH_SIZE):
        batch = list(pages.model.get_indexed_objects().filter(pk__in=keys))
        first_beside: dict[str, Any] = {}
        for page in batch:
            # The pages above, which entries name, are read once for all pages beside
            # each other.
            page.pages_above = first_beside.setdefault(
                page.path[: -page.steplen], page
            ).pages_above
        backend.add_bulk(pages.model, batch)


@receiver(post_delete, sender=Page)
def remove_stale_words(**kwargs: Any) -> None:
    """Remove deleted and redacted words from SQLite's indexes, which keep them for a while."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_stems", "wagtailsearch_indexentry_fts"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608

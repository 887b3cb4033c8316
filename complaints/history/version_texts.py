"""Reads published versions as plain text, for comparisons, and stored texts for the data.

The fields are those of the model, so a new field needs nothing here. Snapshots of any
release can be read: what the present blocks and models do not know is left out.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from complaints.models import Organisation
from pages.content.blocks.dates import PartialDateBlock
from pages.core import stored_content
from pages.core.names import NOT_NAMED
from pages.core.page_visibility import pages_with_outer_object_id, public_pages
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.core.stored_content import (
    CONTAINERS,
    child_models,
    dict_of,
    list_of,
    parts_of,
)

NAMES_OF_HIDDEN = {
    "organisation": NOT_NAMED,
    "document": "a document that is no longer public",
    "page": "a page that is no longer public",
}


class ReferencedNames:
    """Looks up the names of organisations, and of documents and pages that texts link to.

    What is not public now has no name here: a version that refers to it must not tell
    it. Callers that read many texts announce their links (``expect``); the first
    look-up then finds all of them together.
    """

    def __init__(self) -> None:
        self._expected: set[stored_content.LinkTarget] = set()
        self._found: dict[stored_content.LinkTarget, str | None] = {}
        self._document_addresses: dict[int, str] = {}

    def expect(self, targets: Iterable[stored_content.LinkTarget]) -> None:
        """Look up ``targets`` too, as soon as anything is looked up."""
        self._expected.update(targets)

    def name_of(self, kind: str, key: object) -> str:
        """Return the name of what has this key: that it is not public, or nothing without a key."""
        if key in (None, "") or kind not in NAMES_OF_HIDDEN:
            return ""
        if kind == "organisation":
            name = self.organisations.get(str(key))
        else:
            name = self._public_title(kind, key)
        return NAMES_OF_HIDDEN[kind] if name is None else name

    def is_public(self, kind: str, key: object) -> bool:
        """Return True if anybody may read the ``document`` or ``page`` with this key."""
        return self._public_title(kind, key) is not None

    def document_address(self, key: object) -> str:
        if not self.is_public("document", key):
            return ""
        return self._document_addresses.get(int(str(key)), "")

    @cached_property
    def organisations(self) -> dict[str, str]:
        names = Organisation.objects.filter(live=True).values_list("pk", "name")
        return {str(key): name for key, name in names}

    def _public_title(self, kind: str, stored: object) -> str | None:
        key = stored_content.parse_key(stored)
        if key is None:
            return None
        if (kind, key) not in self._found:
            self._look_up(self._expected | {(kind, key)})
            self._expected.clear()
        return self._found[kind, key]

    def _look_up(self, wanted: set[stored_content.LinkTarget]) -> None:
        missing = wanted - self._found.keys()
        self._found.update(dict.fromkeys(missing))
        if keys := sorted(key for kind, key in missing if kind == "page"):
            titles = public_pages(Page.objects.filter(pk__in=keys)).values_list(
                "pk", "title"
            )
            self._found.update({("page", key): title for key, title in titles})
        if keys := sorted(key for kind, key in missing if kind == "document"):
            for document in _public_documents(keys).only("title", "file"):
                self._found["document", document.pk] = document.title
                self._document_addresses[document.pk] = document.url


def _public_documents(keys: list[int]) -> QuerySet:
    """Return those of the documents to which a page that anybody may read refers."""
    model = get_document_model()
    types = ContentType.objects.get_for_models(Page, model)
    references = ReferenceIndex.objects.filter(
        Exists(public_pages(pages_with_outer_object_id(Page.objects.all()))),
        base_content_type=types[Page],
        to_content_type=types[model],
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    path = ExpressionWrapper(OuterRef("collection__path"), CharField())
    closed = CollectionViewRestriction.objects.alias(path=path).filter(
        path__startswith=F("collection__path")
    )
    return model.objects.filter(Exists(references), ~Exists(closed), pk__in=keys)


HEADINGS_AND_LISTS = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"}
PARAGRAPH_TAGS = HEADINGS_AND_LISTS | {"p", "blockquote", "hr", "table", "tr", "br"}
RUNNING_TEXT_BLOCKS = (blocks.RichTextBlock, blocks.TextBlock)


def rich_text_to_plain_text(html: object, names: ReferencedNames) -> str:
    """Return the text of ``html``, one line for each paragraph, with the destinations of its links."""
    text = "".join(_text_parts(BeautifulSoup(str(html or ""), "html.parser"), names))
    lines = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if words.strip("•"):
            lines.append(words)
    return "\n".join(lines)


def _text_parts(tag: Tag, names: ReferencedNames) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            # A line break in the HTML source is no line break on the page.
            yield str(child).replace("\n", " ").replace("\r", " ")
        elif isinstance(child, Tag):
            ends = "\n" if child.name in PARAGRAPH_TAGS else ""
            yield ends
            if child.name == "li":
                yield "• "
            yield from _text_parts(child, names)
            yield _link_destination(child, names) + ends


def _link_destination(tag: Tag, names: ReferencedNames) -> str:
    """Return the destination of a link in brackets; empty if the words of the link are its destination."""
    if tag.name != "a":
        return ""
    kind = tag.get("linktype")
    name = str(tag.get("href") or "")
    if kind:
        name = names.name_of(str(kind), tag.get("id"))
    own = tag.get_text().strip()
    if name in {"", own, f"mailto:{own}", f"tel:{own}"}:
        return ""
    return f" ({name})"


def stream_to_plain_text(
    block: blocks.Block, stored: Any, names: ReferencedNames
) -> str:
    """Return the text of a stored StreamField value, one line for each paragraph."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored or "[]")
        except ValueError:
            return stored
    return "\n".join(_block_lines(block, stored, names))


def _block_lines(
    block: blocks.Block, stored: Any, names: ReferencedNames
) -> Iterator[str]:
    if isinstance(block, TypedTableBlock):
        table = dict_of(stored)
        yield from _table_lines(block, table, names)
    elif isinstance(block, CONTAINERS):
        for _, child, value in parts_of(block, stored):
            # Running text and nested blocks need no label, nor do the members of a
            # list.
            is_short = isinstance(child, blocks.FieldBlock) and not isinstance(
                child, RUNNING_TEXT_BLOCKS
            )
            label = ""
            if is_short and isinstance(block, blocks.BaseStructBlock):
                label = f"{child.label}: "
            yield from (f"{label}{line}" for line in _block_lines(child, value, names))
    else:
        yield from _value_text(block, stored, names).splitlines()


def _table_lines(
    block: TypedTableBlock, table: dict[str, Any], names: ReferencedNames
) -> Iterator[str]:
    headings = [
        column.get("heading") or ""
        for column in list_of(table.get("columns"))
        if isinstance(column, dict)
    ]
    yield from filter(None, [table.get("caption"), " | ".join(headings)])
    for _, cells in groupby(parts_of(block, table), key=lambda part: part.path[1]):
        yield " | ".join(
            " ".join(_block_lines(cell.block, cell.value, names)) for cell in cells
        )


def _value_text(block: blocks.Block, stored: Any, names: ReferencedNames) -> str:
    if isinstance(block, blocks.RichTextBlock):
        return rich_text_to_plain_text(stored, names)
    if isinstance(block, DocumentChooserBlock):
        return names.name_of("document", stored)
    if isinstance(block, blocks.PageChooserBlock):
        return names.name_of("page", stored)
    if isinstance(block, ImageChooserBlock):
        return ""  # what a picture shows, its alternative text says
    if isinstance(block, blocks.BooleanBlock):
        return "Yes" if stored else "No"
    return _short_text(block, stored)


def _short_text(block: blocks.Block, stored: Any) -> str:
    if isinstance(block, PartialDateBlock):
        return date_in_words(stored)
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(stored, stored or ""))
    return "" if stored is None else str(stored)


def date_in_words(stored: object) -> str:
    try:
        return PartialDate.parse(str(stored)).words if stored else ""
    except ValueError:
        return str(stored)


STORAGE_FIELDS = {"sort_key", "sort_order"}
"""Fields that say only how a row is stored."""
READER_LABELS = {
    "slug": "Address",
    "seo_title": "Title for search engines",
    "search_description": "Description for search engines",
    "show_in_menus": "On the home page",
    "addressees": "for",
    "addressees_printed": "for, in the report’s words",
    "deadline": "deadline",
    "deadline_printed": "deadline in the report’s words",
    "deadline_worked_out": "we calculated the deadline",
    "deadline_over": "the deadline has passed",
    "respond_by_printed": "deadline to respond in the report’s words",
    "respond_by_worked_out": "we calculated the deadline to respond",
    "plan_announced": "announcement of a plan that is not on this site",
    "executive_lead": "lead",
    "coverage": "covers",
    "answered_by": "response by",
    "worked_out": "we calculated the date",
}
"""Labels for fields whose own names, which editors see, would mean less to a reader."""


class VersionField(NamedTuple):
    """One field of a version: ``actions[2].due_dates[1].due``, “Action 2: due date 1”, “27 March 2025”."""

    name: str
    label: str
    text: str


def read_version_fields(
    model: type[models.Model],
    snapshot: dict[str, object],
    names: ReferencedNames,
) -> list[VersionField]:
    """Return every public field of a version of a ``model``, in the same order."""
    return list(_read_fields(model, snapshot, names, VersionField("", "", "")))


def _read_fields(
    model: type[models.Model],
    snapshot: object,
    names: ReferencedNames,
    above: VersionField,
) -> Iterator[VersionField]:
    if not isinstance(snapshot, dict):
        return
    children = dict(child_models(model))
    for name in _field_names_in_order(model, children):
        if name not in snapshot or name in STORAGE_FIELDS:
            continue
        if name in children:
            child = children[name]
            for number, row in enumerate(list_of(snapshot[name]), start=1):
                label = f"{above.label}{child._meta.verbose_name} {number}: "
                place = VersionField(f"{above.name}{name}[{number}].", label, "")
                yield from _read_fields(child, row, names, place)
        elif (text := _field_text(model, name, snapshot[name], names)) is not None:
            label = _field_label(model, name, above)
            yield VersionField(
                f"{above.name}{name}", label[:1].upper() + label[1:], text
            )


def _field_label(model: Any, name: str, above: VersionField) -> str:
    """Return the label; a field with the name of its model, such as “due date”, is named once."""
    own = READER_LABELS.get(name) or str(model._meta.get_field(name).verbose_name)
    if above.label and own == model._meta.verbose_name:
        return above.label.removesuffix(": ")
    return f"{above.label}{own}"


def _field_names_in_order(model: Any, children: Iterable[str]) -> list[str]:
    """Return the names of all fields: first those of the editor's form in its order, then the others."""
    panels = getattr(model, "panels", [])
    if issubclass(model, Page):
        panels = [*model.content_panels, *model.promote_panels, *model.settings_panels]
    others = [field.name for field in [*model._meta.fields, *model._meta.many_to_many]]
    return list(
        dict.fromkeys(["title", *_panel_field_names(panels), *others, *children])
    )


def _panel_field_names(panels: Iterable[Any]) -> Iterator[str]:
    for panel in panels:
        if isinstance(panel, str):
            yield panel
        elif name := getattr(panel, "relation_name", None) or getattr(
            panel, "field_name", None
        ):
            yield name
        yield from _panel_field_names(getattr(panel, "children", []))


def _field_text(
    model: type[models.Model], name: str, stored: object, names: ReferencedNames
) -> str | None:
    """Return what a reader sees of a field; ``None`` if it says only how the row is stored."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.is_relation:
        if field.related_model is not Organisation:
            return None
        keys = stored if isinstance(stored, list) else [stored]
        return "; ".join(
            sorted({names.name_of("organisation", key) for key in keys} - {""})
        )
    if isinstance(field, StreamField):
        return stream_to_plain_text(field.stream_block, stored, names)
    if isinstance(field, RichTextField):
        return rich_text_to_plain_text(stored, names)
    return _plain_value_text(field, stored)


def _plain_value_text(field: Any, stored: object) -> str:
    if isinstance(field, models.BooleanField):
        # A box that is not ticked says nothing: it may never have been looked at.
        return "Yes" if stored else ""
    if stored in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(str(stored), stored))
    if isinstance(field, (PartialDateField, models.DateField)):
        return date_in_words(stored)
    return str(stored)

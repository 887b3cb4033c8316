"""Turns rich text and blocks into plain text, as a reader reads them.

Works on stored content of any release: what the present blocks do not know is left out.
"""

import json
from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.content.blocks.dates import PartialDateBlock
from pages.core.partial_dates import PartialDate

from .referenced_names import ReferencedNames

PARAGRAPH_TAGS = {
    "p",
    "li",
    "ul",
    "ol",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "hr",
    "table",
    "tr",
    "br",
}
RUNNING_TEXT_BLOCKS = (blocks.RichTextBlock, blocks.TextBlock)


def rich_text_to_plain_text(html: object, names: ReferencedNames) -> str:
    """Return the text of ``html``, one line for each paragraph, with the destinations of its links."""
    text = "".join(_text_parts(BeautifulSoup(str(html or ""), "html.parser"), names))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line.strip("•"))


def _text_parts(tag: Tag, names: ReferencedNames) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            # A line break in the HTML source is no line break on the page.
            yield str(child).replace("\n", " ").replace("\r", " ")
        elif isinstance(child, Tag):
            ends = "\n" if child.name in PARAGRAPH_TAGS else ""
            yield ends + ("• " if child.name == "li" else "")
            yield from _text_parts(child, names)
            yield _link_destination(child, names) + ends


def _link_destination(tag: Tag, names: ReferencedNames) -> str:
    """Return the destination of a link in brackets; empty if the words of the link are its destination."""
    if tag.name != "a":
        return ""
    kind = tag.get("linktype")
    name = names.name_of(str(kind), tag.get("id")) if kind else str(tag.get("href") or "")
    own = tag.get_text().strip()
    return f" ({name})" if name and name not in {own, f"mailto:{own}", f"tel:{own}"} else ""


def stream_to_plain_text(block: blocks.Block, stored: Any, names: ReferencedNames) -> str:
    """Return the text of a stored StreamField value, one line for each paragraph."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored or "[]")
        except ValueError:
            return stored
    return "\n".join(_block_lines(block, stored, names))


@singledispatch
def _block_lines(block: blocks.Block, stored: object, names: ReferencedNames) -> Iterator[str]:
    """Yield the paragraphs of what ``block`` stored. This is the rule for a single value."""
    yield from ("" if stored is None else str(stored)).splitlines()


@_block_lines.register
def _(block: blocks.BaseStreamBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    for each in _dicts(stored):
        if child := block.child_blocks.get(str(each.get("type"))):
            yield from _block_lines(child, each.get("value"), names)


@_block_lines.register
def _(block: blocks.BaseStructBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    for name, child in block.child_blocks.items():
        # Running text and nested blocks need no label.
        is_short = isinstance(child, blocks.FieldBlock) and not isinstance(child, RUNNING_TEXT_BLOCKS)
        value = stored.get(name) if isinstance(stored, dict) else None
        for line in _block_lines(child, value, names):
            yield f"{child.label}: {line}" if is_short else line


@_block_lines.register
def _(block: blocks.ListBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    for each in stored if isinstance(stored, list) else []:
        value = each.get("value") if isinstance(each, dict) and each.get("type") == "item" else each
        yield from _block_lines(block.child_block, value, names)


@_block_lines.register
def _(block: TypedTableBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    table: dict[str, Any] = stored if isinstance(stored, dict) else {}
    columns = list(_dicts(table.get("columns")))
    yield from filter(
        None, [table.get("caption"), " | ".join(column.get("heading") or "" for column in columns)]
    )
    for row in _dicts(table.get("rows")):
        cells = zip(columns, row.get("values") or [], strict=False)
        known = [(block.child_blocks.get(str(column.get("type"))), value) for column, value in cells]
        yield " | ".join(" ".join(_block_lines(child, value, names)) for child, value in known if child)


@_block_lines.register
def _(block: blocks.RichTextBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield from rich_text_to_plain_text(stored, names).splitlines()


@_block_lines.register
def _(block: DocumentChooserBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield from filter(None, [names.name_of("document", stored)])


@_block_lines.register
def _(block: ImageChooserBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield from ()  # what a picture shows, its alternative text says


@_block_lines.register
def _(block: blocks.PageChooserBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield from filter(None, [names.name_of("page", stored)])


@_block_lines.register
def _(block: blocks.BooleanBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield "Yes" if stored else "No"


@_block_lines.register
def _(block: PartialDateBlock, stored: object, names: ReferencedNames) -> Iterator[str]:
    yield from filter(None, [date_in_words(stored)])


def date_in_words(stored: object) -> str:
    """Return a stored date as people write it; any other text unchanged."""
    try:
        return PartialDate.parse(str(stored)).words if stored else ""
    except ValueError:
        return str(stored)


def _dicts(stored: object) -> Iterator[dict[str, Any]]:
    yield from (each for each in (stored if isinstance(stored, list) else []) if isinstance(each, dict))

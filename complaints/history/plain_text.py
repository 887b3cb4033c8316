"""Turns rich text and blocks into plain text, as a reader reads them.

Works on stored content of any release: what the present blocks do not know is left out.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.content.blocks.dates import PartialDateBlock
from pages.core.partial_dates import PartialDate
from pages.core.stored_content import CONTAINERS, list_of, parts_of

from .referenced_names import ReferencedNames

HEADINGS_AND_LISTS = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"}
PARAGRAPH_TAGS = HEADINGS_AND_LISTS | {"p", "blockquote", "hr", "table", "tr", "br"}
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


def _block_lines(block: blocks.Block, stored: Any, names: ReferencedNames) -> Iterator[str]:
    """Yield the paragraphs of what ``block`` stored."""
    if isinstance(block, TypedTableBlock):
        yield from _table_lines(block, stored if isinstance(stored, dict) else {}, names)
    elif isinstance(block, CONTAINERS):
        for _, child, value in parts_of(block, stored):
            # Running text and nested blocks need no label, nor do the members of a list.
            is_short = isinstance(child, blocks.FieldBlock) and not isinstance(child, RUNNING_TEXT_BLOCKS)
            label = f"{child.label}: " if is_short and isinstance(block, blocks.BaseStructBlock) else ""
            yield from (f"{label}{line}" for line in _block_lines(child, value, names))
    else:
        yield from _value_text(block, stored, names).splitlines()


def _table_lines(block: TypedTableBlock, table: dict[str, Any], names: ReferencedNames) -> Iterator[str]:
    headings = [each.get("heading") or "" for each in list_of(table.get("columns")) if isinstance(each, dict)]
    yield from filter(None, [table.get("caption"), " | ".join(headings)])
    for _, cells in groupby(parts_of(block, table), key=lambda part: part.path[1]):
        yield " | ".join(" ".join(_block_lines(cell.block, cell.value, names)) for cell in cells)


def _value_text(block: blocks.Block, stored: Any, names: ReferencedNames) -> str:
    if isinstance(block, blocks.RichTextBlock):
        return rich_text_to_plain_text(stored, names)
    if isinstance(block, DocumentChooserBlock | blocks.PageChooserBlock):
        return names.name_of("document" if isinstance(block, DocumentChooserBlock) else "page", stored)
    if isinstance(block, ImageChooserBlock):
        return ""  # what a picture shows, its alternative text says
    if isinstance(block, blocks.BooleanBlock):
        return "Yes" if stored else "No"
    if isinstance(block, PartialDateBlock):
        return date_in_words(stored)
    return "" if stored is None else str(stored)


def date_in_words(stored: object) -> str:
    """Return a stored date as people write it; any other text unchanged."""
    try:
        return PartialDate.parse(str(stored)).words if stored else ""
    except ValueError:
        return str(stored)

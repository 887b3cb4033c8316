"""Rich text and blocks as a reader reads them, in plain text: what was published is compared by it.

Works on what is stored, of whatever release: what the present blocks do not know is left out.
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

from pages.content.blocks.dates import PartialDateBlock
from pages.core.partial_dates import PartialDate

from .names import Names

PARAGRAPHS = {"p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "table", "tr", "br"}
RUNNING_TEXT = (blocks.RichTextBlock, blocks.TextBlock)


def of_rich_text(html: Any, names: Names) -> str:
    """Return the text of ``html``, one paragraph a line, with the destinations of its links."""
    text = "".join(_parts_of(BeautifulSoup(str(html or ""), "html.parser"), names))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line.strip("•"))


def _parts_of(tag: Tag, names: Names) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            # A break in the source is none on the page.
            yield str(child).replace("\n", " ").replace("\r", " ")
        elif isinstance(child, Tag):
            ends = "\n" if child.name in PARAGRAPHS else ""
            yield ends + ("• " if child.name == "li" else "")
            yield from _parts_of(child, names)
            yield _destination(child, names) + ends


def _destination(tag: Tag, names: Names) -> str:
    """Return what a link leads to, in brackets, unless its words say so themselves."""
    if tag.name != "a":
        return ""
    kind = tag.get("linktype")
    name = names.of(str(kind), tag.get("id")) if kind else str(tag.get("href") or "")
    own = tag.get_text().strip()
    return f" ({name})" if name and name not in {own, f"mailto:{own}", f"tel:{own}"} else ""


def of_stream(block: blocks.Block, stored: Any, names: Names) -> str:
    """Return the text of a StreamField that is stored as ``stored``, one paragraph a line."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored or "[]")
        except ValueError:
            return stored
    return "\n".join(_lines_of(block, stored, names))


@singledispatch
def _lines_of(block: blocks.Block, stored: Any, names: Names) -> Iterator[str]:
    """Yield the paragraphs of what ``block`` stored; here, of a single value."""
    yield from ("" if stored is None else str(stored)).splitlines()


@_lines_of.register
def _(block: blocks.BaseStreamBlock, stored: Any, names: Names) -> Iterator[str]:
    for each in _dicts(stored):
        if child := block.child_blocks.get(str(each.get("type"))):
            yield from _lines_of(child, each.get("value"), names)


@_lines_of.register
def _(block: blocks.BaseStructBlock, stored: Any, names: Names) -> Iterator[str]:
    for name, child in block.child_blocks.items():
        # Running text speaks for itself, and so do parts that have parts.
        is_short = isinstance(child, blocks.FieldBlock) and not isinstance(child, RUNNING_TEXT)
        value = stored.get(name) if isinstance(stored, dict) else None
        for line in _lines_of(child, value, names):
            yield f"{child.label}: {line}" if is_short else line


@_lines_of.register
def _(block: blocks.ListBlock, stored: Any, names: Names) -> Iterator[str]:
    for each in stored if isinstance(stored, list) else []:
        value = each.get("value") if isinstance(each, dict) and each.get("type") == "item" else each
        yield from _lines_of(block.child_block, value, names)


@_lines_of.register
def _(block: TypedTableBlock, stored: Any, names: Names) -> Iterator[str]:
    table = stored if isinstance(stored, dict) else {}
    columns = list(_dicts(table.get("columns")))
    yield from filter(
        None, [table.get("caption"), " | ".join(column.get("heading") or "" for column in columns)]
    )
    for row in _dicts(table.get("rows")):
        cells = zip(columns, row.get("values") or [], strict=False)
        known = [(block.child_blocks.get(str(column.get("type"))), value) for column, value in cells]
        yield " | ".join(" ".join(_lines_of(child, value, names)) for child, value in known if child)


@_lines_of.register
def _(block: blocks.RichTextBlock, stored: Any, names: Names) -> Iterator[str]:
    yield from of_rich_text(stored, names).splitlines()


@_lines_of.register
def _(block: DocumentChooserBlock, stored: Any, names: Names) -> Iterator[str]:
    yield from filter(None, [names.of("document", stored)])


@_lines_of.register
def _(block: blocks.PageChooserBlock, stored: Any, names: Names) -> Iterator[str]:
    yield from filter(None, [names.of("page", stored)])


@_lines_of.register
def _(block: blocks.BooleanBlock, stored: Any, names: Names) -> Iterator[str]:
    yield "Yes" if stored else "No"


@_lines_of.register
def _(block: PartialDateBlock, stored: Any, names: Names) -> Iterator[str]:
    yield from filter(None, [in_words(stored)])


def in_words(stored: Any) -> str:
    """Return a stored date as people write it; what is none as it is."""
    try:
        return PartialDate.parse(str(stored)).words if stored else ""
    except ValueError:
        return str(stored)


def _dicts(stored: Any) -> Iterator[dict[str, Any]]:
    yield from (each for each in (stored if isinstance(stored, list) else []) if isinstance(each, dict))

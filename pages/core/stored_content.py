"""The one walker over fields and blocks of stored content: that of a revision, a version or a field, as JSON.

Content may have been stored by another release. What the present models and blocks do
not know is not walked into, and stays as it is.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from django.db.models import Model, URLField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

CONTAINERS = (
    blocks.BaseStreamBlock,
    blocks.BaseStructBlock,
    blocks.ListBlock,
    TypedTableBlock,
)
RICH_TEXT = blocks.RichTextBlock()
"""Stands for a field of rich text, which holds what such a block holds."""

ChangeValue = Callable[[blocks.Block, Any], Any]
"""Returns what to put in the place of the stored value of a block that holds no other blocks."""


class ContentPart(NamedTuple):
    """What one block holds of another's value: where it stands there, its own block and value."""

    path: tuple[str | int, ...]
    block: blocks.Block
    value: Any


def parts_of(block: blocks.Block, stored: Any) -> Iterator[ContentPart]:
    """Yield the parts of what ``block`` stored; a missing field of a structure has the value ``None``."""
    if isinstance(block, blocks.BaseStructBlock):
        values = dict_of(stored)
        for name, child in block.child_blocks.items():
            yield ContentPart((name,), child, values.get(name))
    elif isinstance(block, blocks.BaseStreamBlock):
        for index, stored_block in enumerate(list_of(stored)):
            child = block.child_blocks.get(str(dict_of(stored_block).get("type")))
            if child:
                yield ContentPart((index, "value"), child, stored_block.get("value"))
    elif isinstance(block, blocks.ListBlock):
        yield from _items(block, stored)
    elif isinstance(block, TypedTableBlock):
        yield from _cells(block, dict_of(stored))


def _items(block: blocks.ListBlock, stored: Any) -> Iterator[ContentPart]:
    """Yield the items of a list. Wagtail has stored them with and without their own keys."""
    for index, item in enumerate(list_of(stored)):
        if dict_of(item).get("type") == "item":
            yield ContentPart((index, "value"), block.child_block, item.get("value"))
        else:
            yield ContentPart((index,), block.child_block, item)


def _cells(block: TypedTableBlock, stored: dict[str, Any]) -> Iterator[ContentPart]:
    columns = [
        column.get("type")
        for column in list_of(stored.get("columns"))
        if isinstance(column, dict)
    ]
    for row, stored_row in enumerate(list_of(stored.get("rows"))):
        values = list_of(dict_of(stored_row).get("values"))
        for column, (kind, value) in enumerate(zip(columns, values, strict=False)):
            if child := block.child_blocks.get(str(kind)):
                yield ContentPart(("rows", row, "values", column), child, value)


def dict_of(stored: Any) -> dict[str, Any]:
    """Return ``stored`` if it is a dictionary, else an empty one."""
    return stored if isinstance(stored, dict) else {}


def list_of(stored: Any) -> list[Any]:
    """Return ``stored`` if it is a list, else an empty one."""
    return list(stored) if isinstance(stored, (list, tuple)) else []


def change_values(block: blocks.Block, stored: Any, change: ChangeValue) -> Any:
    """Return a copy of what ``block`` stored, with each value within it as ``change`` returns it."""
    if not isinstance(block, CONTAINERS):
        return change(block, stored)
    if isinstance(stored, tuple):
        stored = list(stored)
    copy = deepcopy(stored)
    for path, child, value in parts_of(block, stored):
        if value is not None:
            place: Any = copy
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = change_values(child, value, change)
    return copy


def change_field(field: Any, stored: Any, change: ChangeValue) -> Any:
    """Return the ``stored`` value of a field of text, blocks as JSON or read from it, changed likewise."""
    if isinstance(field, RichTextField):
        return change(RICH_TEXT, stored)
    if not isinstance(stored, str):
        return change_values(field.stream_block, stored, change)
    try:
        return json.dumps(
            change_values(field.stream_block, json.loads(stored or "[]"), change)
        )
    except ValueError:
        return stored


def change_content(model: type[Model], content: Any, change: ChangeValue) -> Any:
    if not isinstance(content, dict):
        return content
    changed = dict(content)
    for field in text_fields(model):
        if field.name in content:
            changed[field.name] = change_field(field, content[field.name], change)
    for name, child_model in child_models(model):
        if isinstance(content.get(name), list):
            changed[name] = [
                change_content(child_model, child, change) for child in content[name]
            ]
    return changed


@cache
def text_fields(model: type[Model]) -> tuple[Any, ...]:
    """Return the fields of ``model`` that hold rich text or blocks."""
    fields = model._meta.concrete_fields
    return tuple(
        field for field in fields if isinstance(field, RichTextField | StreamField)
    )


@cache
def child_models(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """Return the relations to the children of ``model``, by name, with the model of each."""
    return tuple(
        (relation.get_accessor_name(), relation.related_model)
        for relation in get_all_child_relations(model)
    )


LINK_TYPES = ("page", "document")
MAX_KEY_DIGITS = 18
"""A longer number cannot be the key of a row."""

LinkTarget = tuple[str, int]
"""The type of the link (one of ``LINK_TYPES``) and the key of what it leads to."""
KeepLink = Callable[[str, int], bool]


def parse_key(stored: Any) -> int | None:
    """Return ``stored``, a number or text, as a key; ``None`` if it cannot be one."""
    text = str(stored)
    if text.isascii() and text.isdecimal() and len(text) <= MAX_KEY_DIGITS:
        return int(text)
    return None


def link_targets_in_objects(objects: Iterable[Model]) -> set[LinkTarget]:
    """Return the link targets in the text fields of ``objects``; deferred fields are skipped."""
    targets: set[LinkTarget] = set()
    for obj in objects:
        for field in text_fields(type(obj)):
            stored = obj.__dict__.get(field.name)
            if isinstance(stored, StreamValue):
                stored = list(stored.raw_data)
            change_field(field, stored, _filter(_collect_into(targets)))
    return targets


def link_targets_in_snapshot(model: type[Model], snapshot: Any) -> set[LinkTarget]:
    """Return the link targets in ``snapshot``, a stored version of a ``model`` with its child rows."""
    targets: set[LinkTarget] = set()
    filter_snapshot_links(model, snapshot, _collect_into(targets))
    return targets


def _collect_into(targets: set[LinkTarget]) -> KeepLink:
    """Return a ``KeepLink`` that keeps every link and adds its target to ``targets``."""

    def add_and_keep(link_type: str, key: int) -> bool:
        targets.add((link_type, key))
        return True

    return add_and_keep


OUTSIDE_LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')


def outside_links_in(model: type[Model], content: Any) -> set[str]:
    """Return the addresses of other sites in the ``content`` of a ``model``, in texts and in fields."""
    found: set[str] = set()

    def note(block: blocks.Block, stored: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock) and isinstance(stored, str):
            found.update(map(unescape, OUTSIDE_LINK.findall(stored)))
        elif isinstance(block, blocks.URLBlock) and stored:
            found.add(str(stored))
        return stored

    change_content(model, content, note)
    found.update(_addresses_in_fields(model, content))
    return found


def _addresses_in_fields(model: type[Model], content: dict[str, Any]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, URLField) and content.get(field.name):
            yield content[field.name]
    for name, child_model in child_models(model):
        for child in content.get(name, []):
            yield from _addresses_in_fields(child_model, child)


def filter_snapshot_links(model: type[Model], snapshot: Any, keep: KeepLink) -> Any:
    """Return ``snapshot`` with only those links and documents for which ``keep`` returns True."""
    return change_content(model, snapshot, _filter(keep))


def _filter(keep: KeepLink) -> Callable[[blocks.Block, Any], Any]:
    def filter_value(block: blocks.Block, stored: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return _filter_html(stored, keep)
        is_document = isinstance(block, DocumentChooserBlock)
        if is_document or isinstance(block, blocks.PageChooserBlock):
            key = parse_key(stored)
            kind = "document" if is_document else "page"
            return stored if key and keep(kind, key) else None
        return stored

    return filter_value


def _filter_html(html: Any, keep: KeepLink) -> Any:
    if not isinstance(html, str) or "linktype" not in html:
        return html

    def filter_tag(tag: re.Match[str]) -> str:
        attributes = extract_attrs(tag[1])
        key = parse_key(attributes.get("id"))
        if (
            attributes.get("linktype") in LINK_TYPES
            and key
            and not keep(attributes["linktype"], key)
        ):
            return "<a>"
        return tag[0]

    return FIND_A_TAG.sub(filter_tag, html)

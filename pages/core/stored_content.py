"""The one walker over fields and blocks of stored content: that of a revision, a version or a field, as JSON.

Content may have been stored by another release. What the present models and blocks do not know is not walked
into, and stays as it is.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

CONTAINERS = (blocks.BaseStreamBlock, blocks.BaseStructBlock, blocks.ListBlock, TypedTableBlock)
RICH_TEXT = blocks.RichTextBlock()
"""Stands for a field of rich text, which holds what such a block holds."""

ChangeValue = Callable[[blocks.Block, Any], Any]
"""Returns what to put in the place of the stored value of a block that holds no other blocks."""


class Part(NamedTuple):
    """What one block holds of another's value: where it stands there, its own block and value."""

    path: tuple[str | int, ...]
    block: blocks.Block
    value: Any


def parts_of(block: blocks.Block, stored: Any) -> Iterator[Part]:
    """Yield the parts of what ``block`` stored; a missing field of a structure has the value ``None``."""
    if isinstance(block, blocks.BaseStructBlock):
        found = stored if isinstance(stored, dict) else {}
        yield from (Part((name,), child, found.get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.BaseStreamBlock):
        for index, each in enumerate(list_of(stored)):
            child = block.child_blocks.get(str(each.get("type"))) if isinstance(each, dict) else None
            if child:
                yield Part((index, "value"), child, each.get("value"))
    elif isinstance(block, blocks.ListBlock):
        for index, each in enumerate(list_of(stored)):
            is_item = isinstance(each, dict) and each.get("type") == "item"
            path, value = ((index, "value"), each.get("value")) if is_item else ((index,), each)
            yield Part(path, block.child_block, value)
    elif isinstance(block, TypedTableBlock):
        yield from _cells(block, stored if isinstance(stored, dict) else {})


def _cells(block: TypedTableBlock, stored: dict[str, Any]) -> Iterator[Part]:
    columns = [each.get("type") for each in list_of(stored.get("columns")) if isinstance(each, dict)]
    for row, each in enumerate(list_of(stored.get("rows"))):
        values = list_of(each.get("values")) if isinstance(each, dict) else []
        for column, (kind, value) in enumerate(zip(columns, values, strict=False)):
            if child := block.child_blocks.get(str(kind)):
                yield Part(("rows", row, "values", column), child, value)


def list_of(stored: Any) -> list[Any]:
    """Return ``stored`` if it is a list, else an empty one."""
    return list(stored) if isinstance(stored, (list, tuple)) else []


def change_values(block: blocks.Block, stored: Any, change: ChangeValue) -> Any:
    """Return a copy of what ``block`` stored, with each value within it as ``change`` returns it."""
    if not isinstance(block, CONTAINERS):
        return change(block, stored)
    copy = deepcopy(list(stored) if isinstance(stored, tuple) else stored)
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
        return json.dumps(change_values(field.stream_block, json.loads(stored or "[]"), change))
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
            changed[name] = [change_content(child_model, each, change) for each in content[name]]
    return changed


@cache
def text_fields(model: type[Model]) -> tuple[Any, ...]:
    """Return the fields of ``model`` that hold rich text or blocks."""
    fields = model._meta.concrete_fields
    return tuple(each for each in fields if isinstance(each, RichTextField | StreamField))


@cache
def child_models(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """Return the relations to the children of ``model``, by name, with the model of each."""
    return tuple((each.get_accessor_name(), each.related_model) for each in get_all_child_relations(model))

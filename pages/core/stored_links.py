"""The pages and documents that texts lead to, found in what is stored of the texts.

What is stored may come from whatever release: what the present blocks do not know stays as it is.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache, singledispatch
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

KINDS = ("page", "document")
MOST_DIGITS = 18
"""A longer number is no key of anything."""

Target = tuple[str, int]
"""A kind and a key."""
Keep = Callable[[str, int], bool]


def key_in(stored: Any) -> int | None:
    """Return the key that is stored as a number or as text; ``None`` if it is none."""
    text = str(stored)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def of_objects(objects: Iterable[Model]) -> set[Target]:
    """Return what the texts of ``objects`` lead to, as far as they have been read."""
    found: set[Target] = set()
    for each in objects:
        for name in _texts(type(each)):
            stored = each.__dict__.get(name)
            if isinstance(stored, StreamValue):
                stored = list(stored.raw_data)
            with_targets(type(each), name, stored, _noting(found))
    return found


def of_snapshot(model: type[Model], snapshot: Any) -> set[Target]:
    """Return what the texts lead to of a version of a ``model``, and of what belongs to it."""
    found: set[Target] = set()
    snapshot_with(model, snapshot, _noting(found))
    return found


def _noting(found: set[Target]) -> Keep:
    def note(kind: str, key: int) -> bool:
        found.add((kind, key))
        return True

    return note


def snapshot_with(model: type[Model], snapshot: Any, keep: Keep) -> Any:
    """Return ``snapshot`` with those links and documents alone that ``keep`` tells to keep."""
    if not isinstance(snapshot, dict):
        return snapshot
    changed = dict(snapshot)
    for name in _texts(model) & snapshot.keys():
        changed[name] = with_targets(model, name, snapshot[name], keep)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if isinstance(snapshot.get(name), list):
            changed[name] = [snapshot_with(relation.related_model, each, keep) for each in snapshot[name]]
    return changed


@cache
def _texts(model: type[Model]) -> frozenset[str]:
    """Return the names of the fields that may hold links or documents."""
    fields = model._meta.concrete_fields
    return frozenset(each.name for each in fields if isinstance(each, (RichTextField, StreamField)))


def with_targets(model: type[Model], name: str, stored: Any, keep: Keep) -> Any:
    """Return what is ``stored`` of the text ``name`` of a ``model``, with what ``keep`` keeps."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, RichTextField):
        return _in_html(stored, keep)
    if not isinstance(stored, str):
        return _in_block(field.stream_block, stored, keep)
    try:
        return json.dumps(_in_block(field.stream_block, json.loads(stored or "[]"), keep))
    except ValueError:
        return stored


def _in_html(html: Any, keep: Keep) -> Any:
    if not isinstance(html, str) or "linktype" not in html:
        return html

    def kept(found: Any) -> str:
        attributes = extract_attrs(found[1])
        key = key_in(attributes.get("id"))
        if attributes.get("linktype") in KINDS and key and not keep(attributes["linktype"], key):
            return "<a>"
        return found[0]

    return FIND_A_TAG.sub(kept, html)


@singledispatch
def _in_block(block: blocks.Block, stored: Any, keep: Keep) -> Any:
    """Return what ``block`` stored with what ``keep`` keeps; here, a value that leads nowhere."""
    return stored


@_in_block.register
def _(block: blocks.BaseStreamBlock, stored: Any, keep: Keep) -> Any:
    return [_in_child(block.child_blocks.get(str(each.get("type"))), each, keep) for each in _dicts(stored)]


@_in_block.register
def _(block: blocks.BaseStructBlock, stored: Any, keep: Keep) -> Any:
    if not isinstance(stored, dict):
        return stored
    known = block.child_blocks.items()
    return stored | {name: _in_block(child, stored[name], keep) for name, child in known if name in stored}


@_in_block.register
def _(block: blocks.ListBlock, stored: Any, keep: Keep) -> Any:
    if not isinstance(stored, list):
        return stored
    return [
        _in_child(block.child_block, each, keep)
        if isinstance(each, dict) and each.get("type") == "item"
        else _in_block(block.child_block, each, keep)
        for each in stored
    ]


@_in_block.register
def _(block: TypedTableBlock, stored: Any, keep: Keep) -> Any:
    if not isinstance(stored, dict):
        return stored
    columns = [block.child_blocks.get(str(each.get("type"))) for each in _dicts(stored.get("columns"))]
    rows = [
        each
        | {
            "values": [
                _in_block(child, value, keep) if child else value
                for child, value in zip(columns, each.get("values") or [], strict=False)
            ]
        }
        for each in _dicts(stored.get("rows"))
    ]
    return stored | {"rows": rows}


@_in_block.register
def _(block: blocks.RichTextBlock, stored: Any, keep: Keep) -> Any:
    return _in_html(stored, keep)


@_in_block.register
def _(block: DocumentChooserBlock, stored: Any, keep: Keep) -> Any:
    return _kept("document", stored, keep)


@_in_block.register
def _(block: blocks.PageChooserBlock, stored: Any, keep: Keep) -> Any:
    return _kept("page", stored, keep)


def _kept(kind: str, stored: Any, keep: Keep) -> Any:
    key = key_in(stored)
    return stored if key and keep(kind, key) else None


def _in_child(child: blocks.Block | None, entry: dict[str, Any], keep: Keep) -> dict[str, Any]:
    return entry | {"value": _in_block(child, entry.get("value"), keep)} if child else entry


def _dicts(stored: Any) -> list[dict[str, Any]]:
    return [each for each in (stored if isinstance(stored, (list, tuple)) else []) if isinstance(each, dict)]

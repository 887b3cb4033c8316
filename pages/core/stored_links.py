"""Links to pages and documents in stored text: finds them, and removes those that may not be shown.

Text may have been stored by another release, so values that the current blocks do not know stay as they are.
"""

import json
import re
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

LINK_TYPES = ("page", "document")
MAX_KEY_DIGITS = 18
"""A longer number cannot be the key of a row."""

LinkTarget = tuple[str, int]
"""The type of the link (one of ``LINK_TYPES``) and the key of what it leads to."""
KeepLink = Callable[[str, int], bool]
"""Decides by type and key whether a link stays."""


def parse_key(stored: Any) -> int | None:
    """Return ``stored``, a number or text, as a key; ``None`` if it cannot be one."""
    text = str(stored)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_KEY_DIGITS else None


def link_targets_in_objects(objects: Iterable[Model]) -> set[LinkTarget]:
    """Return the link targets in the text fields of ``objects``; deferred fields are skipped."""
    targets: set[LinkTarget] = set()
    for each in objects:
        for name in _text_field_names(type(each)):
            stored = each.__dict__.get(name)
            if isinstance(stored, StreamValue):
                stored = list(stored.raw_data)
            filter_field_links(type(each), name, stored, _collect_into(targets))
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


def filter_snapshot_links(model: type[Model], snapshot: Any, keep: KeepLink) -> Any:
    """Return ``snapshot`` with only those links and documents for which ``keep`` returns True."""
    if not isinstance(snapshot, dict):
        return snapshot
    filtered = dict(snapshot)
    for name in _text_field_names(model) & snapshot.keys():
        filtered[name] = filter_field_links(model, name, snapshot[name], keep)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if isinstance(snapshot.get(name), list):
            filtered[name] = [
                filter_snapshot_links(relation.related_model, each, keep) for each in snapshot[name]
            ]
    return filtered


@cache
def _text_field_names(model: type[Model]) -> frozenset[str]:
    fields = model._meta.concrete_fields
    return frozenset(each.name for each in fields if isinstance(each, (RichTextField, StreamField)))


def filter_field_links(model: type[Model], name: str, stored: Any, keep: KeepLink) -> Any:
    """Return the ``stored`` value of the field ``name`` with only the links that ``keep`` accepts."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, RichTextField):
        return _filter_html(stored, keep)
    if not isinstance(stored, str):
        return _filter_block(field.stream_block, stored, keep)
    try:
        return json.dumps(_filter_block(field.stream_block, json.loads(stored or "[]"), keep))
    except ValueError:
        return stored


def _filter_html(html: Any, keep: KeepLink) -> Any:
    if not isinstance(html, str) or "linktype" not in html:
        return html

    def filter_tag(tag: re.Match[str]) -> str:
        attributes = extract_attrs(tag[1])
        key = parse_key(attributes.get("id"))
        if attributes.get("linktype") in LINK_TYPES and key and not keep(attributes["linktype"], key):
            return "<a>"
        return tag[0]

    return FIND_A_TAG.sub(filter_tag, html)


@singledispatch
def _filter_block(block: blocks.Block, stored: Any, keep: KeepLink) -> Any:
    """Return the ``stored`` value of ``block`` with only the links that ``keep`` accepts.

    This is the case of a block that cannot hold a link; the registered functions are the others.
    """
    return stored


@_filter_block.register
def _(block: blocks.BaseStreamBlock, stored: Any, keep: KeepLink) -> Any:
    return [
        _filter_child(block.child_blocks.get(str(each.get("type"))), each, keep) for each in _dicts_in(stored)
    ]


@_filter_block.register
def _(block: blocks.BaseStructBlock, stored: Any, keep: KeepLink) -> Any:
    if not isinstance(stored, dict):
        return stored
    known = block.child_blocks.items()
    return stored | {
        name: _filter_block(child, stored[name], keep) for name, child in known if name in stored
    }


@_filter_block.register
def _(block: blocks.ListBlock, stored: Any, keep: KeepLink) -> Any:
    if not isinstance(stored, list):
        return stored
    return [
        _filter_child(block.child_block, each, keep)
        if isinstance(each, dict) and each.get("type") == "item"
        else _filter_block(block.child_block, each, keep)
        for each in stored
    ]


@_filter_block.register
def _(block: TypedTableBlock, stored: Any, keep: KeepLink) -> Any:
    if not isinstance(stored, dict):
        return stored
    columns = [block.child_blocks.get(str(each.get("type"))) for each in _dicts_in(stored.get("columns"))]
    rows = [
        each
        | {
            "values": [
                _filter_block(child, value, keep) if child else value
                for child, value in zip(columns, each.get("values") or [], strict=False)
            ]
        }
        for each in _dicts_in(stored.get("rows"))
    ]
    return stored | {"rows": rows}


@_filter_block.register
def _(block: blocks.RichTextBlock, stored: Any, keep: KeepLink) -> Any:
    return _filter_html(stored, keep)


@_filter_block.register
def _(block: DocumentChooserBlock, stored: Any, keep: KeepLink) -> Any:
    return _filter_key("document", stored, keep)


@_filter_block.register
def _(block: blocks.PageChooserBlock, stored: Any, keep: KeepLink) -> Any:
    return _filter_key("page", stored, keep)


def _filter_key(link_type: str, stored: Any, keep: KeepLink) -> Any:
    key = parse_key(stored)
    return stored if key and keep(link_type, key) else None


def _filter_child(child: blocks.Block | None, entry: dict[str, Any], keep: KeepLink) -> dict[str, Any]:
    return entry | {"value": _filter_block(child, entry.get("value"), keep)} if child else entry


def _dicts_in(stored: Any) -> list[dict[str, Any]]:
    return [each for each in (stored if isinstance(stored, (list, tuple)) else []) if isinstance(each, dict)]

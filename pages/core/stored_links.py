"""Links to pages and documents in stored text: finds them, and removes those that may not be shown."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any

from django.db.models import Model, URLField
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from .stored_content import change_content, change_field, child_models, text_fields

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
        for field in text_fields(type(each)):
            stored = each.__dict__.get(field.name)
            stored = list(stored.raw_data) if isinstance(stored, StreamValue) else stored
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
        for each in content.get(name, []):
            yield from _addresses_in_fields(child_model, each)


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
            return stored if key and keep("document" if is_document else "page", key) else None
        return stored

    return filter_value


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

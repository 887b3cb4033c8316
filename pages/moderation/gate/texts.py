"""The texts of a draft: where each stands in a revision's content, and how it is edited."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from pages.core.stored_content import parts_of
from pages.core.text import without_editor_keys

from .disclosure import plain_text
from .snapshot import INTERNAL_FIELDS, published_children

Place = Sequence[str | int]
"""Names of fields and numbers of children and blocks that lead to a text in a revision's content."""
FOR_READERS = {"change_note"}
"""Fields that ``INTERNAL_FIELDS`` leaves out of snapshots, although readers see them."""


@dataclass
class Text:
    """One text of a draft."""

    place: Place
    label: str
    value: str
    field: forms.Field
    is_sentence: bool = True
    """Whether one can suggest other wording: not for the cells of a table, nor for an address."""

    @property
    def is_rich(self) -> bool:
        return hasattr(self.field.widget, "converter")

    @property
    def plain(self) -> str:
        return plain_text(self.value) if self.is_rich else self.value


def texts_of(draft: Any) -> list[Text]:
    """Return the sentences of ``draft`` and its children that are not empty, in order."""
    return [text for text in all_texts_of(draft) if text.is_sentence]


def all_texts_of(draft: Any) -> list[Text]:
    """Return those in tables, and e-mail addresses, too."""
    return [text for text in _texts_of_model(draft, [], []) if text.value]


def changed_texts(texts: list[Text], live: Any) -> list[Text]:
    """Return those of the ``texts`` of a draft that do not stand in the same field of ``live``."""
    known = {_identity(text) for text in texts_of(live)}
    return [text for text in texts if _identity(text) not in known]


def _identity(text: Text) -> tuple[Any, ...]:
    # Without numbers: what moved did not change.
    field = tuple(step for step in text.place if isinstance(step, str))
    return (*field, without_editor_keys(text.value))


def _texts_of_model(obj: Any, place: list[Any], labels: list[str]) -> Iterator[Text]:
    internal = (INTERNAL_FIELDS | getattr(obj, "internal_fields", frozenset())) - FOR_READERS
    for field in obj._meta.concrete_fields:
        if field.editable and field.name not in internal:
            yield from _texts_of_field(obj, field, [*place, field.name], [*labels, str(field.verbose_name)])
    for relation, children in published_children(obj):
        for number, child in enumerate(children):
            label = f"{child._meta.verbose_name} {number + 1}"
            yield from _texts_of_model(child, [*place, relation, number], [*labels, label])


def _texts_of_field(obj: Any, field: Any, place: list[Any], labels: list[str]) -> Iterator[Text]:
    value = getattr(obj, field.name)
    if isinstance(field, StreamField):
        yield from _texts_of_blocks(field.stream_block, list(value.raw_data), place, labels)
    elif (form_field := _text_field(field)) is not None:
        if not isinstance(field, RichTextField):
            form_field.widget = _text_box(value)
        yield Text(place, _label(labels), value, form_field)


def _text_field(field: models.Field) -> forms.CharField | None:
    if not isinstance(field, (models.CharField, models.TextField)):
        return None
    form_field = field.formfield()
    return form_field if type(form_field) is forms.CharField else None


def _texts_of_blocks(
    block: Any, stored: Any, place: list[Any], labels: list[str], in_table: bool = False
) -> Iterator[Text]:
    if isinstance(block, blocks.RichTextBlock):
        widget = deepcopy(block.field.widget)
        yield Text(place, _label(labels), stored or "", forms.CharField(widget=widget), not in_table)
    elif isinstance(block, (blocks.CharBlock, blocks.TextBlock, blocks.EmailBlock)):
        limit = getattr(block.field, "max_length", None)
        field = forms.CharField(max_length=limit, widget=_text_box(stored or ""))
        is_sentence = not in_table and not isinstance(block, blocks.EmailBlock)
        yield Text(place, _label(labels), stored or "", field, is_sentence)
    else:
        in_table = in_table or isinstance(block, TypedTableBlock)
        for path, child, value in parts_of(block, stored):
            number = next((f" {step + 1}" for step in path if isinstance(step, int)), "")
            label = f"{'row' if path[0] == 'rows' else child.label or 'item'}{number}"
            yield from _texts_of_blocks(child, value, [*place, *path], [*labels, label], in_table)


def _text_box(value: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": min(12, 2 + len(value) // 70)})


def _label(labels: list[str]) -> str:
    return capfirst(", ".join(label.lower() for label in labels))


def text_at(content: Any, place: Place) -> str | None:
    """Return the text at ``place`` in a revision's ``content``; None if there is none any more."""
    try:
        for step in place:
            content = _opened(content)[step]
    except (LookupError, TypeError, ValueError):
        return None
    return content if isinstance(content, str) else None


def with_text(content: Any, place: Place, text: str) -> Any:
    """Return a copy of ``content`` with another text at ``place``."""
    if not place:
        return text
    opened = _opened(content)
    changed = opened.copy()
    changed[place[0]] = with_text(opened[place[0]], place[1:], text)
    return json.dumps(changed) if isinstance(content, str) else changed


def _opened(content: Any) -> Any:
    """Return ``content``, read from JSON if it is a stream of blocks, which revisions store as text."""
    return json.loads(content) if isinstance(content, str) else content

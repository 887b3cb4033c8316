"""The texts of a draft, each with its place in the content of a revision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from pages.core.stored_content import parts_of

from .personal_data import plain_text
from .public_content import INTERNAL_FIELDS, published_children

Place = Sequence[str | int]
"""Names of fields and numbers of children and blocks that lead to a text in a revision's content."""
FOR_READERS = {"change_note"}
"""Fields that ``INTERNAL_FIELDS`` leaves out of snapshots, although readers see them."""


@dataclass
class DraftText:
    """One text of a draft."""

    place: Place
    label: str
    value: str
    is_rich: bool
    """Whether it is stored as HTML."""

    @property
    def plain(self) -> str:
        return plain_text(self.value) if self.is_rich else self.value


def texts_of(draft: Any) -> list[DraftText]:
    """Return the texts of ``draft`` and its children that are not empty, in order."""
    return [text for text in _texts_of_model(draft, [], []) if text.value]


def _texts_of_model(
    obj: Any, place: list[Any], labels: list[str]
) -> Iterator[DraftText]:
    internal = (
        INTERNAL_FIELDS | getattr(obj, "internal_fields", frozenset())
    ) - FOR_READERS
    for field in obj._meta.concrete_fields:
        if field.editable and field.name not in internal:
            yield from _texts_of_field(
                obj, field, [*place, field.name], [*labels, str(field.verbose_name)]
            )
    for relation, children in published_children(obj):
        for number, child in enumerate(children):
            label = f"{child._meta.verbose_name} {number + 1}"
            yield from _texts_of_model(
                child, [*place, relation, number], [*labels, label]
            )


def _texts_of_field(
    obj: Any, field: Any, place: list[Any], labels: list[str]
) -> Iterator[DraftText]:
    value = getattr(obj, field.name)
    if isinstance(field, StreamField):
        yield from _texts_of_blocks(
            field.stream_block, list(value.raw_data), place, labels
        )
    elif _is_written(field):
        yield DraftText(place, _label(labels), value, isinstance(field, RichTextField))


def _is_written(field: models.Field) -> bool:
    """Return True if editors write the text of ``field``: not for choices or addresses."""
    return (
        isinstance(field, (models.CharField, models.TextField))
        and type(field.formfield()) is forms.CharField
    )


def _texts_of_blocks(
    block: Any, stored: Any, place: list[Any], labels: list[str]
) -> Iterator[DraftText]:
    if isinstance(
        block,
        (blocks.RichTextBlock, blocks.CharBlock, blocks.TextBlock, blocks.EmailBlock),
    ):
        yield DraftText(
            place, _label(labels), stored or "", isinstance(block, blocks.RichTextBlock)
        )
    else:
        for path, child, value in parts_of(block, stored):
            number = next(
                (f" {step + 1}" for step in path if isinstance(step, int)), ""
            )
            label = f"{'row' if path[0] == 'rows' else child.label or 'item'}{number}"
            yield from _texts_of_blocks(child, value, [*place, *path], [*labels, label])


def _label(labels: list[str]) -> str:
    return capfirst(", ".join(label.lower() for label in labels))

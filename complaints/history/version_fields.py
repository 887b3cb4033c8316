"""Reads a published version as a list of named plain texts, which comparisons and the data show.

The fields are those of the model, so a new field needs nothing here. Snapshots of any release can be read: a
field that the snapshot or the present model lacks is left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from complaints.models import Organisation
from pages.core.partial_date_fields import PartialDateField
from pages.core.stored_content import child_models, list_of

from . import plain_text
from .referenced_names import ReferencedNames

STORAGE_FIELDS = {"sort_key", "sort_order"}
"""Fields that say only how a row is stored."""
READER_LABELS = {
    "slug": "Address",
    "seo_title": "Title for search engines",
    "search_description": "Description for search engines",
    "show_in_menus": "On the home page",
}
"""Labels for fields of Wagtail's whose own names would mean nothing to a reader."""


class VersionField(NamedTuple):
    """One field of a version: ``actions[2].due_dates[1].due``, “Action 2: due date 1”, “27 March 2025”."""

    name: str
    label: str
    text: str


def read_version_fields(
    model: type[models.Model], snapshot: dict[str, object], names: ReferencedNames | None = None
) -> list[VersionField]:
    """Return every public field of ``snapshot``, a version of a ``model``, always in the same order.

    An empty field has an empty text. Pass the same ``names`` for many versions: it looks up all that it
    expects at once.
    """
    return list(_read_fields(model, snapshot, names or ReferencedNames(), VersionField("", "", "")))


def _read_fields(
    model: type[models.Model], snapshot: object, names: ReferencedNames, above: VersionField
) -> Iterator[VersionField]:
    if not isinstance(snapshot, dict):
        return
    children = dict(child_models(model))
    for name in _field_names_in_order(model, children):
        if name not in snapshot or name in STORAGE_FIELDS:
            continue
        if name in children:
            yield from _read_child_fields(children[name], name, snapshot[name], names, above)
        elif (text := _field_text(model, name, snapshot[name], names)) is not None:
            label = _field_label(model, name, above)
            yield VersionField(f"{above.name}{name}", label[:1].upper() + label[1:], text)


def _read_child_fields(
    model: Any, name: str, snapshots: object, names: ReferencedNames, above: VersionField
) -> Iterator[VersionField]:
    for number, snapshot in enumerate(list_of(snapshots), start=1):
        path = f"{above.name}{name}[{number}]."
        label = f"{above.label}{model._meta.verbose_name} {number}: "
        yield from _read_fields(model, snapshot, names, VersionField(path, label, ""))


def _field_label(model: Any, name: str, above: VersionField) -> str:
    """Return the label; a field with the name of its model, such as “due date”, is named once."""
    own = READER_LABELS.get(name) or str(model._meta.get_field(name).verbose_name)
    if above.label and own == model._meta.verbose_name:
        return above.label.removesuffix(": ")
    return f"{above.label}{own}"


def _field_names_in_order(model: Any, children: Iterable[str]) -> list[str]:
    """Return the names of all fields: first those of the editor's form in its order, then the others."""
    panels = getattr(model, "panels", [])
    if issubclass(model, Page):
        panels = [*model.content_panels, *model.promote_panels, *model.settings_panels]
    others = [field.name for field in [*model._meta.fields, *model._meta.many_to_many]]
    return list(dict.fromkeys(["title", *_panel_field_names(panels), *others, *children]))


def _panel_field_names(panels: Iterable[Any]) -> Iterator[str]:
    for panel in panels:
        if name := getattr(panel, "relation_name", None) or getattr(panel, "field_name", None):
            yield name
        yield from _panel_field_names(getattr(panel, "children", []))


def _field_text(model: type[models.Model], name: str, stored: object, names: ReferencedNames) -> str | None:
    """Return what a reader sees of a field; ``None`` if it says only how the row is stored."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.is_relation:
        if field.related_model is not Organisation:
            return None
        found = {
            names.name_of("organisation", key) for key in (stored if isinstance(stored, list) else [stored])
        }
        return "; ".join(sorted(found - {""}))
    if isinstance(field, StreamField):
        return plain_text.stream_to_plain_text(field.stream_block, stored, names)
    if isinstance(field, RichTextField):
        return plain_text.rich_text_to_plain_text(stored, names)
    return _plain_value_text(field, stored)


def _plain_value_text(field: Any, stored: object) -> str:
    if isinstance(field, models.BooleanField):
        return "Yes" if stored else "No"
    if stored in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(str(stored), stored))
    if isinstance(field, (PartialDateField, models.DateField)):
        return plain_text.date_in_words(stored)
    return str(stored)

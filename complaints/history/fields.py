"""A published version as a list of named plain texts: what comparisons, data and the feed show of it.

Reads snapshots of whatever release: a field that is missing, or that nobody knows any more, is left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from complaints.models import Organisation
from pages.core.partial_date_fields import PartialDateField

from . import plain_text
from .names import Names

LEFT_OUT = {"sort_key", "sort_order"}
"""Fields that say how something is kept."""
LABELS = {
    "slug": "Address",
    "seo_title": "Title for search engines",
    "search_description": "Description for search engines",
    "show_in_menus": "On the home page",
}
"""Where the name of Wagtail's field would mean nothing to a reader."""


class Field(NamedTuple):
    """One field of a version: ``actions[2].due_dates[1].due``, “Action 2: due date 1”, “27 March 2025”."""

    name: str
    label: str
    text: str


def readable(model: type[models.Model], snapshot: dict[str, Any], names: Names | None = None) -> list[Field]:
    """Return every public field of ``snapshot``, a version of a ``model``, always in the same order.

    An empty field has an empty text. Pass the same ``names`` for many versions: it looks them up once, and
    all that it was told to expect.
    """
    return list(_fields_of(model, snapshot, names or Names(), Field("", "", "")))


def _fields_of(model: Any, snapshot: Any, names: Names, above: Field) -> Iterator[Field]:
    if not isinstance(snapshot, dict):
        return
    children = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
    for name in _in_order(model, children):
        if name not in snapshot or name in LEFT_OUT:
            continue
        if name in children:
            yield from _children(children[name], name, snapshot[name], names, above)
        elif (text := _text(model, name, snapshot[name], names)) is not None:
            label = _label(model, name, above)
            yield Field(f"{above.name}{name}", label[:1].upper() + label[1:], text)


def _children(relation: Any, name: str, snapshots: Any, names: Names, above: Field) -> Iterator[Field]:
    model = relation.related_model
    for place, snapshot in enumerate(snapshots if isinstance(snapshots, list) else [], start=1):
        path = f"{above.name}{name}[{place}]."
        label = f"{above.label}{model._meta.verbose_name} {place}: "
        yield from _fields_of(model, snapshot, names, Field(path, label, ""))


def _label(model: Any, name: str, above: Field) -> str:
    """Return the label; the due date of a due date needs no second word."""
    own = LABELS.get(name) or str(model._meta.get_field(name).verbose_name)
    if above.label and own == model._meta.verbose_name:
        return above.label.removesuffix(": ")
    return f"{above.label}{own}"


def _in_order(model: Any, children: Iterable[str]) -> list[str]:
    """Return the names of all fields: those of the editor's form as they stand there, then the others."""
    panels = getattr(model, "panels", [])
    if issubclass(model, Page):
        panels = [*model.content_panels, *model.promote_panels, *model.settings_panels]
    others = [field.name for field in [*model._meta.fields, *model._meta.many_to_many]]
    return list(dict.fromkeys(["title", *_names_in(panels), *others, *children]))


def _names_in(panels: Iterable[Any]) -> Iterator[str]:
    for panel in panels:
        if name := getattr(panel, "relation_name", None) or getattr(panel, "field_name", None):
            yield name
        yield from _names_in(getattr(panel, "children", []))


def _text(model: Any, name: str, stored: Any, names: Names) -> str | None:
    """Return what a reader sees of a field; ``None`` if it says only how something is kept."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.is_relation:
        if field.related_model is not Organisation:
            return None
        found = {names.of("organisation", key) for key in (stored if isinstance(stored, list) else [stored])}
        return "; ".join(sorted(found - {""}))
    if isinstance(field, StreamField):
        return plain_text.of_stream(field.stream_block, stored, names)
    if isinstance(field, RichTextField):
        return plain_text.of_rich_text(stored, names)
    return _plain(field, stored)


def _plain(field: Any, stored: Any) -> str:
    if isinstance(field, models.BooleanField):
        return "Yes" if stored else "No"
    if stored in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(str(stored), stored))
    if isinstance(field, (PartialDateField, models.DateField)):
        return plain_text.in_words(stored)
    return str(stored)

"""What changed in the children of a page: which child it is and what of it, their own children included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst

SAYS_NOTHING = {"", "None", "False"}
"""How Wagtail shows what is empty, or a box that is not ticked."""


@dataclass
class ChangedPart:
    """A field of a child, or children of its own."""

    label: str
    difference: SafeString | str = ""
    children: list["ChangedChild"] = field(default_factory=list)


@dataclass
class ChangedChild:
    """A child that was added, taken out, moved or changed."""

    name: str
    what: str
    """``addition`` or ``deletion``, as Wagtail’s styles name them; else empty."""
    parts: list[ChangedPart]

    @property
    def what_in_words(self) -> str:
        return {"addition": "new", "deletion": "taken out"}.get(self.what, "" if self.parts else "moved")


def changed_children(comparison: Any) -> list[ChangedChild]:
    """Return the children that differ, from Wagtail's ``comparison`` of a relation, in order."""
    number, found = 0, []
    for child in comparison.get_child_comparisons():
        number += 0 if child.is_deletion() else 1
        what = "addition" if child.is_addition() else "deletion" if child.is_deletion() else ""
        parts = list(_changed_parts(child, is_whole=bool(what)))
        if what or parts or child.get_position_change():
            found.append(ChangedChild(_name(child, 0 if child.is_deletion() else number), what, parts))
    return found


def _name(child: Any, number: int) -> str:
    """Return what the child is called: “Action 2: Train every officer”."""
    obj = child.obj_b or child.obj_a
    name = capfirst(f"{obj._meta.verbose_name} {number or ''}".strip())
    title = getattr(obj, "title", "")
    return f"{name}: {title}" if title else name


def _changed_parts(child: Any, *, is_whole: bool) -> Iterator[ChangedPart]:
    for part in child.get_field_comparisons():
        label = str(part.field_label())
        if part.is_child_relation:
            children = _whole_children(part, child) if is_whole else changed_children(part)
            if children:
                yield ChangedPart(label, children=children)
        elif is_whole or part.has_changed():
            difference = part.htmldiff()
            if not is_whole or strip_tags(difference).strip() not in SAYS_NOTHING:
                yield ChangedPart(label, difference)


def _whole_children(relation: Any, child: Any) -> list[ChangedChild]:
    return [
        ChangedChild(_name(each, number), "", list(_changed_parts(each, is_whole=True)))
        for number, each in enumerate(relation.get_child_comparisons(), start=1)
    ]

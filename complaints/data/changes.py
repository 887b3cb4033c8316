"""What changed from one publication to the next, field by field, as readers may know it.

Made from published versions alone. One that readers may not read any more breaks the chain: nothing is
compared with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, NamedTuple

from django.db.models import Model

from complaints.history import versions
from complaints.history.fields import readable
from complaints.history.names import Names
from pages.core import stored_links
from pages.moderation.models import PublishedVersion

from .fields import ADDRESS, MOMENT, NUMBER, TEXT, YES_OR_NO, Field, Group, at
from .section import Section

AT_ONCE = 1000
"""Versions that are read together: each thousand may lead to pages and documents that none did before."""
FIRST = "(first published)"
NOT_COMPARED = "(not compared)"
NOTHING = "(no field changed)"

CHANGE = Group(
    "change",
    (
        Field(
            "published_at", "When the new version was published.", MOMENT, at("published_at"), required=True
        ),
        Field("id", "The identifier of what changed.", TEXT, at("identifier"), required=True),
        Field("version", "The number of the new version of it.", NUMBER, at("number"), required=True),
        Field("version_url", "The address of the new version.", ADDRESS, at("address"), required=True),
        Field(
            "field",
            f"The field that changed, as versions name it; {FIRST} for the first version, {NOT_COMPARED} for "
            f"one after a version that is no longer shown, {NOTHING} for one without any change of a field.",
            TEXT,
            at("difference.field"),
            required=True,
        ),
        Field("field_label", "The field in the words of the site.", TEXT, at("difference.label")),
        Field("old", "What it said before, as plain text.", TEXT, at("difference.old")),
        Field("new", "What it says in the new version, as plain text.", TEXT, at("difference.new")),
        Field(
            "minor_correction",
            "Whether only spelling, grammar or style was put right.",
            YES_OR_NO,
            at("minor"),
            required=True,
        ),
        Field("change_note", "What the force says about the change.", TEXT, at("note")),
    ),
)


class Difference(NamedTuple):
    """A field that changed, or why none is named."""

    field: str
    label: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Change:
    """One field that changed with one publication."""

    published_at: datetime
    identifier: str
    number: int
    address: str
    minor: bool
    note: str
    difference: Difference


def of(section: Section) -> list[Change]:
    """Return every change that readers may know of, the earliest first, in a fixed number of queries."""
    pages = {str(page.pk): page for page in _pages(section)}
    shown = versions.shown(versions.of_section(section.page)).order_by("object_id", "number", "pk")
    before: PublishedVersion | None = None
    found: list[tuple[int, Change]] = []
    for version, page in _known(shown.iterator(chunk_size=AT_ONCE), pages, section.names):
        if before and (before.object_id, before.number) != (version.object_id, version.number - 1):
            before = None
        differences = _differences(type(page), before, version, section.names)
        found += [(version.pk, _change(version, page, each, section)) for each in differences]
        before = version
    found.sort(key=lambda each: (each[1].published_at, each[0]))
    return [change for _, change in found]


def _known(
    shown: Iterable[PublishedVersion], pages: dict[str, Any], names: Names
) -> Iterator[tuple[PublishedVersion, Any]]:
    """Yield each version of one of ``pages`` with its page; ``names`` expect what many lead to."""
    known = ((version, pages[version.object_id]) for version in shown if version.object_id in pages)
    for some in batched(known, AT_ONCE, strict=False):
        for version, page in some:
            names.expect(stored_links.link_targets_in_snapshot(type(page), version.snapshot))
        yield from some


def _pages(section: Section) -> Iterator[Any]:
    yield from section.super_complaints.values()
    for page in section.recommendations():
        if parent := section.super_complaints.get(page.path[: -page.steplen]):
            page.super_complaint = parent
            yield page


def _change(version: PublishedVersion, page: Any, difference: Difference, section: Section) -> Change:
    return Change(
        published_at=version.published_at,
        identifier=page.identifier,
        number=version.number,
        address=version_address(version, page, section),
        minor=version.minor_correction,
        note=version.change_note,
        difference=difference,
    )


def version_address(version: PublishedVersion, page: Any, section: Section) -> str:
    """Return where ``version`` of ``page`` can be read and cited."""
    return f"{section.address_of(page)}history/{version.number}/"


def _differences(
    model: type[Model], before: PublishedVersion | None, version: PublishedVersion, names: Names
) -> list[Difference]:
    if not before:
        return [Difference(FIRST if version.number == 1 else NOT_COMPARED)]
    old, new = before.snapshot, version.snapshot
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    # Most of it stays the same, and takes its time to be put into words.
    was, now = (
        {
            field.name: field
            for field in readable(model, {name: each[name] for name in changed & each.keys()}, names)
        }
        for each in (old, new)
    )
    found = []
    for name in dict.fromkeys([*was, *now]):
        texts = [each[name].text if name in each else "" for each in (was, now)]
        if texts[0] != texts[1]:
            found.append(Difference(name, (now.get(name) or was[name]).label, *texts))
    return found or [Difference(NOTHING)]

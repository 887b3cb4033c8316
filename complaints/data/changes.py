"""The changes from one published version to the next, field by field.

Nothing is compared with a version that readers may no longer read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db.models import Model, QuerySet
from wagtail.models import Page

from complaints.history import published_versions
from complaints.history.recorded_states import RECORDS, state_fields
from complaints.history.referenced_names import ReferencedNames
from complaints.history.version_fields import VersionField, read_version_fields
from pages.core import stored_links
from pages.moderation.models import PublishedVersion

from .field_descriptions import (
    BOOLEAN,
    DATE_TIME,
    TEXT,
    WEB_ADDRESS,
    WHOLE_NUMBER,
    DataField,
    FieldGroup,
)
from .published_section import PublishedSection

VERSIONS_PER_BATCH = 200
"""Versions that are read together, with all the pages and documents that they link to."""
FIRST_VERSION = "(first published)"
NOT_COMPARED = "(not compared)"
NO_FIELD_CHANGED = "(no field changed)"

CHANGE_FIELDS = FieldGroup(
    "change",
    (
        DataField(
            "published_at", "When the new version was published.", DATE_TIME, "published_at", required=True
        ),
        DataField("id", "The identifier of what changed.", TEXT, "identifier", required=True),
        DataField("version", "The number of the new version of it.", WHOLE_NUMBER, "number", required=True),
        DataField("version_url", "The address of the new version.", WEB_ADDRESS, "address", required=True),
        DataField(
            "field",
            "The field that changed, as versions name it; “state” is the status that a version showed when "
            f"it was published; {FIRST_VERSION} for the first version, "
            f"{NOT_COMPARED} for one after a version that is no longer shown, {NO_FIELD_CHANGED} for one "
            "without any change of a field.",
            TEXT,
            "difference.field",
            required=True,
        ),
        DataField("field_label", "The field in the words of the site.", TEXT, "difference.label"),
        DataField("old", "What it said before, as plain text.", TEXT, "difference.old"),
        DataField("new", "What it says in the new version, as plain text.", TEXT, "difference.new"),
        DataField(
            "minor_correction",
            "Whether only spelling, grammar or style was put right.",
            BOOLEAN,
            "minor",
            required=True,
        ),
        DataField("change_note", "What the force says about the change.", TEXT, "note"),
    ),
)


class FieldDifference(NamedTuple):
    """A field that changed; ``field`` may instead say why no field is named."""

    field: str
    label: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A difference of one field, with the publication that made it."""

    published_at: datetime
    identifier: str
    number: int
    address: str
    minor: bool
    note: str
    difference: FieldDifference


def list_changes(section: PublishedSection) -> Iterator[FieldChange]:
    """Yield every change that readers may see, the earliest first; each batch takes the same queries."""
    readable = published_versions.readable_versions(
        published_versions.versions_in_section(section.index_page)
    ).prefetch_related(RECORDS)
    in_order = readable.order_by("published_at", "pk").iterator(chunk_size=VERSIONS_PER_BATCH)
    for versions in batched(in_order, VERSIONS_PER_BATCH, strict=False):
        pages = _public_pages(section, versions)
        before = _versions_before(readable, versions)
        for version in (*before.values(), *versions):
            if page := pages.get(version.object_id):
                links = stored_links.link_targets_in_snapshot(type(page), version.snapshot)
                section.referenced_names.expect(links)
        for version in versions:
            if page := pages.get(version.object_id):
                previous = before.get((version.object_id, version.number - 1))
                for each in _differing_fields(type(page), previous, version, section.referenced_names):
                    yield _change(version, page, each, section)


def _public_pages(section: PublishedSection, versions: Iterable[PublishedVersion]) -> dict[str, Page]:
    """Return the public pages of ``versions`` by their keys."""
    keys = {int(version.object_id) for version in versions}
    pages: dict[str, Page] = {
        str(page.pk): page for page in section.super_complaints.values() if page.pk in keys
    }
    for page in section.recommendations().filter(pk__in=keys):
        if parent := section.super_complaints.get(page.path[: -page.steplen]):
            page.super_complaint = parent
            pages[str(page.pk)] = page
    return pages


def _versions_before(
    readable: QuerySet[PublishedVersion], versions: Iterable[PublishedVersion]
) -> dict[tuple[str, int], PublishedVersion]:
    """Return the ``readable`` versions that ``versions`` came after, by key of the page and number."""
    wanted = {(version.object_id, version.number - 1) for version in versions}
    keys, numbers = zip(*wanted, strict=True)
    found = readable.filter(object_id__in=keys, number__in=numbers).order_by("pk")
    return {
        place: each
        for each in found.iterator(chunk_size=VERSIONS_PER_BATCH)
        if (place := (each.object_id, each.number)) in wanted
    }


def _change(
    version: PublishedVersion, page: Page, difference: FieldDifference, section: PublishedSection
) -> FieldChange:
    return FieldChange(
        published_at=version.published_at,
        identifier=page.identifier,
        number=version.number,
        address=version_address(version, page, section),
        minor=version.minor_correction,
        note=version.change_note,
        difference=difference,
    )


def version_address(version: PublishedVersion, page: Page, section: PublishedSection) -> str:
    """Return the address at which ``version`` of ``page`` can be read and cited."""
    return f"{section.page_address(page)}history/{version.number}/"


def _differing_fields(
    model: type[Model], before: PublishedVersion | None, version: PublishedVersion, names: ReferencedNames
) -> list[FieldDifference]:
    if not before and version.number != 1:
        return [FieldDifference(NOT_COMPARED)]
    statuses = _differing_texts(state_fields(before, names) if before else [], state_fields(version, names))
    if not before:
        return [FieldDifference(FIRST_VERSION), *statuses]
    old, new = before.snapshot, version.snapshot
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    # Only changed fields are put into words: most stay the same, and words take time.
    old_fields, new_fields = (
        read_version_fields(model, {name: each[name] for name in changed & each.keys()}, names)
        for each in (old, new)
    )
    return [*statuses, *_differing_texts(old_fields, new_fields)] or [FieldDifference(NO_FIELD_CHANGED)]


def _differing_texts(old: list[VersionField], new: list[VersionField]) -> list[FieldDifference]:
    fields = [{field.name: field for field in each} for each in (old, new)]
    found = []
    for name in dict.fromkeys([*fields[0], *fields[1]]):
        texts = [each[name].text if name in each else "" for each in fields]
        if texts[0] != texts[1]:
            found.append(FieldDifference(name, (fields[1].get(name) or fields[0][name]).label, *texts))
    return found

"""Entries of pages that were taken down: identifier, day and reason, and no other words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.register.withdrawn_pages import withdrawn_last_versions
from pages.moderation.models import PublishedVersion

from . import code_lists
from .field_descriptions import DATE, TEXT, DataField, FieldGroup, coded_fields, field_values
from .published_section import PublishedSection


@dataclass(frozen=True)
class WithdrawnEntry:
    """A page that was taken down and has not been published again."""

    identifier: str
    withdrawn_on: date
    withdrawn_because: str
    status: str = "withdrawn"


def list_withdrawn(section: PublishedSection) -> tuple[list[WithdrawnEntry], list[WithdrawnEntry]]:
    """Return the super-complaints and the recommendations that were taken down, in a fixed number of queries.

    A page below one that not everybody may read is left out.
    """
    complaints = SuperComplaintPage.objects.child_of(section.index_page)
    gone = RecommendationResponsePage.objects.descendant_of(section.index_page).filter(live=False)
    pages: dict[str, Page] = {str(page.pk): page for page in (*complaints, *gone)}
    restricted = tuple(PageViewRestriction.objects.values_list("page__url_path", flat=True))
    root = section.site.root_page.url_path.rstrip("/")
    by_level: dict[int, list[PublishedVersion]] = {1: [], 2: []}
    for version in withdrawn_last_versions():
        page = pages.get(version.object_id)
        url_path = page.url_path if page else root + version.path
        level = _levels_below(url_path, section.index_page.url_path)
        if not page and not version.path:  # its address was redacted
            level = 1 + version.identifier.count("/")
        if not url_path.startswith(restricted) and not (page and page.live):
            by_level.get(level, []).append(version)
    return _sorted_entries(by_level[1]), _sorted_entries(by_level[2])


def _levels_below(url_path: str, top_path: str) -> int:
    """Return how many levels below ``top_path`` a page is; 0 if it is elsewhere."""
    return url_path.removeprefix(top_path).count("/") if url_path.startswith(top_path) else 0


def _sorted_entries(found: Iterable[PublishedVersion]) -> list[WithdrawnEntry]:
    gone = [
        WithdrawnEntry(
            version.identifier, timezone.localdate(version.withdrawn_at), version.withdrawn_because
        )
        for version in found
        if version.identifier
    ]
    return sorted(gone, key=lambda each: each.identifier)


IDENTITY_FIELDS = (
    DataField(
        "id", "The identifier: the same at every force, and for good.", TEXT, "identifier", required=True
    ),
    *coded_fields("status", "Whether it can be read.", code_lists.STATUS, "status", required=True),
    DataField("withdrawn_on", "The day on which it was taken down.", DATE, "withdrawn_on"),
    *coded_fields(
        "withdrawn_because", "Why it was taken down.", code_lists.WITHDRAWN_BECAUSE, "withdrawn_because"
    ),
)
"""The only fields with a value in an entry that was taken down."""


def withdrawn_entry_values(group: FieldGroup, entry: object) -> dict[str, Any]:
    """Return the values of an ``entry`` that was taken down: the other fields of ``group`` are empty."""
    return {
        **{field.name: field.empty_value for field in group.fields},
        **field_values(IDENTITY_FIELDS, entry),
    }

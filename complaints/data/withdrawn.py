"""What was taken down: it keeps its identifier, with the day and the reason, and no other words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.models import PublishedVersion

from .section import Section

ADDRESS = re.compile(r"(?P<above>.+/)(?P<kind>[a-z]+)-(?P<number>\d+)(?:-(?P<part>\d+))?(?P<letter>[a-z]?)/")
"""The address of a recommendation that has a number."""


@dataclass(frozen=True)
class Gone:
    """Something that was taken down and has not come back."""

    identifier: str
    withdrawn_on: date
    withdrawn_because: str
    status: str = "withdrawn"


@dataclass(frozen=True)
class TakenDown:
    """All that was taken down below a section."""

    super_complaints: list[Gone]
    recommendations: list[Gone]


def below(section: Section) -> TakenDown:
    """Return what was taken down below ``section``, in a fixed number of queries.

    What stands below a page that not everybody may read is left out: nobody need know of it.
    """
    complaints = list(SuperComplaintPage.objects.child_of(section.page))
    gone = RecommendationResponsePage.objects.descendant_of(section.page).filter(live=False)
    by_path = {page.path: page for page in complaints}
    for page in gone:
        page.super_complaint = by_path[page.path[: -page.steplen]]  # known already
    pages: dict[str, Any] = {str(page.pk): page for page in (*complaints, *gone)}
    restricted = tuple(PageViewRestriction.objects.values_list("page__url_path", flat=True))
    root = section.site.root_page.url_path.rstrip("/")
    by_level: dict[int, list[tuple[str, Any, Any]]] = {1: [], 2: []}
    for version in _last_versions(section):
        page = pages.get(version.object_id)
        place = page.url_path if page else root + version.path
        if not place.startswith(restricted) and not (page and page.live):
            by_level.get(_level(place, section.page.url_path), []).append((place, version, page))
    identifiers = {page.url_path: page.identifier for page in complaints}
    for place, version, _ in by_level[1]:
        # Before there were identifiers, it was the last part of the address.
        identifiers.setdefault(place, version.identifier or place.rstrip("/").rpartition("/")[2])
    return TakenDown(
        _sorted((identifiers[place], version) for place, version, _ in by_level[1]),
        _sorted((_identifier(*found, identifiers), found[1]) for found in by_level[2]),
    )


def _last_versions(section: Section) -> Any:
    """Return the last version of each page of the site whose last version was taken down."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    found = PublishedVersion.objects.filter(
        ~Exists(newer), model=Page._meta.label_lower, site_id=section.site.pk, withdrawn_at__isnull=False
    )
    return found.defer("snapshot").annotate(identifier=KT("snapshot__identifier"))


def _level(place: str, top: str) -> int:
    """Return how far below ``top`` a page stands; 0 if it stands elsewhere."""
    return place.removeprefix(top).count("/") if place.startswith(top) else 0


def _identifier(place: str, version: Any, page: Any, identifiers: dict[str, str]) -> str:
    """Return the identifier of a recommendation; of one that is deleted, its address tells it.

    Without a number of its own nothing tells it any more, and it has none.
    """
    if page:
        return page.identifier
    found = ADDRESS.fullmatch(place)
    if not found or found["above"] not in identifiers:
        return ""
    part = f".{found['part']}" if found["part"] else ""
    return f"{identifiers[found['above']]}/{found['kind']}-{found['number']}{part}{found['letter']}"


def _sorted(found: Iterable[tuple[str, Any]]) -> list[Gone]:
    gone = [
        Gone(identifier, timezone.localdate(version.withdrawn_at), version.withdrawn_because)
        for identifier, version in found
        if identifier
    ]
    return sorted(gone, key=lambda each: each.identifier)

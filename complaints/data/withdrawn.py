"""What was taken down: it keeps its identifier, with the day and the reason, and no other words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.models import PublishedVersion

from .section import Section


@dataclass(frozen=True)
class Gone:
    """Something that was taken down and has not come back."""

    identifier: str
    withdrawn_on: date
    withdrawn_because: str
    status: str = "withdrawn"


def below(section: Section) -> tuple[list[Gone], list[Gone]]:
    """Return super-complaints and recommendations that were taken down, in a fixed number of queries.

    What stands below a page that not everybody may read is left out: nobody need know of it.
    """
    complaints = SuperComplaintPage.objects.child_of(section.page)
    gone = RecommendationResponsePage.objects.descendant_of(section.page).filter(live=False)
    pages: dict[str, Any] = {str(page.pk): page for page in (*complaints, *gone)}
    restricted = tuple(PageViewRestriction.objects.values_list("page__url_path", flat=True))
    root = section.site.root_page.url_path.rstrip("/")
    by_level: dict[int, list[PublishedVersion]] = {1: [], 2: []}
    for version in _last_versions(section):
        page = pages.get(version.object_id)
        place = page.url_path if page else root + version.path
        level = _level(place, section.page.url_path)
        if not page and not version.path:  # its address was redacted
            level = 1 + version.identifier.count("/")
        if not place.startswith(restricted) and not (page and page.live):
            by_level.get(level, []).append(version)
    return _sorted(by_level[1]), _sorted(by_level[2])


def _last_versions(section: Section) -> Any:
    """Return the last version of each page whose last version was taken down."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    found = PublishedVersion.objects.filter(
        ~Exists(newer), model=Page._meta.label_lower, withdrawn_at__isnull=False
    )
    return found.defer("snapshot")


def _level(place: str, top: str) -> int:
    """Return how far below ``top`` a page stands; 0 if it stands elsewhere."""
    return place.removeprefix(top).count("/") if place.startswith(top) else 0


def _sorted(found: Iterable[PublishedVersion]) -> list[Gone]:
    gone = [
        Gone(version.identifier, timezone.localdate(version.withdrawn_at), version.withdrawn_because)
        for version in found
        if version.identifier
    ]
    return sorted(gone, key=lambda each: each.identifier)

"""The recommendations that were taken down: their page is gone, the fact and its reason stay."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from complaints.models import RecommendationResponsePage, SuperComplaintPage, printed_numbers
from complaints.vocabulary import ItemKind
from pages.moderation.models import PublishedVersion


@dataclass(frozen=True)
class WithdrawnPage:
    """What readers are told of a page that was taken down; none of its words."""

    name: str
    day: date
    reason: str


def withdrawn_last_versions() -> QuerySet[PublishedVersion]:
    """Return the last version of each page whose last version was taken down, without its content."""
    newer = PublishedVersion.objects.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    found = PublishedVersion.objects.filter(
        ~Exists(newer), model=Page._meta.label_lower, withdrawn_at__isnull=False
    )
    return found.defer("snapshot")


def list_withdrawn_pages(super_complaint: SuperComplaintPage) -> list[WithdrawnPage]:
    """Return the recommendations below ``super_complaint`` that were taken down and not published again."""
    versions = list(withdrawn_last_versions().filter(identifier__startswith=f"{super_complaint.identifier}/"))
    if not versions:
        return []
    pages = RecommendationResponsePage.objects.in_bulk([int(version.object_id) for version in versions])
    closed = tuple(PageViewRestriction.objects.values_list("page__url_path", flat=True))
    found = []
    for version in versions:
        page = pages.get(int(version.object_id))
        if page and (page.live or not page.is_child_of(super_complaint) or page.url_path.startswith(closed)):
            continue
        found.append(
            WithdrawnPage(
                _name(version.identifier),
                timezone.localdate(version.withdrawn_at),
                version.get_withdrawn_because_display(),
            )
        )
    return sorted(found, key=lambda each: (each.day, each.name))


def _name(identifier: str) -> str:
    """Return what the item is called, from its identifier, which is public: ``Recommendation 7.1``."""
    kind, _, number = identifier.rpartition("/")[2].partition("-")
    label = ItemKind(kind).label if kind in ItemKind.values else ItemKind.RECOMMENDATION.label
    return f"{label} {number}" if printed_numbers.is_number(number) else label

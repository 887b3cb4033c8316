"""What was published and when, as the histories, the feed and the home page list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from complaints.models import SuperComplaintPage
from complaints.vocabulary import ItemKind

from .published_versions import (
    AnnotatedVersion,
    readable_versions,
    versions_below,
    withdrawal_reason,
)


@dataclass(frozen=True)
class HistoryEntry:
    """One publication of a page."""

    version: AnnotatedVersion
    page: Page
    super_complaint: str
    """The title of the super-complaint above a recommendation."""

    @property
    def hidden_reason(self) -> str:
        return withdrawal_reason(self.version)

    @property
    def name(self) -> str:
        """The kind, number and title as they were published; the present title if that is hidden."""
        if self.hidden_reason:
            return self.page.title
        return name_of_version(self.version)

    @property
    def full_name(self) -> str:
        """The name with the super-complaint: the number of a recommendation alone does not identify it."""
        if self.super_complaint:
            return f"{self.name} ({self.super_complaint})"
        return self.name

    @property
    def address(self) -> str:
        """The address below that of the site at which the version can be read and cited."""
        return f"{self.page.url}history/{self.version.number}/"

    @property
    def approvals(self) -> list[tuple[str, str]]:
        """The role and the day of each approval."""
        approvals = []
        for approval in self.version.approvals:
            moment = parse_datetime(approval.get("at", ""))
            day = "date not recorded"
            if moment:
                day = f"{timezone.localdate(moment):%-d %B %Y}"
            approvals.append((approval.get("role") or "role not recorded", day))
        return approvals


def name_of_version(version: AnnotatedVersion) -> str:
    """Return the kind, number and title of a recommendation, or the title of another page."""
    kind = dict(ItemKind.choices).get(version.snapshot.get("kind"), "")
    heading = f"{kind} {version.snapshot.get('number') or ''}".strip()
    if heading:
        return f"{heading}: {version.title}"
    return version.title


def list_entries(versions: Iterable[AnnotatedVersion]) -> list[HistoryEntry]:
    """Return ``versions`` with their pages; without those whose page has been deleted since."""
    versions = list(versions)
    pages = Page.objects.in_bulk([int(version.object_id) for version in versions])
    parents = {page.path[: -Page.steplen] for page in pages.values()}
    titles: dict[str, Any] = dict(
        SuperComplaintPage.objects.filter(path__in=parents).values_list("path", "title")
    )
    entries = []
    for version in versions:
        page = pages.get(int(version.object_id))
        if page:
            above = titles.get(page.path[: -Page.steplen], "")
            entries.append(HistoryEntry(version, page, above))
    return entries


def followed_versions(above: Page) -> QuerySet[AnnotatedVersion]:
    """Return the readable publications below ``above``, the newest first.

    Of a super-complaint that is its own publications, too.
    """
    is_inclusive = isinstance(above, SuperComplaintPage)
    versions = readable_versions(versions_below(above, inclusive=is_inclusive))
    return versions.select_related("publication_set").order_by("-published_at", "-pk")


def leading_versions(
    versions: QuerySet[AnnotatedVersion],
) -> QuerySet[AnnotatedVersion]:
    """Return the first of the ``versions`` of each set, which is the page above the others, and all without one."""
    earlier_of_set = versions.filter(
        publication_set=OuterRef("publication_set"), pk__lt=OuterRef("pk")
    )
    return versions.filter(~Exists(earlier_of_set))

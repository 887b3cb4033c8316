"""Progress over time: how many recommendations had each status at the end of each quarter.

The statuses are those that the published versions had on that day. Nothing is said of
the time before the first version.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.recommendation_state import RecommendationState, StateRecord
from complaints.status.bars import BarPart, list_bar_parts
from complaints.vocabulary import NO_STATUS_LABELS, Knowledge, Status
from pages.core.moments import end_of_day, months_later
from pages.core.page_visibility import public_children, public_descendants
from pages.core.partial_dates import MONTHS
from pages.moderation.models import PublishedVersion
from pages.published.editions import remember

from .published_versions import PAGE_LABEL
from .views import render_subpage

MONTHS_IN_QUARTER = 3
TITLE = "Progress over time"


class Quarter(NamedTuple):
    """Three months of a calendar year."""

    year: int
    number: int

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_IN_QUARTER + 1, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal(
            months_later(self.first_day, MONTHS_IN_QUARTER).toordinal() - 1
        )

    @property
    def following(self) -> "Quarter":
        return Quarter.of_day(months_later(self.first_day, MONTHS_IN_QUARTER))

    @property
    def words(self) -> str:
        return f"{MONTHS[self.first_day.month]} to {MONTHS[self.last_day.month]} {self.year}"

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """Yield the quarters from that of the day ``first`` to that of ``last``."""
    quarter = Quarter.of_day(first)
    while quarter <= Quarter.of_day(last):
        yield quarter
        quarter = quarter.following


@dataclass
class QuarterCounts:
    """How many recommendations had each status on the last day of a quarter, or so far."""

    quarter: Quarter
    day: date
    """The day on which they are counted: of a quarter that is not over, today."""
    by_status: Counter[Status] = field(default_factory=Counter)
    without_status: Counter[str] = field(default_factory=Counter)
    """How many have no status, by what is known of who is asked."""
    not_shown: int = 0
    """How many had a version whose words are no longer shown, and of which nothing is told."""

    @property
    def is_over(self) -> bool:
        return self.day == self.quarter.last_day and self.day < timezone.localdate()

    @property
    def total(self) -> int:
        return self.by_status.total()

    @property
    def counts(self) -> list[BarPart]:
        """The parts of a bar of the numbers with each status."""
        return list_bar_parts({status: self.by_status[status] for status in Status})

    def add(self, other: "QuarterCounts") -> None:
        self.by_status.update(other.by_status)
        self.without_status.update(other.without_status)
        self.not_shown += other.not_shown


@dataclass
class ProgressOverTime:
    """The counts by quarter of one super-complaint, or of all."""

    since: date
    """The day of the first version: there is no data from before."""
    quarters: list[QuarterCounts]

    @property
    def highest(self) -> int:
        """The highest number of recommendations with a status, to which the bars are drawn."""
        return max((quarter.total for quarter in self.quarters), default=0)

    @property
    def statuses(self) -> list[Status]:
        """The statuses that some recommendation had."""
        had = set().union(*(quarter.by_status for quarter in self.quarters))
        return [status for status in Status if status in had]

    @property
    def reasons_for_no_status(self) -> list[tuple[str, str]]:
        """Code and words of each reason for which some recommendation had no status."""
        had = set().union(*(quarter.without_status for quarter in self.quarters))
        return [
            (reason, NO_STATUS_LABELS[reason]) for reason in Knowledge if reason in had
        ]

    @property
    def has_not_shown(self) -> bool:
        return any(quarter.not_shown for quarter in self.quarters)

    @property
    def columns(self) -> list[str]:
        """The headings of the numbers in ``rows``."""
        headings = [status.label for status in self.statuses]
        headings.append("All with a status")
        headings += dict(self.reasons_for_no_status).values()
        if self.has_not_shown:
            headings.append("No longer shown")
        return headings

    @property
    def rows(self) -> list[tuple[QuarterCounts, list[tuple[str, int]]]]:
        """Each quarter with its numbers, each of them with its heading."""
        rows = []
        for quarter in self.quarters:
            numbers = [quarter.by_status[status] for status in self.statuses]
            numbers.append(quarter.total)
            for reason, _ in self.reasons_for_no_status:
                numbers.append(quarter.without_status[reason])
            if self.has_not_shown:
                numbers.append(quarter.not_shown)
            rows.append((quarter, list(zip(self.columns, numbers, strict=True))))
        return rows


# From the stored versions


class PublicPeriod(NamedTuple):
    """The time for which a version was the one that is public."""

    version: int
    begins: datetime
    ends: datetime | None
    is_shown: bool
    """Whether its words may still be read."""


def section_progress(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> tuple[ProgressOverTime | None, dict[str, ProgressOverTime]]:
    """Return the progress of the section, and by path that of each super-complaint; none without versions.

    All versions are read once for an edition.
    """
    return remember(
        request,
        ("progress over time", index_page.pk),
        lambda: _count_section(index_page),
    )


def _count_section(
    index_page: SuperComplaintIndexPage,
) -> tuple[ProgressOverTime | None, dict[str, ProgressOverTime]]:
    pages = public_descendants(
        RecommendationResponsePage.objects.order_by("path"), index_page
    )
    periods = _public_periods(set(map(str, pages.values_list("pk", flat=True))))
    records = _records_by_version(periods)
    of_parent = defaultdict(list)
    for key, path in pages.values_list("pk", "path"):
        if key in periods:
            of_parent[path[: -Page.steplen]].append(periods[key])
    progress = {
        path: _count_quarters(pages_below, records)
        for path, pages_below in of_parent.items()
    }
    return _sum_of(progress.values()), progress


def _public_periods(keys: set[str]) -> dict[int, list[PublicPeriod]]:
    """Return by key of the page when each of its versions was public, the first one first.

    A version is hidden if it was redacted, or if it or a later one was taken down.
    """
    versions = defaultdict(list)
    fields = ("object_id", "published_at", "withdrawn_at", "redacted_at")
    in_order = PublishedVersion.objects.filter(
        model=PAGE_LABEL, object_id__in=keys
    ).order_by("pk")
    for version in in_order.only(*fields):
        versions[version.object_id].append(version)
    periods = {}
    for key, of_page in versions.items():
        of_one_page: list[PublicPeriod] = []
        replaced_at = None
        was_taken_down = False
        for version in reversed(of_page):
            was_taken_down = was_taken_down or version.withdrawn_at is not None
            ends = version.withdrawn_at or replaced_at
            is_shown = not was_taken_down and version.redacted_at is None
            of_one_page.insert(
                0, PublicPeriod(version.pk, version.published_at, ends, is_shown)
            )
            replaced_at = version.published_at
        periods[int(key)] = of_one_page
    return periods


RecordedState = tuple[datetime, RecommendationState]


def _records_by_version(
    periods: dict[int, list[PublicPeriod]],
) -> dict[int, list[RecordedState]]:
    """Return by version the states of the whole that it had, each with the time from which it had them."""
    versions = []
    for of_page in periods.values():
        versions += [period.version for period in of_page if period.is_shown]
    records = defaultdict(list)
    for record in StateRecord.objects.filter(version__in=versions).order_by("since"):
        records[record.version_id].append((record.since, record.overall))
    return records


def _count_quarters(
    pages: list[list[PublicPeriod]], records: dict[int, list[RecordedState]]
) -> ProgressOverTime:
    """Return the counts of ``pages``, each given by its periods, from the first version on."""
    since = timezone.localdate(min(periods[0].begins for periods in pages))
    today = timezone.localdate()
    quarters = []
    for quarter in quarters_between(since, today):
        counts = QuarterCounts(quarter, min(quarter.last_day, today))
        for periods in pages:
            _count_page(counts, periods, records)
        quarters.append(counts)
    return ProgressOverTime(since, quarters)


def _count_page(
    counts: QuarterCounts,
    periods: list[PublicPeriod],
    records: dict[int, list[RecordedState]],
) -> None:
    """Add to ``counts`` the status that a page had at the end of their day."""
    moment = end_of_day(counts.day)
    begun = [period for period in periods if period.begins < moment]
    if not begun:
        return
    period = begun[-1]
    if period.ends and period.ends < moment:
        return
    if not period.is_shown:
        counts.not_shown += 1
        return
    states = [state for since, state in records[period.version] if since < moment]
    if not states or states[-1].is_part:
        return
    status = states[-1].status_on(counts.day)
    if status:
        counts.by_status[status] += 1
    else:
        counts.without_status[states[-1].who_is_asked] += 1


def _sum_of(progress: Iterable[ProgressOverTime]) -> ProgressOverTime | None:
    progress = list(progress)
    if not progress:
        return None
    since = min(part.since for part in progress)
    today = timezone.localdate()
    totals = {
        quarter: QuarterCounts(quarter, min(quarter.last_day, today))
        for quarter in quarters_between(since, today)
    }
    for part in progress:
        for counts in part.quarters:
            totals[counts.quarter].add(counts)
    return ProgressOverTime(since, list(totals.values()))


# The pages


def serve_section(
    page: SuperComplaintIndexPage, request: HttpRequest
) -> TemplateResponse:
    """Show the progress of all super-complaints together, with links to that of each."""
    whole, by_path = section_progress(page, request)
    super_complaints = public_children(
        SuperComplaintPage.objects.order_by("title"), page
    )
    listed = [complaint for complaint in super_complaints if complaint.path in by_path]
    return _render(page, request, whole, super_complaints=listed, is_section=True)


def serve(page: SuperComplaintPage, request: HttpRequest) -> TemplateResponse:
    """Show the progress of one super-complaint."""
    section = page.pages_above[-1]
    return _render(
        page,
        request,
        section_progress(section, request)[1].get(page.path),
        section=section,
    )


def _render(
    page: Page, request: HttpRequest, progress: ProgressOverTime | None, **context: Any
) -> TemplateResponse:
    return render_subpage(
        request, page, "progress", TITLE, progress=progress, indexed=True, **context
    )

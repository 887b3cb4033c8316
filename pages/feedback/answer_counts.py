"""Counts how often readers found what they needed, without any text or address that a reader typed."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from .models import FeedbackEntry

ANSWER_CODES = FeedbackEntry.Useful.values


@dataclass
class AnswerCounts:
    """How many readers gave each answer, for a page or a week."""

    label: str | datetime.date
    page: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ANSWER_CODES, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def found_share(self) -> int | None:
        """The percentage who found all they needed; ``None`` without answers."""
        return round(100 * self.counts["yes"] / self.total) if self.total else None


def may_see_whole_site(user: Any) -> bool:
    """Return whether ``user`` may see the counts of the whole site, not only of pages they may change."""
    return policy_registry.get_by_type(FeedbackEntry).user_has_permission(user, "view")


def entries_counted_for(user: Any) -> QuerySet[FeedbackEntry]:
    """Return the entries that are counted for ``user``, without spam."""
    entries = FeedbackEntry.objects.exclude(state=FeedbackEntry.State.SPAM).order_by()
    policy = policy_registry.get_by_type(FeedbackEntry)
    readable_entries = policy.instances_user_has_permission_for(user, "view")
    editable_pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    is_readable = Q(pk__in=readable_entries.order_by().values("pk"))
    is_about_editable_page = Q(page__in=editable_pages.order_by().values("pk"))
    return entries.filter(is_readable | (is_about_editable_page & ~Q(about=FeedbackEntry.About.SITE)))


def entries_received_between(
    entries: QuerySet[FeedbackEntry], first: datetime.date, last: datetime.date
) -> QuerySet[FeedbackEntry]:
    """Return those of ``entries`` received from ``first`` to ``last``, both included, in Europe/London."""
    start = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    end = timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min))
    return entries.filter(created_at__gte=start, created_at__lt=end)


def answers_by_page(entries: QuerySet[FeedbackEntry]) -> list[AnswerCounts]:
    """Return the counts for each page, the page with most answers first.

    The whole site, and pages that were deleted or never existed, come last, each as one row.
    """
    whole_site = AnswerCounts("This website as a whole")
    no_page = AnswerCounts("Pages that are not there now, or none")
    pages: dict[int, AnswerCounts] = {}
    for row in entries.values("page", "about", "useful").annotate(number=Count("pk")):
        if row["about"] == FeedbackEntry.About.SITE:
            answers = whole_site
        elif row["page"] is None:
            answers = no_page
        else:
            answers = pages.setdefault(row["page"], AnswerCounts("", row["page"]))
        answers.counts[row["useful"]] += row["number"]
    for pk, title in Page.objects.filter(pk__in=pages).values_list("pk", "title"):
        pages[pk].label = title
    most_answered_first = sorted(pages.values(), key=lambda each: (-each.total, str(each.label)))
    return [*most_answered_first, *(each for each in (whole_site, no_page) if each.total)]


def answers_by_week(
    entries: QuerySet[FeedbackEntry], first: datetime.date, last: datetime.date
) -> list[AnswerCounts]:
    """Return the counts for each week (from Monday) between two days, oldest first, with empty weeks."""
    monday = first - datetime.timedelta(days=first.weekday())
    weeks = {}
    while monday <= last:
        weeks[monday] = AnswerCounts(monday)
        monday += datetime.timedelta(weeks=1)
    rows = entries.annotate(week=TruncWeek("created_at")).values_list("week", "useful", Count("pk"))
    for week, answer, number in rows:
        weeks[timezone.localdate(week)].counts[answer] += number
    return list(weeks.values())

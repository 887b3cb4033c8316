"""How often readers found what they needed: numbers only, never a text or an address that one typed."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from .models import FeedbackEntry

ANSWERS = FeedbackEntry.Useful.values


@dataclass
class Tally:
    """How many answered what."""

    label: str | datetime.date
    page: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ANSWERS, 0))

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(self.counts.values())

    @property
    def found_share(self) -> int | None:
        """How many of a hundred found all they needed."""
        return round(100 * self.counts["yes"] / self.total) if self.total else None


def sees_everything(user) -> bool:
    """Whether the person sees the figures of a whole site, not only of pages that they may change."""
    return policy_registry.get_by_type(FeedbackEntry).user_has_permission(user, "view")


def visible_entries(user) -> QuerySet[FeedbackEntry]:
    """Return the entries that are counted for ``user``; spam is not."""
    entries = FeedbackEntry.objects.exclude(state=FeedbackEntry.State.SPAM).order_by()
    inbox = policy_registry.get_by_type(FeedbackEntry).instances_user_has_permission_for(user, "view")
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    of_pages = Q(page__in=pages.order_by().values("pk")) & ~Q(about=FeedbackEntry.About.SITE)
    return entries.filter(Q(pk__in=inbox.order_by().values("pk")) | of_pages)


def received_between(
    entries: QuerySet[FeedbackEntry], first: datetime.date, last: datetime.date
) -> QuerySet[FeedbackEntry]:
    """Return what came from ``first`` to ``last``, both included, by the clock in London."""
    start = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    end = timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min))
    return entries.filter(created_at__gte=start, created_at__lt=end)


def by_page(entries: QuerySet[FeedbackEntry]) -> list[Tally]:
    """Return a tally for each page, the one with most answers first.

    What is about the whole site, and about pages that are gone, is put together at the end.
    """
    whole_site = Tally("This website as a whole")
    gone = Tally("Pages that are not there now, or none")
    pages: dict[int, Tally] = {}
    counted = entries.values("page", "about", "useful").annotate(number=Count("pk"))
    for row in counted:
        if row["about"] == FeedbackEntry.About.SITE:
            tally = whole_site
        elif row["page"] is None:
            tally = gone
        else:
            tally = pages.setdefault(row["page"], Tally("", row["page"]))
        tally.counts[row["useful"]] += row["number"]
    for pk, title in Page.objects.filter(pk__in=pages).values_list("pk", "title"):
        pages[pk].label = title
    ranked = sorted(pages.values(), key=lambda tally: (-tally.total, str(tally.label)))
    return [*ranked, *(tally for tally in (whole_site, gone) if tally.total)]


def by_week(entries: QuerySet[FeedbackEntry], first: datetime.date, last: datetime.date) -> list[Tally]:
    """Return a tally for each week (from Monday) between the days, oldest first, empty weeks too."""
    monday = first - datetime.timedelta(days=first.weekday())
    weeks = {}
    while monday <= last:
        weeks[monday] = Tally(monday)
        monday += datetime.timedelta(weeks=1)
    counted = entries.annotate(week=TruncWeek("created_at")).values_list("week", "useful", Count("pk"))
    for week, answer, number in counted:
        weeks[timezone.localdate(week)].counts[answer] += number
    return list(weeks.values())

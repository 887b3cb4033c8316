"""When the next update of a super-complaint is promised, and whether one was published since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from complaints.models.base import check_published_dates_remain
from complaints.vocabulary import Certainty, Knowledge
from pages.content.panels import FoldedPanel, NeededPanel
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion
from pages.search.indexing import IndexedText

from .base import refuse, refuse_future_date

PAGE_LABEL = "wagtailcore.page"


class NextUpdate(Orderable):
    """A date for which an update is promised.

    A later date is added below and replaces none.

    A promise ends with its update. The row below is then another promise.
    """

    page = ParentalKey(
        "complaints.SuperComplaintPage",
        on_delete=models.CASCADE,
        related_name="next_updates",
    )
    due = PartialDateField(blank=True, verbose_name="date")
    certainty = models.CharField(
        max_length=12,
        choices=Certainty,
        blank=True,
        help_text="You can change this later.",
    )
    no_date = models.BooleanField(default=False, verbose_name="no date can be given")
    reason = models.TextField(
        blank=True, help_text="Required if the date moved or no date can be given"
    )
    published = PartialDateField(
        blank=True,
        verbose_name="date the update was published",
        help_text="Leave blank until then. Below it you can enter the date of the update after that one.",
    )

    panels = [
        FoldedPanel(
            [
                NeededPanel("due"),
                NeededPanel("certainty", when="due"),
                "no_date",
                NeededPanel("reason", when="no_date"),
                "published",
            ],
            fields="date, reason and when it was published",
        )
    ]
    search_fields = [IndexedText("reason")]

    class Meta(Orderable.Meta):
        verbose_name = "next update"

    def __str__(self) -> str:
        if self.no_date:
            return "No date can be given"
        return self.due.words if self.due else "No date"

    @property
    def published_content(self) -> tuple[str, bool, str]:
        """What readers were promised.

        Whether it is confirmed, and the update itself, may be added later.
        """
        return str(self.due or ""), self.no_date, self.reason

    @property
    def moves_a_date(self) -> bool:
        """Return True if it takes the place of the date above it, whose update was not published."""
        above = None
        for update in self.page.next_updates_in_order():
            if update is self or (self.pk and update.pk == self.pk):
                break
            above = update
        return above is not None and not above.published

    def clean(self) -> None:
        """Refuse a date beside “no date can be given”, and an update in the future."""
        super().clean()
        refuse_future_date(self, "published")
        refuse(
            due=self.due
            and self.no_date
            and "Clear the date, or untick “No date can be given”."
        )

    def clean_for_publication(self) -> None:
        """Refuse a row without a date or certainty, and a date that moved without a reason."""
        says_nothing = not self.due and not self.no_date
        refuse(
            due=says_nothing and "Enter a date, or tick “No date can be given”.",
            certainty=self.due
            and not self.certainty
            and "Choose whether the date is confirmed.",
        )
        if self.reason.strip():
            return
        moved = "Say why the date moved. If the update was published, enter when in the row above."
        refuse(
            reason=(self.no_date and "Say why no date can be given.")
            or (self.moves_a_date and moved),
        )

    @classmethod
    def check_promised_dates_remain(cls, page: Any) -> None:
        """Raise ``ValidationError`` if ``page``, once live, has lost or changed a date that it promised."""
        promised = list(
            cls.objects.filter(page_id=page.pk, page__live=True).order_by(
                "sort_order", "pk"
            )
        )
        check_published_dates_remain(
            promised,
            page.next_updates_in_order(),
            "Published dates of the next update cannot be removed, so that readers can see earlier dates. "
            "Put back {dates}, and add a new date below with the reason.",
        )


@dataclass(frozen=True)
class PromisedUpdate:
    """An update that is promised, with every date that it had, the first one first."""

    dates: list[NextUpdate]

    @property
    def current(self) -> NextUpdate:
        return self.dates[-1]

    @property
    def first_date(self) -> PartialDate | None:
        return self.dates[0].due

    @property
    def knowledge(self) -> Knowledge:
        return Knowledge.STATED if self.current.due else Knowledge.NONE

    @property
    def has_moved(self) -> bool:
        return len(self.dates) > 1

    @property
    def is_past(self) -> bool:
        return bool(self.current.due and self.current.due.is_past(timezone.localdate()))

    @property
    def days_ago(self) -> int:
        """The number of days since the last day that the date can mean; 0 until that has passed."""
        due = self.current.due
        if due and self.is_past:
            return (timezone.localdate() - due.latest).days
        return 0

    @property
    def sentences(self) -> list[str]:
        """What readers are told of it today."""
        if not self.current.due:
            return ["We cannot give a date for the next update."]
        if self.is_past:
            ago = "1 day ago" if self.days_ago == 1 else f"{self.days_ago} days ago"
            sentences = [
                f"The next update was due {_on(self.current.due, is_over=True)}, {ago}.",
                "No update has been published here since then.",
            ]
        else:
            certainty = self.current.get_certainty_display().lower()
            sentences = [
                f"The next update is due {_on(self.current.due)}.",
                f"This date is {certainty}.",
            ]
        if self.has_moved and self.first_date:
            sentences.append(f"It was first due {_on(self.first_date)}.")
        return sentences

    @property
    def in_words(self) -> str:
        return " ".join(self.sentences)


def _on(due: PartialDate, *, is_over: bool = False) -> str:
    """Return a date as the end of a sentence: of a month or year that ``is_over`` its end counts."""
    if due.day:
        return f"on {due.words}"
    return f"by the end of {due.words}" if is_over else f"in {due.words}"


def list_promises(dates: Iterable[NextUpdate]) -> list[PromisedUpdate]:
    """Return each update that was promised, from all ``dates`` in their order; each has its own dates."""
    promises = []
    of_one_update = []
    for update in dates:
        of_one_update.append(update)
        if update.published:
            promises.append(PromisedUpdate(of_one_update))
            of_one_update = []
    if of_one_update:
        promises.append(PromisedUpdate(of_one_update))
    return promises


def open_promises(pages: Iterable[Any]) -> dict[int, PromisedUpdate]:
    """Return the promised update of each super-complaint of ``pages`` that awaits one, by key of the page.

    A promise ends with what is published on the first day that its date can mean, or
    later: see ``docs/statuses.md``. However many pages there are, it takes the same few
    queries.
    """
    promises = {}
    reached = {}
    today = timezone.localdate()
    for page in pages:
        promised = list_promises(page.next_updates_in_order())
        if not promised or promised[-1].current.published:
            continue
        promises[page.pk] = promised[-1]
        due = promised[-1].current.due
        if page.pk and due and due.earliest <= today:
            reached[page] = due.earliest
    last_days = last_update_days(reached) if reached else {}
    for page, first_day in reached.items():
        last_day = last_days.get(page.pk)
        if last_day and last_day >= first_day:
            del promises[page.pk]
    return promises


def last_update_days(pages: Iterable[Any]) -> dict[int, date]:
    """Return the day on which an update of each super-complaint of ``pages`` was last published, by key.

    An update is a publication of a recommendation, or of the super-complaint with more
    than another date for the next update.
    """
    by_path = {page.path: page.pk for page in pages}
    below = models.Q()
    for path in by_path:
        below |= models.Q(path__startswith=path)
    parents = {}
    for key, path in Page.objects.filter(below).values_list("pk", "path"):
        parent = by_path.get(path[: -Page.steplen])
        if parent:
            parents[str(key)] = parent
    days: dict[int, date] = {}
    own_keys = set(map(str, by_path.values()))
    versions = PublishedVersion.objects.filter(model=PAGE_LABEL)
    of_recommendations = versions.filter(object_id__in=parents).order_by()
    latest = of_recommendations.values_list("object_id").annotate(
        models.Max("published_at")
    )
    for key, moment in latest:
        _keep_later(days, parents[key], timezone.localdate(moment))
    for key, moment in _own_updates(own_keys):
        _keep_later(days, int(key), timezone.localdate(moment))
    return days


def _keep_later(days: dict[int, date], key: int, day: date) -> None:
    days[key] = max(day, days.get(key, day))


NO_NEWS = ("next_updates",)


def _own_updates(keys: Iterable[str]) -> Iterable[tuple[str, Any]]:
    """Yield the key and moment of each version that changed more than when the next update is due."""
    versions = PublishedVersion.objects.filter(
        model=PAGE_LABEL, object_id__in=keys
    ).order_by("pk")
    versions = versions.only("object_id", "snapshot", "published_at")
    before: dict[str, dict[str, Any]] = defaultdict(dict)
    for version in versions.iterator():
        content = {
            name: value
            for name, value in version.snapshot.items()
            if name not in NO_NEWS
        }
        if content != before[version.object_id]:
            yield version.object_id, version.published_at
        before[version.object_id] = content

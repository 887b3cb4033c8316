"""Actions that respondents take on a recommendation, and their due dates."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from complaints.vocabulary import ACTION_STATUS_LABELS, FINISHED_ACTIONS, ActionStatus, State
from pages.content.panels import FoldedPanel
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.core.stream_field import StreamField
from pages.core.text import has_text
from pages.search.indexing import IndexedText

from .base import refuse, refuse_future_date
from .blocks import EvidenceBlock
from .organisation import Organisation


def next_place(siblings: Iterable[Any]) -> int:
    return max((each.sort_order or 0 for each in siblings), default=-1) + 1


class Action(ClusterableModel, Orderable):
    """One thing that a respondent does about a recommendation."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="actions"
    )
    title = models.CharField(max_length=160, blank=True, help_text="What is done, in a few words.")
    description = RichTextField(editor="narrative", blank=True)
    respondents = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
        verbose_name="whose action it is",
        help_text="Tick nobody if it is the action of everybody who responds.",
    )
    owning_post = models.TextField(
        blank=True,
        verbose_name="owners",
        help_text="Posts, not persons: “Head of Public Protection”. Several stand on a line each.",
    )
    status = models.CharField(
        max_length=15, choices=ActionStatus, blank=True, help_text="Empty only if the response states none."
    )
    status_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="status in the response’s own words",
        help_text="Such as “Action complete” or “Green”. They are shown beside ours.",
    )
    completed = PartialDateField(blank=True, verbose_name="date completed")
    completed_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="when, if it gives no date",
        help_text="Such as “already in place”. Left empty, readers are told that the response gives no date.",
    )
    evidence = StreamField(
        EvidenceBlock(), blank=True, help_text="What shows that it was done: words, files and links."
    )

    panels = [
        FoldedPanel(
            [
                *("title", "description", "respondents", "owning_post", "status_words"),
                *("completed_words", "evidence"),
            ],
            fields="title, description, owner, own words and evidence",
        ),
        FieldRowPanel(
            [
                FieldPanel("status"),
                FieldPanel("completed"),
                InlinePanel("due_dates", label="Due date", heading="Due dates, the first one first"),
            ]
        ),
    ]

    search_fields = [
        *map(IndexedText, ("indexed_title", "description")),
        index.RelatedFields("respondents", Organisation.public_search_fields),
        *map(IndexedText, ("owning_post", "status_words", "completed_words")),
        index.RelatedFields("due_dates", [IndexedText("reason")]),
        IndexedText("evidence"),
    ]

    due_dates: Any
    """Its ``DueDate`` objects."""

    class Meta(Orderable.Meta):
        verbose_name = "action"

    def __str__(self) -> str:
        return self.title or "Action"

    @property
    def status_label(self) -> str:
        return ACTION_STATUS_LABELS.get(self.status, self.status)

    @property
    def owners(self) -> list[str]:
        return [each.strip() for each in self.owning_post.splitlines() if each.strip()]

    @property
    def indexed_title(self) -> str:
        """The title, under a name that the search index does not mistake for the title of a page."""
        return self.title

    def due_dates_in_order(self) -> list["DueDate"]:
        return sorted(self.due_dates.all(), key=lambda due_date: due_date.sort_order or 0)

    @property
    def current_due_date(self) -> "DueDate | None":
        due_dates = self.due_dates_in_order()
        return due_dates[-1] if due_dates else None

    @property
    def promised_due_dates(self) -> list["DueDate"]:
        """The due dates that readers were promised: those of the live page."""
        rows = DueDate.objects.filter(action_id=self.pk, action__page__live=True)
        return list(rows.order_by("sort_order", "pk")) if self.pk else []

    def set_due_date(self, due: PartialDate) -> "DueDate":
        """Set the date that counts now: in place of one never public, or below those that were promised."""
        due_dates = self.due_dates_in_order()
        if len(due_dates) <= len(self.promised_due_dates):
            due_dates.append(DueDate(sort_order=next_place(due_dates)))
        current = due_dates[-1]
        # Whoever gives another date has not worked out that one.
        current.worked_out = current.worked_out and current.due == due
        current.due, current.no_date = due, False
        self.due_dates = due_dates
        return current

    @property
    def passed_since(self) -> date | None:
        """The first day after the due date, if that has passed and the work is not known to be done."""
        if self.status in FINISHED_ACTIONS or not (due_date := self.current_due_date):
            return None
        due = due_date.due
        if not due or not due.is_past(timezone.localdate()):
            return None
        return due.latest + timedelta(days=1)

    @property
    def is_overdue(self) -> bool:
        return bool(self.status and self.passed_since)

    @property
    def first_due_date(self) -> PartialDate | None:
        """The date that was promised first, whatever was promised later."""
        due_dates = self.due_dates_in_order()
        return due_dates[0].due if due_dates else None

    @property
    def punctuality(self) -> str:
        """``on_time`` or ``late`` against the first due date; empty if the dates do not decide it."""
        if self.status != ActionStatus.COMPLETE or not self.completed or not (due := self.first_due_date):
            return ""
        if due.is_certainly_before(self.completed):
            return "late"
        return "on_time" if self.completed.latest <= due.latest else ""

    def clean(self) -> None:
        """Refuse a completion in the future or twice, or one that contradicts the status."""
        super().clean()
        refuse_future_date(self, "completed")
        for name in ("completed", "completed_words"):
            if getattr(self, name) and self.status != ActionStatus.COMPLETE:
                raise ValidationError(
                    {name: "The status is not “Complete”. Change the status or empty this."}
                )
        is_said_twice = self.completed and self.completed_words
        refuse(completed_words=is_said_twice and "A date is given. Empty the date or this.")

    def clean_for_publication(self) -> None:
        """Refuse an action without content, and an action whose published due dates were changed."""
        refuse(
            title=not self.title and "Say in a few words what is done.",
            description=not has_text(self.description) and "Describe what is done.",
        )
        self._check_published_due_dates_remain()

    def _check_published_due_dates_remain(self) -> None:
        published = self.promised_due_dates
        present = self.due_dates_in_order()[: len(published)]
        if [each.published_content for each in present] != [each.published_content for each in published]:
            raise ValidationError(
                "Published due dates stay, so that readers see what was promised. Put back "
                + ", then ".join(f"“{due_date}”" for due_date in published)
                + ", and add a new due date below with the reason."
            )

    @classmethod
    def check_promised_actions_remain(cls, page: Page) -> None:
        """Raise ``ValidationError`` if ``page``, once live, has lost an action with a due date."""
        present = {action.pk for action in page.actions.all()}
        promised = cls.objects.filter(page_id=page.pk, page__live=True, due_dates__isnull=False)
        for action in promised.distinct():
            if action.pk not in present:
                raise ValidationError(
                    f"Readers were promised a date for the action “{action}”. Put it back, and set its "
                    "status to “Superseded” if it is no longer to be done."
                )


STATUS_NOT_STATED = "not_stated"
ACTION_STATUS_WORDS = {each.value: each.label.lower() for each in ActionStatus} | {
    State.OVERDUE.value: "overdue",
    STATUS_NOT_STATED: "without a status",
}
"""The words that stand behind the number of actions with each status."""


def count_by_status(actions: Iterable[Action]) -> list[tuple[str, str, int]]:
    """Return status, words and number of the ``actions``; those that are overdue first, and only so."""
    found = [State.OVERDUE if each.is_overdue else each.status or STATUS_NOT_STATED for each in actions]
    count = Counter(str(status) for status in found)
    statuses = sorted(count, key=lambda status: status != State.OVERDUE)
    return [(status, ACTION_STATUS_WORDS[status], count[status]) for status in statuses]


class DueDate(Orderable):
    """A date by which an action is promised. A later date is added below and replaces none."""

    action = ParentalKey(Action, on_delete=models.CASCADE, related_name="due_dates")
    due = PartialDateField(blank=True, verbose_name="due date")
    worked_out = models.BooleanField(
        default=False,
        verbose_name="we worked the date out",
        help_text="Tick it if the response does not print the date, but says “by the deadline”.",
    )
    no_date = models.BooleanField(default=False, verbose_name="no date can be given")
    reason = models.TextField(
        blank=True, help_text="Needed for a changed date, and where no date can be given."
    )

    panels = [FoldedPanel(["due", "worked_out", "no_date", "reason"], fields="date and reason")]

    class Meta(Orderable.Meta):
        verbose_name = "due date"

    def __str__(self) -> str:
        if self.no_date:
            return "No date can be given"
        return self.due.words if self.due else "No date"

    @property
    def published_content(self) -> tuple[str, bool, str]:
        return str(self.due or ""), self.no_date, self.reason

    @property
    def is_revision(self) -> bool:
        first = self.action.due_dates_in_order()[0]
        # A row that was read twice is two objects, and rows of a draft have no key yet.
        return first is not self and (self.pk is None or first.pk != self.pk)

    def clean(self) -> None:
        super().clean()
        refuse(due=self.due and self.no_date and "Empty the date, or untick “No date can be given”.")

    def clean_for_publication(self) -> None:
        if not self.due and not self.no_date:
            refuse(due="Enter a date, or tick “No date can be given”.")
        if not self.reason.strip() and (self.no_date or self.is_revision):
            why = "why no date can be given" if self.no_date else "why the due date changed"
            refuse(reason=f"Say {why}.")

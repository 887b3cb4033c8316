"""Actions that respondents take on a recommendation, and their due dates."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.rich_text import RichText
from wagtail.search import index

from complaints.models.base import check_published_dates_remain
from complaints.stated_none import STATED_NONE, contradicted_ticks
from complaints.unknown_names import unknown_named_in
from complaints.vocabulary import (
    ACTION_STATUS_LABELS,
    ACTION_STATUS_NOT_ENTERED,
    FINISHED_ACTIONS,
    ActionStatus,
    DetailedStatus,
    Knowledge,
    knowledge_of,
)
from pages.content.panels import FoldedPanel, NeededPanel, RowsInRowPanel
from pages.core.grouping import keys_of
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.core.stream_field import StreamField
from pages.search.indexing import IndexedText

from .base import refuse, refuse_future_date
from .blocks import EvidenceBlock
from .organisation import Organisation


def next_place(siblings: Iterable[Any]) -> int:
    return max((sibling.sort_order or 0 for sibling in siblings), default=-1) + 1


class Action(ClusterableModel, Orderable):
    """One thing that a respondent does about a recommendation."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="actions",
    )
    title = models.CharField(max_length=160, blank=True, help_text="A short title")
    description = RichTextField(editor="narrative", blank=True)
    respondents = ParentalManyToManyField(
        "complaints.Organisation",
        blank=True,
        related_name="+",
        limit_choices_to={"live": True},
        verbose_name="responsible organisation",
        help_text="The organisation that does the action, even if another organisation reports it",
    )
    owning_post = models.TextField(
        blank=True,
        verbose_name="responsible posts",
        help_text="Roles, not names, such as “Head of Public Protection”. One per line. "
        "If it is not known yet (“to be confirmed”), leave this blank.",
    )
    no_owner = STATED_NONE["owner"].model_field()
    status = models.CharField(
        max_length=15,
        choices=ActionStatus,
        blank=True,
        help_text="Leave blank if you have not checked. If the response gives none, or one such as “On hold” "
        "or “Amber”, choose “Other status or none given”.",
    )
    status_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="status in the response’s own words",
        help_text="For example, “Action complete” or “Green”. Shown beside our status.",
    )
    status_chosen_here = models.BooleanField(
        default=False,
        verbose_name="we chose this status from what the response says",
        help_text="Tick this if the response does not give the status itself. Readers are told who chose it.",
    )
    completed = PartialDateField(blank=True, verbose_name="date completed")
    completed_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="date completed in the response’s own words",
        help_text="Such as “already in place” or “Q3”. Shown as written.",
    )
    no_completion_date = STATED_NONE["completed"].model_field()
    closed = PartialDateField(
        blank=True,
        verbose_name="date closed",
        help_text="If the response says it is closed, without saying it is complete",
    )
    no_due_date = STATED_NONE["due_date"].model_field()
    evidence = StreamField(
        EvidenceBlock(),
        blank=True,
        help_text="Text, files and links that show it was done",
    )

    panels = [
        FoldedPanel(
            [
                NeededPanel("title"),
                "description",
                "respondents",
                "owning_post",
                "no_owner",
                "status_words",
                "status_chosen_here",
                "completed_words",
                "no_completion_date",
                "no_due_date",
                "evidence",
            ],
            fields="title, description, who is responsible, own words and evidence",
        ),
        FieldRowPanel(
            [
                FieldPanel("status"),
                FieldPanel("completed"),
                FieldPanel("closed"),
            ]
        ),
        RowsInRowPanel(
            "due_dates",
            label="Due date",
            heading="Due dates, in the order they were given",
        ),
    ]

    search_fields = [
        *map(IndexedText, ("indexed_title", "description")),
        index.RelatedFields("respondents", Organisation.public_search_fields),
        *map(IndexedText, ("owning_post", "status_words", "completed_words")),
        index.RelatedFields(
            "due_dates", [IndexedText("due_words"), IndexedText("reason")]
        ),
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
    def due_known(self) -> Knowledge:
        current = self.current_due_date
        has_date = current is not None and bool(current.due or current.due_words)
        is_none = self.no_due_date or (current is not None and current.no_date)
        return knowledge_of(has_date, is_none)

    @property
    def owners(self) -> list[str]:
        return list(filter(None, map(str.strip, self.owning_post.splitlines())))

    @property
    def indexed_title(self) -> str:
        """The title, under a name that the search index does not mistake for the title of a page."""
        return self.title

    def due_dates_in_order(self) -> list["DueDate"]:
        return sorted(
            self.due_dates.all(), key=lambda due_date: due_date.sort_order or 0
        )

    @property
    def current_due_date(self) -> "DueDate | None":
        due_dates = self.due_dates_in_order()
        return due_dates[-1] if due_dates else None

    @property
    def promised_due_dates(self) -> list["DueDate"]:
        """The due dates that readers were promised: those of the live page."""
        rows = DueDate.objects.filter(action_id=self.pk, action__page__live=True)
        if self.pk:
            return list(rows.order_by("sort_order", "pk"))
        return []

    def set_due_date(self, due: PartialDate) -> "DueDate":
        """Set the date that counts now: in place of one never public, or below those that readers saw."""
        current = self._due_date_to_change()
        # Whoever gives another date has not worked out that one.
        current.worked_out = current.worked_out and current.due == due
        if current.due != due:
            current.due_words = ""
        current.due = due
        current.no_date = False
        return current

    def _due_date_to_change(self) -> "DueDate":
        due_dates = self.due_dates_in_order()
        if len(due_dates) <= len(self.promised_due_dates):
            due_dates.append(DueDate(sort_order=next_place(due_dates)))
        self.due_dates = due_dates
        return due_dates[-1]

    def add_evidence(self, html: str) -> None:
        """Add rich text below the evidence that is there."""
        blocks = [(block.block_type, block.value) for block in self.evidence]
        self.evidence = [*blocks, ("text", RichText(html))]  # type: ignore[assignment]

    @property
    def passed_due_date(self) -> PartialDate | None:
        """The due date, if it has passed and the action is neither marked complete nor closed."""
        due_date = self.current_due_date
        if self.status in FINISHED_ACTIONS or not due_date or not due_date.due:
            return None
        if due_date.due.is_past(timezone.localdate()):
            return due_date.due
        return None

    @property
    def first_due_date(self) -> PartialDate | None:
        """The date that was promised first, whatever was promised later."""
        due_dates = self.due_dates_in_order()
        return due_dates[0].due if due_dates else None

    @property
    def punctuality(self) -> str:
        """``on_time`` or ``late`` against the first due date; empty if the dates do not decide it."""
        if (
            self.status != ActionStatus.COMPLETE
            or not self.completed
            or not (due := self.first_due_date)
        ):
            return ""
        if due.is_certainly_before(self.completed):
            return "late"
        return "on_time" if self.completed.latest <= due.latest else ""

    def clean(self) -> None:
        """Refuse a completion in the future, and dates that contradict what else is entered."""
        super().clean()
        refuse_future_date(self, "completed")
        refuse_future_date(self, "closed")
        for name in ("completed", "completed_words"):
            if getattr(self, name) and self.status != ActionStatus.COMPLETE:
                problem = f"The status is not “{ActionStatus.COMPLETE.label}”. Change it or clear this date."
                refuse(**{name: problem})
        refuse(
            closed=self.closed
            and self.status != ActionStatus.CLOSED
            and f"The status is not “{ActionStatus.CLOSED.label}”. Change it or clear this date.",
            **unknown_named_in(self, "owning_post"),
            **contradicted_ticks(self),
        )

    def clean_for_publication(self) -> None:
        """Refuse an action without title or organisation, and one whose published due dates were changed."""
        refuse(
            title=not self.title and "Enter a title.",
            respondents=not self.respondents.all()
            and "Choose the responsible organisation.",
            **contradicted_ticks(self, with_rows=True),
        )
        self._check_published_due_dates_remain()

    def _check_published_due_dates_remain(self) -> None:
        check_published_dates_remain(
            self.promised_due_dates,
            self.due_dates_in_order(),
            "Published due dates cannot be removed, so that readers can see earlier dates. Put back {dates}, "
            "and add a new due date below with the reason.",
        )

    @classmethod
    def check_promised_actions_remain(cls, page: Page) -> None:
        """Raise ``ValidationError`` if ``page``, once live, has lost an action with a due date."""
        present = keys_of(page.actions.all())
        promised = cls.objects.filter(
            page_id=page.pk, page__live=True, due_dates__isnull=False
        )
        for action in promised.distinct():
            if action.pk not in present:
                raise ValidationError(
                    f"Readers were shown a due date for the action “{action}”. Put it back. If it is no "
                    f"longer to be done, set its status to “{ActionStatus.CLOSED.label}” or "
                    f"“{ActionStatus.SUPERSEDED.label}”."
                )


ACTION_STATUS_WORDS = {
    **{status.value: status.label.lower() for status in ActionStatus},
    DetailedStatus.OVERDUE.value: "past the due date",
    ActionStatus.NOT_STATED.value: "with no status given, or one in other words",
    ACTION_STATUS_NOT_ENTERED: "with no status recorded",
}
"""The words that stand behind the number of actions with each status."""


def count_by_status(actions: Iterable[Action]) -> list[tuple[str, str, int]]:
    """Return status, words and number of the ``actions``; those that are overdue first, and only so."""
    count = Counter[str]()
    for action in actions:
        status = action.status or ACTION_STATUS_NOT_ENTERED
        if action.passed_due_date:
            status = DetailedStatus.OVERDUE
        count[str(status)] += 1
    statuses = sorted(count, key=lambda status: status != DetailedStatus.OVERDUE)
    return [(status, ACTION_STATUS_WORDS[status], count[status]) for status in statuses]


class DueDate(Orderable):
    """A date by which an action is promised.

    A later date is added below and replaces none.
    """

    action = ParentalKey(Action, on_delete=models.CASCADE, related_name="due_dates")
    due = PartialDateField(blank=True, verbose_name="due date")
    due_words = models.CharField(
        max_length=100,
        blank=True,
        verbose_name="timing in its own words",
        help_text="As written, such as “March 26 earliest” or “Q3”. If it names no day, month or year, leave "
        "the due date blank. Readers then see these words as “Timing”, and nothing becomes overdue.",
    )
    worked_out = models.BooleanField(
        default=False,
        verbose_name="we calculated this date",
        help_text="Tick this if the response does not give the date, but says “by the deadline”.",
    )
    no_date = models.BooleanField(default=False, verbose_name="no date can be given")
    reason = models.TextField(
        blank=True, help_text="Required if the date changed or no date can be given"
    )

    panels = [
        FoldedPanel(
            [
                "due",
                "due_words",
                "worked_out",
                "no_date",
                NeededPanel("reason", when="no_date", after_first=True),
            ],
            fields="date and reason",
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = "due date"

    def __str__(self) -> str:
        if self.no_date:
            return "No date can be given"
        if self.due:
            return self.due.words
        return self.due_words or "No date"

    @property
    def heading(self) -> str:
        """What readers see it under: words without a date may name an earliest day, which is no limit."""
        return "Timing" if self.due_words and not self.due else "Due date"

    @property
    def published_content(self) -> tuple[str, str, bool, str]:
        return str(self.due or ""), self.due_words, self.no_date, self.reason

    @property
    def is_revision(self) -> bool:
        first = self.action.due_dates_in_order()[0]
        # A row that was read twice is two objects, and rows of a draft have no key yet.
        return first is not self and (self.pk is None or first.pk != self.pk)

    def clean(self) -> None:
        super().clean()
        has_date = self.due or self.due_words
        refuse(
            due=has_date
            and self.no_date
            and "Clear the date, or untick “No date can be given”."
        )

    def clean_for_publication(self) -> None:
        if not self.due and not self.due_words and not self.no_date:
            refuse(due="Enter a date, or its words, or tick “No date can be given”.")
        if not self.reason.strip() and (self.no_date or self.is_revision):
            why = "why the due date changed"
            if self.no_date:
                why = "why no date can be given"
            refuse(reason=f"Say {why}.")

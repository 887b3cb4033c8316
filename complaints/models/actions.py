"""What is being done about a recommendation, and by when."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from complaints.vocabulary import NOT_IN_SOURCE, ActionStatus
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.core.rich_text import has_text
from pages.http_cache import clock

from .rules import refuse_future


class Action(ClusterableModel, Orderable):
    """One thing that a respondent does about a recommendation."""

    page = ParentalKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="actions"
    )
    title = models.CharField(max_length=160, blank=True, help_text="What is done, in a few words.")
    description = RichTextField(editor="narrative", blank=True)
    owning_post = models.CharField(
        max_length=120,
        blank=True,
        help_text="The post, not the person: “Head of Public Protection”.",
    )
    status = models.CharField(
        max_length=15,
        choices=ActionStatus,
        blank=True,
        help_text="Leave empty only if the published response does not state a status.",
    )
    completed = PartialDateField(blank=True, verbose_name="date completed")
    evidence = RichTextField(
        editor="narrative",
        blank=True,
        help_text="What shows that it was done, and where to find it.",
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("owning_post"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("completed")]),
        InlinePanel("due_dates", label="Due date", heading="Due dates, the first one first"),
        FieldPanel("evidence"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "action"

    def __str__(self):
        """Return the title."""
        return self.title or "Action"

    @property
    def status_label(self) -> str:
        """The status in words, or that the source states none."""
        return self.get_status_display() or NOT_IN_SOURCE

    @property
    def what_is_done(self) -> str:
        """The title, under a name that the index does not take for the title of a page."""
        return self.title

    def due_dates_in_order(self) -> list["DueDate"]:
        """Return the due dates, the original first."""
        return sorted(self.due_dates.all(), key=lambda due: due.sort_order or 0)

    @property
    def current_due(self) -> "DueDate | None":
        """The due date that holds now."""
        due_dates = self.due_dates_in_order()
        return due_dates[-1] if due_dates else None

    @property
    def is_overdue(self) -> bool:
        """Whether the due date has passed, in Europe/London, and the work is not done."""
        finished = {ActionStatus.COMPLETE, ActionStatus.SUPERSEDED}
        due = self.current_due.due if self.current_due else None
        if not due or not self.status or self.status in finished:
            return False
        return due.is_past(clock.today_compared_with(due.latest))

    @property
    def overdue_since(self) -> date | None:
        """The first day on which it was overdue; ``None`` if it is not."""
        due = self.current_due
        return due.due.latest + timedelta(days=1) if self.is_overdue and due and due.due else None

    @property
    def first_promised(self) -> PartialDate | None:
        """The date that was promised first, whatever was said later."""
        due_dates = self.due_dates_in_order()
        return due_dates[0].due if due_dates else None

    @property
    def kept(self) -> str:
        """Whether it was done by the date first promised: ``on_time``, ``late``; empty if nobody can say."""
        if self.status != ActionStatus.COMPLETE or not self.completed or not self.first_promised:
            return ""
        if self.first_promised.is_certainly_before(self.completed):
            return "late"
        return "on_time" if self.completed.latest <= self.first_promised.latest else ""

    def clean(self):
        """Refuse a completion that has not come, or that the status denies."""
        super().clean()
        refuse_future(self, "completed")
        if self.completed and self.status != ActionStatus.COMPLETE:
            raise ValidationError(
                {"completed": "The status is not “Complete”. Change the status or empty this date."}
            )

    def clean_for_publication(self):
        """Refuse an action that says nothing, and due dates that were taken back."""
        errors = {}
        if not self.title:
            errors["title"] = "Say in a few words what is done."
        if not has_text(self.description):
            errors["description"] = "Describe what is done."
        if self.status == ActionStatus.COMPLETE and not self.completed:
            errors["completed"] = "Enter when it was completed; the month or year alone will do."
        if errors:
            raise ValidationError(errors)
        self._keep_published_due_dates()

    def _keep_published_due_dates(self):
        if not self.pk:
            return
        published = DueDate.objects.filter(action_id=self.pk, action__page__live=True)
        promised = list(published.order_by("sort_order", "pk"))
        standing = self.due_dates_in_order()[: len(promised)]
        if [due.content for due in standing] != [due.content for due in promised]:
            raise ValidationError(
                "Published due dates stay, so that readers see what was promised. Put back "
                + ", then ".join(f"“{due}”" for due in promised)
                + ", and add a new due date below with the reason."
            )

    @classmethod
    def keep_published(cls, page) -> None:
        """Raise ``ValidationError`` if an action of the live ``page`` that promised a date was removed."""
        kept = {action.pk for action in page.actions.all()}
        promised = cls.objects.filter(page_id=page.pk, page__live=True, due_dates__isnull=False)
        for action in promised.distinct():
            if action.pk not in kept:
                raise ValidationError(
                    f"Readers were promised a date for the action “{action}”. Put it back, and set its "
                    "status to “Superseded” if it is no longer to be done."
                )


class DueDate(Orderable):
    """A date by which an action is promised; a later one is added below, never put in its place."""

    action = ParentalKey(Action, on_delete=models.CASCADE, related_name="due_dates")
    due = PartialDateField(blank=True, verbose_name="due date")
    no_date = models.BooleanField(default=False, verbose_name="no date can be given")
    reason = models.TextField(
        blank=True, help_text="Needed for a changed date, and where no date can be given."
    )

    panels = [FieldPanel("due"), FieldPanel("no_date"), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        verbose_name = "due date"

    def __str__(self):
        """Return the date in words."""
        if self.no_date:
            return "No date can be given"
        return self.due.words if self.due else "No date"

    @property
    def content(self) -> tuple[str, bool, str]:
        """What a reader sees of it."""
        return str(self.due or ""), self.no_date, self.reason

    @property
    def is_revision(self) -> bool:
        """Whether an earlier due date stands above it."""
        first = self.action.due_dates_in_order()[0]
        # Two readings of one row are two objects, and rows of a draft have no key yet.
        return first is not self and (self.pk is None or first.pk != self.pk)

    def clean(self):
        """Refuse a date beside the word that there is none."""
        super().clean()
        if self.due and self.no_date:
            raise ValidationError({"due": "Empty the date, or untick “No date can be given”."})

    def clean_for_publication(self):
        """Refuse an empty entry, and a changed or missing date without its reason."""
        if not self.due and not self.no_date:
            raise ValidationError({"due": "Enter a date, or tick “No date can be given”."})
        if not self.reason.strip():
            if self.no_date:
                raise ValidationError({"reason": "Say why no date can be given."})
            if self.is_revision:
                raise ValidationError({"reason": "Say why the due date changed."})

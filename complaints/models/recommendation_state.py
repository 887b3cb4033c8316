"""The stored states of recommendations, so that a list of thousands costs as little as a short one."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from complaints.status import truth_table
from complaints.status.truth_table import LastDays
from complaints.vocabulary import (
    FINISHED_STATES,
    OVERALL_POSITION_CHOICES,
    STATES_OF_PASSED_DATES,
    DeadlineKind,
    DetailedStatus,
    Knowledge,
    Status,
)
from pages.core.moments import months_later
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate

from .organisation import Organisation

MONTHS_WITHOUT_UPDATE = 6
STORED_STATE_CHOICES = [
    (state.value, state.label)
    for state in DetailedStatus
    if state not in STATES_OF_PASSED_DATES
]


_LAST_DAYS = ("last_day_before_overdue", "last_day_before_deadline_passed")
# Databases differ on the least of a date and nothing.
DUE_DAY = Least(Coalesce(*_LAST_DAYS), Coalesce(*reversed(_LAST_DAYS)))
"""The first day at whose end a date passes, whatever it means then, for queries."""

DEADLINE_IN_WORDS = Q(page__deadline="") & ~Q(page__deadline_printed="")
"""The report gives a deadline without a date."""


class RecommendationStateQuerySet(models.QuerySet["RecommendationState"]):
    """States as they are today in Europe/London."""

    def overall(self) -> Self:
        return self.filter(respondent=None)

    def of_each_organisation(self) -> Self:
        """Return all rows; those of organisations that were asked and responded themselves are ``is_own``.

        Where nobody is known to have been asked, they are those of all who responded
        themselves.
        """
        asked = RecommendationState.objects.filter(
            page=OuterRef("page"), respondent__isnull=False, is_asked=True
        )
        responded_itself = Q(respondent__isnull=False, answered_by="")
        return self.alias(is_own=responded_itself & (Q(is_asked=True) | ~Exists(asked)))

    def of_those_asked(self) -> Self:
        """Return the rows of organisations that are known to be asked, each with its key ``organisation``."""
        rows = self.filter(
            respondent__isnull=False, is_asked=True, who_is_asked=Knowledge.STATED
        )
        return rows.alias(is_own=Q(answered_by="")).annotate(
            organisation=F("respondent")
        )

    def of_those_who_responded(self) -> Self:
        """Return the rows with a response, each with the key ``organisation`` of who gave it.

        That is another than the respondent if it responded on its behalf.
        """
        another = Organisation.objects.filter(
            live=True, name=OuterRef("answered_by")
        ).values("pk")[:1]
        itself = Case(When(answered_by="", then=F("respondent")))
        rows = self.filter(respondent__isnull=False, has_response=True)
        return rows.alias(is_own=Value(True)).annotate(
            organisation=Coalesce(Subquery(another), itself)
        )

    def of_organisation(self, key: object) -> Self:
        """Return those of the rows with a key ``organisation`` that have this one."""
        return self.filter(organisation=key)

    def counted(self) -> Self:
        """Return the overall states that are counted: a recommendation once, together with its parts.

        What was addressed to others, and to which nobody has responded here, has no
        status.
        """
        return self.overall().filter(is_part=False).exclude(status="")

    def unfinished(self) -> Self:
        return self.exclude(detailed_status__in=FINISHED_STATES)

    def past_any_deadline(self) -> Self:
        """Return the unfinished states past a deadline to implement or to respond, or a due date."""
        return self.filter(is_past_any_deadline())

    def in_statuses(self, statuses: Iterable[str]) -> Self:
        """Return the rows that readers are shown one of ``statuses`` for today."""
        return self.annotate_status_on_day().filter(status_on_day__in=statuses)

    def annotate_status_on_day(self) -> Self:
        """Add ``status_on_day``: the status that readers are shown today; empty if it is for others."""
        past = When(is_past_deadline(), then=Value(Status.PAST_DEADLINE.value))
        return self.annotate(status_on_day=Case(past, default="status"))

    def in_detailed_statuses(self, states: Iterable[str]) -> Self:
        return self.annotate_detailed_status_on_day().filter(
            detailed_status_on_day__in=states
        )

    def annotate_detailed_status_on_day(self) -> Self:
        """Add ``detailed_status_on_day``: the state of each row, with those in which a date has passed."""
        overdue = When(_is_overdue(), then=Value(DetailedStatus.OVERDUE.value))
        passed = When(
            _has_deadline_passed(), then=Value(DetailedStatus.DEADLINE_PASSED.value)
        )
        return self.annotate(
            detailed_status_on_day=Case(overdue, passed, default="detailed_status")
        )

    def last_days_passed_by_path(self) -> dict[str, date]:
        """Return the last day that has passed by the path of its page: on the day after it said more.

        A second date that passes changes the status of one organisation, or what stands
        beside a status.
        """
        today = timezone.localdate()
        passed: dict[str, date] = {}
        for path, *limits in self.values_list(
            "page__path", "deadline", "due", "respond_by"
        ):
            for limit in limits:
                if limit and limit.is_past(today):
                    passed[path] = max(limit.latest, passed.get(path, limit.latest))
        return passed

    def not_updated_for_six_months(self) -> Self:
        """Return unfinished states of which nothing dated was told for six months."""
        limit = months_later(timezone.localdate(), -MONTHS_WITHOUT_UPDATE)
        return self.unfinished().filter(silent_since__lt=limit)


def _is_overdue() -> Q:
    return Q(
        last_day_before_overdue__isnull=False,
        last_day_before_overdue__lt=timezone.localdate(),
    )


def _has_passed() -> Q:
    passed = Q(last_day_before_deadline_passed__lt=timezone.localdate())
    return Q(last_day_before_deadline_passed__isnull=False) & passed


def is_past_deadline() -> Q:
    """Return the condition of a row past a deadline to implement or an organisation's own due date."""
    return _has_deadline_day_passed() | Q(deadline_over=True)


def is_past_any_deadline() -> Q:
    """Return the condition of a row past a deadline to implement or to respond, or a due date."""
    return is_past_deadline() | _is_overdue() | _has_passed()


def _has_deadline_day_passed() -> Q:
    day = Q(last_day_before_past_deadline__isnull=False)
    return day & Q(last_day_before_past_deadline__lt=timezone.localdate())


def _has_deadline_passed() -> Q:
    return _has_passed() & Q(detailed_status=DetailedStatus.NOT_ANSWERED)


class RecommendationState(models.Model):
    """The state of one respondent or, without a respondent, of the recommendation as a whole.

    ``state_rows`` writes it when the live page is saved. It follows from what was
    published: nobody edits it.
    """

    page = models.ForeignKey(
        "complaints.RecommendationResponsePage",
        on_delete=models.CASCADE,
        related_name="states",
    )
    respondent = models.ForeignKey(
        "complaints.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    # The database does not check it, or publishing 7.1 while 7 is deleted could end in
    # a deadlock: the check waits for the deleted page of 7, the deletion for the lock
    # on the states. It derives them anew anyway.
    whole = models.ForeignKey(
        "complaints.RecommendationResponsePage",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="The public recommendation that it is a part of, such as 7 of 7.1.",
    )
    is_part = models.BooleanField(
        default=False,
        help_text="It is a part of another recommendation, which counts for both.",
    )
    detailed_status = models.CharField(
        max_length=15, choices=STORED_STATE_CHOICES, help_text="The detailed code."
    )
    status = models.CharField(
        max_length=20,
        choices=Status,
        blank=True,
        help_text="What readers are shown until a date has passed. Empty if it is for others.",
    )
    who_is_asked = models.CharField(
        max_length=12,
        choices=Knowledge,
        default=Knowledge.NOT_ENTERED,
        help_text="Whether that is known.",
    )
    position = models.CharField(
        max_length=20, choices=OVERALL_POSITION_CHOICES, blank=True
    )
    answered_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who responded on behalf of the respondent.",
    )
    has_response = models.BooleanField(
        default=True,
        help_text="A response is entered, and not actions or updates alone.",
    )
    is_asked = models.BooleanField(
        default=True,
        help_text="The respondent was asked, or of the whole anybody here, as far as recorded.",
    )
    reason_known = models.CharField(
        max_length=12,
        choices=Knowledge,
        default=Knowledge.NOT_ENTERED,
        help_text="Whether the reason for a position that needs one is known.",
    )
    last_day_before_overdue = models.DateField(
        null=True, help_text="The last day on which it is not overdue."
    )
    last_day_before_deadline_passed = models.DateField(
        null=True, help_text="The last day on which no other date has passed."
    )
    last_day_before_past_deadline = models.DateField(
        null=True,
        help_text="The last day before a deadline to implement or a due date has passed.",
    )
    deadline = PartialDateField(
        blank=True, help_text="The report's deadline, where it counts."
    )
    due = PartialDateField(
        blank=True, help_text="The earliest due date of an unfinished action."
    )
    respond_by = PartialDateField(
        blank=True,
        help_text="The deadline to respond, as long as a response is missing.",
    )
    deadline_over = models.BooleanField(
        default=False, help_text="A deadline in words has passed however it is counted."
    )
    actions = models.PositiveIntegerField(
        default=0, help_text="The actions that were not replaced."
    )
    actions_complete = models.PositiveIntegerField(default=0)
    completed = PartialDateField(
        blank=True, help_text="The last completion, if every action has one."
    )
    completion_known = models.CharField(
        max_length=12,
        choices=Knowledge,
        default=Knowledge.NOT_ENTERED,
        help_text="Whether that is known.",
    )
    missed_limit = PartialDateField(
        blank=True,
        help_text="The deadline or due date after which an action was marked complete.",
    )
    missed_deadline = models.BooleanField(
        default=False,
        help_text="The missed limit is the report's deadline, not a due date.",
    )
    completion_chosen_here = models.BooleanField(
        default=False,
        help_text="Our editors marked an action complete that the response does not call complete.",
    )
    slipped = models.BooleanField(
        default=False, help_text="A due date changed or was removed."
    )
    was_complete = models.BooleanField(
        default=False, help_text="Now or at an earlier publication."
    )
    last_reported = PartialDateField(
        blank=True,
        help_text="The last date that a response, an update or a completion names.",
    )
    silent_since = models.DateField(
        null=True,
        help_text="The last day of which something is told, else that of the report.",
    )
    plan_announced = models.CharField(
        max_length=200,
        blank=True,
        help_text="What our force announced where its response is missing.",
    )

    objects = RecommendationStateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "respondent"], name="one_state_of_a_respondent"
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(respondent=None),
                name="one_state_of_the_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["respondent", "detailed_status", "last_day_before_overdue"],
                name="detailed_status_idx",
            )
        ]

    def __str__(self) -> str:
        return self.detailed_status_today.label

    @property
    def last_days(self) -> LastDays:
        return LastDays(
            self.last_day_before_overdue,
            self.last_day_before_deadline_passed,
            self.last_day_before_past_deadline,
        )

    @last_days.setter
    def last_days(self, last: LastDays) -> None:
        self.last_day_before_overdue = last.before_overdue
        self.last_day_before_deadline_passed = last.before_deadline_passed
        self.last_day_before_past_deadline = last.before_past_deadline

    @property
    def due_day(self) -> date | None:
        """The first day at whose end a date passes, whatever it means then."""
        days = (self.last_day_before_overdue, self.last_day_before_deadline_passed)
        return min(filter(None, days), default=None)

    @property
    def status_today(self) -> Status | None:
        """The status that readers are shown; ``None`` if it is for others."""
        return self.status_on(timezone.localdate())

    def status_on(self, day: date) -> Status | None:
        return truth_table.status_on_day(
            self.status, self.last_days, day, deadline_over=self.deadline_over
        )

    @property
    def detailed_status_today(self) -> DetailedStatus:
        return self.detailed_status_on(timezone.localdate())

    def detailed_status_on(self, day: date) -> DetailedStatus:
        return truth_table.detailed_status_on_day(
            self.detailed_status, self.last_days, day
        )

    @property
    def is_known_to_be_asked(self) -> bool:
        return self.is_asked and self.who_is_asked == Knowledge.STATED

    @property
    def is_past_any_deadline(self) -> bool:
        """Return True if it is past a deadline to implement or to respond, or a due date."""
        today = timezone.localdate()
        return self.deadline_over or any(day < today for day in self.last_days if day)

    @property
    def passed_limit(self) -> DeadlineKind | None:
        """Which limit has passed today: the report's before the organisation's own."""
        return self.limit_passed_by(timezone.localdate())

    def limit_passed_by(self, day: date) -> DeadlineKind | None:
        """Return which limit has passed by ``day``; ``None`` if none has."""
        if self.deadline and self.deadline.is_past(day):
            return DeadlineKind.DEADLINE
        if self.deadline_over:
            return DeadlineKind.DEADLINE_IN_WORDS
        if self.due and self.due.is_past(day):
            return DeadlineKind.DUE_DATE
        if self.respond_by and self.respond_by.is_past(day):
            return DeadlineKind.RESPOND_BY
        return None

    @property
    def passed_date(self) -> PartialDate | None:
        """The date of the limit that has passed today; ``None`` if none has, or it is given in words."""
        return self.date_passed_by(timezone.localdate())

    def date_passed_by(self, day: date) -> PartialDate | None:
        """Return the date of the limit that has passed by ``day``, as exactly as it is known."""
        dates = {
            DeadlineKind.DEADLINE: self.deadline,
            DeadlineKind.DUE_DATE: self.due,
            DeadlineKind.RESPOND_BY: self.respond_by,
        }
        limit = self.limit_passed_by(day)
        return dates.get(limit) if limit else None

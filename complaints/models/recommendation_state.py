"""The stored states of recommendations, so that a list of thousands costs as little as a short one."""

import calendar
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When

from complaints.states import truth_table
from complaints.vocabulary import FINISHED_STATES, OVERALL_POSITION_CHOICES, State
from pages.http_cache import clock

MONTHS_WITHOUT_UPDATE = 6
STORED_STATE_CHOICES = [(state.value, state.label) for state in State if state != State.OVERDUE]


def _months_before(day: date, months: int) -> date:
    """Return the same day ``months`` earlier, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class RecommendationStateQuerySet(models.QuerySet["RecommendationState"]):
    """States on the day ``today`` in Europe/London; without it, on the present day."""

    def overall(self) -> Self:
        """Return the states of recommendations as a whole."""
        return self.filter(respondent=None)

    def overdue(self, today: date | None = None) -> Self:
        """Return the states that are overdue."""
        return self.filter(last_day_before_overdue__lt=today or clock.today())

    def unfinished(self) -> Self:
        """Return the states after which something is still to come."""
        return self.exclude(state__in=FINISHED_STATES)

    def in_state(self, state: str, today: date | None = None) -> Self:
        """Return the rows in ``state``, one of ``State``."""
        if state == State.OVERDUE:
            return self.overdue(today)
        return self.filter(
            Q(last_day_before_overdue=None) | Q(last_day_before_overdue__gte=today or clock.today()),
            state=state,
        )

    def annotate_state_on_day(self, today: date | None = None) -> Self:
        """Add ``state_on_day``: the state of each row, overdue included."""
        overdue = When(last_day_before_overdue__lt=today or clock.today(), then=Value(State.OVERDUE.value))
        return self.annotate(state_on_day=Case(overdue, default="state"))

    def not_updated_for_six_months(self, today: date | None = None) -> Self:
        """Return unfinished states whose last report is older than six months."""
        limit = _months_before(today or clock.today(), MONTHS_WITHOUT_UPDATE)
        return self.unfinished().filter(last_reported__lt=limit)


class RecommendationState(models.Model):
    """The state of one respondent or, without a respondent, of the recommendation as a whole.

    ``state_rows`` writes it when the live page is saved. It follows from what was published: nobody edits it.
    """

    page = models.ForeignKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="states"
    )
    respondent = models.ForeignKey(
        "complaints.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=15, choices=STORED_STATE_CHOICES)
    position = models.CharField(max_length=20, choices=OVERALL_POSITION_CHOICES, blank=True)
    last_day_before_overdue = models.DateField(
        null=True, help_text="The last day on which it is not overdue."
    )
    slipped = models.BooleanField(default=False, help_text="A promised date was moved or taken back.")
    was_complete = models.BooleanField(default=False, help_text="Now or at an earlier publication.")
    last_reported = models.DateField(
        null=True, help_text="The last day that a response, an update or a completion names."
    )

    objects = RecommendationStateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "respondent"], name="one_state_of_a_respondent"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(respondent=None), name="one_state_of_the_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["respondent", "state", "last_day_before_overdue"], name="state_idx"),
        ]

    def __str__(self) -> str:
        """Return the state today."""
        return self.state_today.label

    @property
    def state_today(self) -> State:
        """The state today in Europe/London."""
        return truth_table.state_on_day(
            self.state, self.last_day_before_overdue, clock.today_compared_with(self.last_day_before_overdue)
        )

    @property
    def overdue_since(self) -> date | None:
        """The first day on which it was overdue; ``None`` if it is not."""
        if self.state_today != State.OVERDUE or not self.last_day_before_overdue:
            return None
        return self.last_day_before_overdue + timedelta(days=1)

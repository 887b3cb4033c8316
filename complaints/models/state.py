"""Where each recommendation stands, kept so that a list of thousands costs as little as a short one."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Q, Value, When

from complaints.states import truth_table
from complaints.vocabulary import FINISHED_STATES, POSITIONS, State
from pages.http_cache import clock

MONTHS_OF_SILENCE = 6
STATES = [(state.value, state.label) for state in State if state != State.OVERDUE]


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months ago, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class RecommendationStateQuerySet(models.QuerySet):
    """States, asked for as they are on a day in Europe/London; without one, today."""

    def whole(self):
        """Return the state of each recommendation as a whole."""
        return self.filter(respondent=None)

    def overdue(self, today: date | None = None):
        """Return what is overdue."""
        return self.filter(last_day__lt=today or clock.today())

    def unfinished(self):
        """Return that from which something is still to come."""
        return self.exclude(state__in=FINISHED_STATES)

    def in_state(self, state: str, today: date | None = None):
        """Return what is in ``state``, one of ``State``."""
        if state == State.OVERDUE:
            return self.overdue(today)
        return self.filter(Q(last_day=None) | Q(last_day__gte=today or clock.today()), state=state)

    def with_state_of_today(self, today: date | None = None):
        """Add ``now``: the state that each is in."""
        overdue = When(last_day__lt=today or clock.today(), then=Value(State.OVERDUE.value))
        return self.annotate(now=Case(overdue, default="state"))

    def silent(self, today: date | None = None):
        """Return what is unfinished and was not reported on for six months."""
        limit = _months_before(today or clock.today(), MONTHS_OF_SILENCE)
        return self.unfinished().filter(last_reported__lt=limit)


class RecommendationState(models.Model):
    """The state of one respondent, or, without one, of the recommendation as a whole.

    ``state_rows`` writes it whenever the live page is saved. It holds what was published, so nobody edits it.
    """

    page = models.ForeignKey(
        "complaints.RecommendationResponsePage", on_delete=models.CASCADE, related_name="states"
    )
    respondent = models.ForeignKey(
        "complaints.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=15, choices=STATES)
    position = models.CharField(max_length=20, choices=POSITIONS, blank=True)
    last_day = models.DateField(null=True, help_text="The last day on which it is not overdue.")
    slipped = models.BooleanField(default=False, help_text="A promised date was moved or taken back.")
    was_complete = models.BooleanField(default=False, help_text="Now or at an earlier publication.")
    last_reported = models.DateField(null=True, help_text="The last day of which something is told.")

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
            models.Index(fields=["respondent", "state", "last_day"], name="state_idx"),
        ]

    def __str__(self):
        """Return the state today."""
        return self.today.label

    @property
    def today(self) -> State:
        """The state today in Europe/London."""
        return truth_table.state_on_day(self.state, self.last_day, clock.today_compared_with(self.last_day))

    @property
    def overdue_since(self) -> date | None:
        """The first day on which it was overdue; ``None`` if it is not."""
        return self.last_day + timedelta(days=1) if self.today == State.OVERDUE and self.last_day else None

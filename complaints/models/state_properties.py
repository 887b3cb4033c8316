"""A mixin that gives a recommendation its states in a form that templates show."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from complaints.states.respondent_states import RespondentState, list_respondent_states, merge_equal_states
from complaints.vocabulary import STATES_OF_PASSED_DATES, ActionStatus, State

from .recommendation_state import RecommendationState
from .state_rows import derive_state_rows

ACTION_STATUS_WORDS = {each.value: each.label.lower() for each in ActionStatus} | {
    State.OVERDUE.value: "overdue",
    State.DEADLINE_PASSED.value: "with a deadline passed and no update",
}
"""The words that stand behind the number of actions with each status."""


class StatePropertiesMixin:
    """Mixed into the recommendation page, which has the relations ``states`` and ``actions``."""

    if TYPE_CHECKING:
        states: QuerySet[RecommendationState]
        actions: Any  # modelcluster's managers have no types

    @cached_property
    def state_rows(self) -> list[RecommendationState]:
        """The stored states; for a page that was never public, the states that it would have."""
        rows = sorted(self.states.all(), key=lambda row: row.respondent.name if row.respondent else "")
        return rows or derive_state_rows(self)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of another recommendation, which counts for both."""
        return any(row.is_part for row in self.state_rows)

    @property
    def respondent_states(self) -> list[RespondentState]:
        """The position and state of each respondent, as readers are told."""
        return list_respondent_states(self.state_rows)

    @property
    def merged_states(self) -> list[RespondentState]:
        """The same for a card, which says once what is so of several respondents."""
        return merge_equal_states(self.respondent_states)

    @property
    def last_reported(self) -> date | None:
        """The last day that a response, an update or a completion names; never that of a publication here."""
        return next((row.last_reported for row in self.state_rows if not row.respondent_id), None)

    @property
    def action_counts(self) -> list[tuple[str, str, int]]:
        """Status, words and number of the actions that have one.

        Those whose date has passed come first, and count only so.
        """
        found = [action.passed_state or action.status for action in self.actions.all()]
        count_by_status = Counter(str(status) for status in found if status)
        statuses = sorted(count_by_status, key=lambda status: status not in STATES_OF_PASSED_DATES)
        return [(status, ACTION_STATUS_WORDS[status], count_by_status[status]) for status in statuses]

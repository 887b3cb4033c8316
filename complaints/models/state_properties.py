"""A mixin that gives a recommendation its states in a form that templates show."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from complaints.states.respondent_states import RespondentState, list_respondent_states
from complaints.vocabulary import ActionStatus

from .recommendation_state import RecommendationState
from .state_rows import derive_state_rows

ACTION_STATUS_WORDS = {each.value: each.label.lower() for each in ActionStatus} | {
    "overdue": "overdue",
    "": "with no status in the source",
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
    def respondent_states(self) -> list[RespondentState]:
        """The position and state of each respondent, as readers are told."""
        return list_respondent_states(self.state_rows)

    @property
    def action_counts(self) -> list[tuple[str, str, int]]:
        """Status, words and number of the actions; overdue ones come first and count only as overdue."""
        count_by_status = Counter(
            "overdue" if action.is_overdue else action.status for action in self.actions.all()
        )
        statuses = sorted(count_by_status, key=lambda status: status != "overdue")
        return [(status, ACTION_STATUS_WORDS[status], count_by_status[status]) for status in statuses]

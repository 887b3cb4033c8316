"""What a recommendation tells of where it stands."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from complaints.states.standing import Standing, standings
from complaints.vocabulary import ActionStatus

from .state_rows import derive_state_rows

ACTION_WORDS = {each.value: each.label.lower() for each in ActionStatus} | {
    "overdue": "overdue",
    "": "with no status in the source",
}
"""How actions are counted."""


class HasStates:
    """Mixed into what has ``states``."""

    if TYPE_CHECKING:
        states: Any
        actions: Any

    @cached_property
    def state_rows(self) -> list:
        """The rows of its states; of what has never been public, those that it would have."""
        rows = sorted(self.states.all(), key=lambda row: row.respondent.name if row.respondent_id else "")
        return rows or derive_state_rows(self)

    @property
    def standings(self) -> list[Standing]:
        """What readers are told about each respondent."""
        return standings(self.state_rows)

    @property
    def action_counts(self) -> list[tuple[str, str, int]]:
        """State, words and number of its actions; those overdue come first and count as that alone."""
        found = Counter("overdue" if each.is_overdue else each.status for each in self.actions.all())
        ordered = sorted(found, key=lambda status: status != "overdue")
        return [(status, ACTION_WORDS[status], found[status]) for status in ordered]

"""How many recommendations stand where, in the same words as the list that each number leads to."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils.functional import cached_property

from complaints.vocabulary import FINISHED_STATES, State

from .list_parameters import address
from .listing import parent_path_length, states_listed

CHART_WIDTH = 100.0
TONES = dict.fromkeys(FINISHED_STATES, "finished") | {State.OVERDUE: "overdue"}


@dataclass(frozen=True)
class StateCount:
    """How many are in a state, where they are listed, and the part of the chart that they take."""

    state: State
    number: int
    address: str
    tone: str
    x: float
    width: float


@dataclass
class Progress:
    """How many recommendations there are, and how many in each state; ``address`` lists them all."""

    list_address: str
    super_complaint: str = ""
    by_state: Counter[State] = field(default_factory=Counter)
    unanswered: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.by_state.total()

    @property
    def finished(self) -> int:
        """From how many of them nothing more is to come."""
        return sum(self.by_state[state] for state in FINISHED_STATES)

    @property
    def unfinished(self) -> int:
        """From how many something is still to come."""
        return self.total - self.finished

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return self.by_state[State.OVERDUE]

    def listing(self, **filters: str) -> str:
        """Return the address of the list of those that ``filters`` find."""
        among = [("super_complaint", self.super_complaint)] if self.super_complaint else []
        return address(self.list_address, [*among, *filters.items()])

    @property
    def all_listed(self) -> str:
        """Where all are listed."""
        return self.listing()

    @property
    def unfinished_listed(self) -> str:
        """Where those that are not finished are listed."""
        return self.listing(progress="unfinished")

    @property
    def overdue_listed(self) -> str:
        """Where those that are overdue are listed."""
        return self.listing(state=State.OVERDUE)

    @property
    def unanswered_listed(self) -> str:
        """Where those that nobody answered are listed, be they overdue or not."""
        return self.listing(position=State.NOT_ANSWERED)

    @cached_property
    def counts(self) -> list[StateCount]:
        """How many there are in each state that occurs, as parts of one bar."""
        found = [(state, self.by_state[state]) for state in State if self.by_state[state]]
        parts, x = [], 0.0
        for state, number in found:
            width = CHART_WIDTH * number / self.total
            tone = TONES.get(state, "unfinished")
            parts.append(StateCount(state, number, self.listing(state=state), tone, x, width))
            x += width
        return parts


def by_super_complaint(index_page: Any, list_address: str) -> tuple[Progress, dict[str, Progress]]:
    """Return the progress of all recommendations under ``index_page``, and by super-complaint, by its path.

    Takes one query beside that of what is public.
    """
    counted = (
        states_listed(index_page)
        .whole()
        .with_state_of_today()
        .annotate(parent_path=Left("page__path", parent_path_length(index_page)))
        .values_list("parent_path", "now")
        .annotate(number=Count("pk"), unanswered=Count("pk", filter=Q(state=State.NOT_ANSWERED)))
    )
    everything = Progress(list_address)
    each: dict[str, Progress] = defaultdict(lambda: Progress(list_address))
    for parent_path, state, number, unanswered in counted:
        for progress in (everything, each[parent_path]):
            progress.by_state[State(state)] += number
            progress.unanswered += unanswered
    return everything, each

"""The number of recommendations in each state, with the address of the list of each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils.functional import cached_property

from complaints.models import SuperComplaintIndexPage
from complaints.vocabulary import FINISHED_STATES, State

from .listed_pages import listed_states, parent_path_length
from .query_parameters import address_with_parameters

CHART_WIDTH = 100.0
CHART_TONES = dict.fromkeys(FINISHED_STATES, "finished") | {State.OVERDUE: "overdue"}


@dataclass(frozen=True)
class StateCount:
    """The number in one state, the address of their list, and their part of the chart."""

    state: State
    number: int
    address: str
    tone: str
    x: float
    width: float


@dataclass
class Progress:
    """The number of recommendations in all and in each state; ``list_address`` lists all of them."""

    list_address: str
    super_complaint: str = ""
    by_state: Counter[State] = field(default_factory=Counter)
    unanswered: int = 0

    @property
    def total(self) -> int:
        """The number of recommendations."""
        return self.by_state.total()

    @property
    def finished(self) -> int:
        """The number after which nothing more is to come."""
        return sum(self.by_state[state] for state in FINISHED_STATES)

    @property
    def unfinished(self) -> int:
        """The number after which something is still to come."""
        return self.total - self.finished

    @property
    def overdue(self) -> int:
        """The number that is overdue."""
        return self.by_state[State.OVERDUE]

    def filtered_address(self, **filters: str) -> str:
        """Return the address of the list with ``filters``."""
        parameters = [("super_complaint", self.super_complaint)] if self.super_complaint else []
        return address_with_parameters(self.list_address, [*parameters, *filters.items()])

    @property
    def all_address(self) -> str:
        """The address of the list of all."""
        return self.filtered_address()

    @property
    def unfinished_address(self) -> str:
        """The address of the list of unfinished ones."""
        return self.filtered_address(progress="unfinished")

    @property
    def overdue_address(self) -> str:
        """The address of the list of overdue ones."""
        return self.filtered_address(state=State.OVERDUE)

    @property
    def unanswered_address(self) -> str:
        """The address of the list of those without a response, overdue or not."""
        return self.filtered_address(position=State.NOT_ANSWERED)

    @cached_property
    def counts(self) -> list[StateCount]:
        """The number in each state that occurs, as parts of one bar."""
        found = [(state, self.by_state[state]) for state in State if self.by_state[state]]
        parts, x = [], 0.0
        for state, number in found:
            width = CHART_WIDTH * number / self.total
            tone = CHART_TONES.get(state, "unfinished")
            parts.append(StateCount(state, number, self.filtered_address(state=state), tone, x, width))
            x += width
        return parts


def count_states_by_super_complaint(
    index_page: SuperComplaintIndexPage, list_address: str
) -> tuple[Progress, dict[str, Progress]]:
    """Return the progress of all recommendations under ``index_page``, and of each super-complaint by path.

    Takes one query beside the one for what is public.
    """
    counted = (
        listed_states(index_page)
        .overall()
        .annotate_state_on_day()
        .annotate(parent_path=Left("page__path", parent_path_length(index_page)))
        .values_list("parent_path", "state_on_day")
        .annotate(number=Count("pk"), unanswered=Count("pk", filter=Q(state=State.NOT_ANSWERED)))
    )
    everything = Progress(list_address)
    each: dict[str, Progress] = defaultdict(lambda: Progress(list_address))
    for parent_path, state, number, unanswered in counted:
        for progress in (everything, each[parent_path]):
            progress.by_state[State(state)] += number
            progress.unanswered += unanswered
    return everything, each

"""The number of recommendations in each state, with the address of the list of each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.db.models.functions import Left, Length
from django.utils.functional import cached_property
from wagtail.blocks import StreamValue
from wagtail.models import Page

from complaints.models import SuperComplaintIndexPage, SuperComplaintPage
from complaints.models.recommendation_state import DEADLINE_IN_WORDS, is_past_a_date
from complaints.states.truth_table import asked_in_print
from complaints.vocabulary import (
    DONE_STATES,
    FINISHED_STATES,
    STATE_GROUPS,
    STATES_OF_PASSED_DATES,
    ItemKind,
    Stage,
    State,
    Theme,
)
from pages.core.addresses import address_with_parameters
from pages.core.names import join_as_in_a_sentence
from pages.core.partial_dates import PartialDate

from .listed_pages import listed_states, listed_super_complaints

CHART_WIDTH = 100.0


@dataclass(frozen=True)
class StateCount:
    """The number in one state, and the address of their list."""

    state: State
    number: int
    address: str


@dataclass(frozen=True)
class StateGroup:
    """The numbers in the states of one of ``STATE_GROUPS``, as a part of one bar."""

    key: str
    label: str
    counts: list[StateCount]
    x: float
    width: float

    @property
    def number(self) -> int:
        return sum(count.number for count in self.counts)


@dataclass
class Progress:
    """The number of recommendations in all and in each state; ``list_address`` lists all of them."""

    list_address: str
    super_complaint: str = ""
    theme: str = ""
    by_state: Counter[State] = field(default_factory=Counter)
    recommendations: int = 0
    """The number of those that are recommendations; the others are actions of a report."""
    without_page: int = 0
    """The number of recommendations to the force or its commissioner that are described without a page."""
    date_passed: int = 0
    """The number of open ones that are past a date and of which no status is known."""
    deadline_in_words: int = 0
    """The number of unfinished ones whose deadline is no date, and so is never counted as passed."""

    @property
    def total(self) -> int:
        return self.by_state.total()

    @property
    def late(self) -> int:
        """The number of unfinished ones that are past a date, whether or not a status is known."""
        return self.date_passed + sum(self.by_state[state] for state in STATES_OF_PASSED_DATES)

    @property
    def sentence(self) -> str:
        """How many are done, wait for an answer and are late, in one sentence: the numbers below it."""
        done = sum(self.by_state[state] for state in DONE_STATES)
        waiting = self.by_state[State.NOT_ANSWERED] + self.by_state[State.AWAITING]
        parts = [f"{done or 'none'} {_is(done or 1)} done"]
        parts += [f"{waiting} {'waits' if waiting == 1 else 'wait'} for an answer"] if waiting else []
        parts += (
            [f"{self.late} {_is(self.late)} past {'its' if self.late == 1 else 'their'} date"]
            if self.late
            else []
        )
        noun = "recommendation" if self.total == 1 else "recommendations"
        return f"Of {self.total} {noun} with a page here, {join_as_in_a_sentence(parts)}."

    @property
    def total_with_others(self) -> int:
        """The number of all that are followed here, with a page or without."""
        return self.total + self.without_page

    def filtered_address(self, **filters: str) -> str:
        own = [("super_complaint", self.super_complaint), ("theme", self.theme)]
        parameters = [(name, value) for name, value in own if value]
        return address_with_parameters(self.list_address, [*parameters, *filters.items()])

    @property
    def all_address(self) -> str:
        return self.filtered_address()

    @property
    def late_address(self) -> str:
        return self.filtered_address(progress="late")

    @property
    def deadline_in_words_address(self) -> str:
        return self.filtered_address(progress="deadline_in_words")

    @cached_property
    def groups(self) -> list[StateGroup]:
        """The groups of states that occur, as parts of one bar, with the number in each state."""
        parts, x = [], 0.0
        for key, (label, states) in STATE_GROUPS.items():
            counts = [
                StateCount(state, self.by_state[state], self.filtered_address(state=state))
                for state in State
                if state in states and self.by_state[state]
            ]
            if counts:
                width = CHART_WIDTH * sum(count.number for count in counts) / self.total
                parts.append(StateGroup(key, label, counts, x, width))
                x += width
        return parts


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def count_states_by_super_complaint(
    index_page: SuperComplaintIndexPage, list_address: str
) -> tuple[Progress, dict[str, Progress]]:
    """Return the progress of all below ``index_page``, and of each super-complaint by path."""
    counted = (
        listed_states(index_page)
        .counted()
        .annotate_state_on_day()
        .annotate(parent_path=Left("page__path", Length("page__path") - Page.steplen))
        .values_list("parent_path", "state_on_day")
        .annotate(
            number=Count("pk"),
            recommendations=Count("pk", filter=Q(page__kind=ItemKind.RECOMMENDATION)),
            in_words=Count("pk", filter=DEADLINE_IN_WORDS),
            past_a_date=Count("pk", filter=is_past_a_date()),
        )
    )
    everything = Progress(list_address)
    each: dict[str, Progress] = defaultdict(lambda: Progress(list_address))
    for parent_path, state, number, recommendations, in_words, past_a_date in counted:
        for progress in (everything, each[parent_path]):
            progress.by_state[State(state)] += number
            progress.recommendations += recommendations
            progress.date_passed += past_a_date
            progress.deadline_in_words += 0 if State(state) in FINISHED_STATES else in_words
    for path, others in listed_super_complaints(index_page).values_list("path", "other_recommendations"):
        if found := count_asked_locally(others):
            for progress in (everything, each[path]):
                progress.without_page += found
    return everything, each


def count_asked_locally(other_recommendations: StreamValue) -> int:
    """Return how many of the recommendations without a page ask the force or its commissioner."""
    printed = [block["value"].get("addressees") or "" for block in other_recommendations.raw_data]
    return sum(bool(asked_in_print(each)) for each in printed)


def count_states_by_theme(index_page: SuperComplaintIndexPage, address: str) -> list[tuple[Theme, Progress]]:
    counted = (
        listed_states(index_page)
        .counted()
        .exclude(page__theme="")
        .annotate_state_on_day()
        .annotate(theme=F("page__theme"))
        .values_list("theme", "state_on_day")
        .annotate(number=Count("pk"))
    )
    found: dict[str, Progress] = {}
    for theme, state, number in counted:
        progress = found.setdefault(theme, Progress(address, theme=theme))
        progress.by_state[State(state)] += number
    return [(theme, found[theme]) for theme in Theme if theme in found]


WITHOUT_REPORT: dict[str, str] = {
    Stage.RECEIVED: "It was submitted {submitted}, and nobody has decided yet whether to look into it.",
    Stage.ELIGIBILITY: "It was submitted {submitted}, and nobody has decided yet whether to look into it.",
    Stage.NOT_ELIGIBLE: "It was submitted {submitted} and found not eligible, so there is nothing to answer.",
}
UNDER_INVESTIGATION = (
    "It was submitted {submitted} and is being looked into; there is no report yet, so nothing to answer."
)


def super_complaint_answer(page: SuperComplaintPage, progress: Progress) -> str:
    """Return what the report asks of us and what is done, in one sentence."""
    if not page.report_published:
        words = WITHOUT_REPORT.get(page.stage, UNDER_INVESTIGATION)
        return words.format(submitted=_when(page.submitted)).replace("  ", " ")
    published = f"The report came out {_when(page.report_published)}"
    if not progress.total:
        return f"{published}; none of its recommendations has a page here."
    return f"{published}; {progress.sentence[:1].lower()}{progress.sentence[1:]}"


def _when(date: PartialDate | None) -> str:
    return f"{'on' if date.day else 'in'} {date.words}" if date else ""

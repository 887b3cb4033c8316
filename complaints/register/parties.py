"""The organisations on the page of a recommendation: the status of the whole once, and a card for each."""

from dataclasses import dataclass

from complaints.models import RecommendationResponsePage
from complaints.states.respondent_states import RespondentState, those_asked
from complaints.vocabulary import NO_STATUS_LABELS, POSITION_LABELS, State, Status
from pages.core.names import join_as_in_a_sentence

MOST_IN_SENTENCES = 2
"""Of more organisations the sentences only count the statuses, and the detail stands beside the status."""
NO_RESPONSE = "No response published here"
RESPONDED = "Responded"


@dataclass(frozen=True)
class ShownStatus:
    """The status of a recommendation, or of one or several of its organisations."""

    status: Status | None
    label: str
    detail: str = ""
    """What the status leaves open."""
    who: str = ""
    """Whose it is, where organisations differ."""


@dataclass(frozen=True)
class Party:
    """One organisation that was asked, or that responded."""

    state: RespondentState
    shows_status: bool
    """Whether its status differs from that of another, so that the status of the whole does not say it."""
    shows_detail: bool
    """Whether another has the same status for another reason, so that the detail has to be told apart."""

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def response(self) -> str:
        """What it says, in a few words."""
        if self.state.open_state == State.NOT_ANSWERED or not self.state.has_response:
            return NO_RESPONSE
        return POSITION_LABELS.get(self.state.position, RESPONDED)


def list_parties(page: RecommendationResponsePage) -> list[Party]:
    """Return the organisations that are named; none if nobody is."""
    states = page.respondent_states
    asked = those_asked(states)
    statuses_differ = _statuses_differ(asked)
    details_differ = len({(state.status, state.detail) for state in asked}) > 1
    parties = []
    for state in states:
        if not state.name:
            continue
        # Two states are equal if only their organisations differ: one may have been asked and the other not.
        was_asked = any(state is each for each in asked)
        parties.append(
            Party(
                state, shows_status=statuses_differ and was_asked, shows_detail=details_differ and was_asked
            )
        )
    return parties


def overall_status_of(page: RecommendationResponsePage) -> ShownStatus:
    """Return the status of ``page`` as a whole, with what its sentences and cards do not say."""
    overall = page.overall_row
    status = overall.status_today
    label = status.label if status else NO_STATUS_LABELS[overall.who_is_asked]
    asked = those_asked(page.respondent_states)
    if _statuses_differ(asked):
        deciding = [state.name for state in asked if state.status == status]
        return ShownStatus(status, label, who=join_as_in_a_sentence(deciding))
    first = asked[0]
    if not first.name:  # there is no card that could say it
        said = filter(None, [first.detail, first.position_label])
        return ShownStatus(status, label, detail=", ".join(said))
    if len(asked) > MOST_IN_SENTENCES:
        return ShownStatus(status, label, detail=first.detail)
    return ShownStatus(status, label)


def _statuses_differ(states: list[RespondentState]) -> bool:
    """Return True if readers are shown different statuses for ``states``."""
    return len({state.status for state in states}) > 1

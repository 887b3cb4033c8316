"""The organisations on the page of a recommendation: the status of the whole once, and a card for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.models import RecommendationResponsePage
from complaints.status.respondent_states import RespondentState, those_asked
from complaints.status.sentences import asked_without_status
from complaints.vocabulary import (
    NO_STATUS_LABELS,
    POSITION_LABELS,
    STATES_WITHOUT_RESPONSE,
    DetailedStatus,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.names import join_as_in_a_sentence, join_names
from pages.core.partial_dates import PartialDate

MOST_IN_SENTENCES = 2
"""Of more organisations the sentences only count the statuses, and the detail stands beside the status."""
NO_RESPONSE = "No response published here"
RESPONDED = "Responded"
RESPONSE_PUBLISHED = "response published"


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
class PartyCard:
    """One organisation that was asked, or that responded."""

    state: RespondentState
    shows_status: bool
    """Whether its status differs from that of another, so that the status of the whole does not say it."""
    shows_detail: bool
    """Whether another has the same status for another reason, so that the detail has to be told apart."""
    was_asked: bool
    responded_late: PartialDate | None = None
    """The date of its first response, if that is after the report’s ``respond_by``."""
    respond_by: PartialDate | None = None

    @property
    def speaks_for_itself(self) -> bool:
        """Return True if it is an association or another body that responded beside those who were asked."""
        return (
            self.state.kind == OrganisationKind.OTHER
            and self.state.has_response
            and not self.was_asked
        )

    @property
    def responded_without_being_asked(self) -> bool:
        """Return True if it is the force or its commissioner, and responded to what is known to ask others."""
        return (
            self.state.is_local and self.state.has_response and not self.state.is_asked
        )

    @property
    def name(self) -> str:
        return self.state.name

    @property
    def status_says_response(self) -> bool:
        """Return True if its status, where it is shown, says that it has no response."""
        is_missing = self.state.status == Status.RESPONSE_MISSING
        return self.shows_status and is_missing and self.response == NO_RESPONSE

    @property
    def response(self) -> str:
        """What it says, in a few words."""
        if (
            self.state.open_detailed_status == DetailedStatus.NOT_ANSWERED
            or not self.state.has_response
        ):
            return NO_RESPONSE
        return POSITION_LABELS.get(self.state.position, RESPONDED)


def list_parties(page: RecommendationResponsePage) -> list[PartyCard]:
    """Return the organisations that are named; none if nobody is."""
    states = page.respondent_states
    asked = those_asked(states)
    statuses_differ = _statuses_differ(asked)
    details_differ = len({(state.status, state.detail) for state in asked}) > 1
    parties = []
    for state in states:
        if not state.name:
            continue
        # Two states are equal if only their organisations differ: one may have been
        # asked and the other not.
        was_asked = any(state is other for other in asked)
        responded_late = _late_response(page, state) if was_asked else None
        parties.append(
            PartyCard(
                state,
                shows_status=statuses_differ and was_asked,
                shows_detail=details_differ and was_asked,
                was_asked=was_asked,
                responded_late=responded_late,
                respond_by=page.super_complaint.respond_by,
            )
        )
    return parties


def _late_response(
    page: RecommendationResponsePage, state: RespondentState
) -> PartialDate | None:
    """Return the date of the first response by ``state``, if it is certainly after the date to respond by."""
    dates = []
    for response in page.all_responses:
        names = [join_names([respondent]) for respondent in response.respondents.all()]
        if state.name in names and response.position != Position.AWAITING:
            dates.append(response.responded_on)
    respond_by = page.super_complaint.respond_by
    known = list(filter(None, dates))
    if not respond_by or not known or len(known) < len(dates):
        return None
    first = min(known, key=lambda date: date.earliest)
    return first if respond_by.is_certainly_before(first) else None


def list_missing_responses(page: RecommendationResponsePage) -> list[str]:
    """Return the names of the organisations that were asked and have no response here, or a later one."""
    states = page.respondent_states
    missing = []
    for state in those_asked(states):
        if state.name and state.open_detailed_status in STATES_WITHOUT_RESPONSE:
            missing.append(state.name)
    return [*missing, *asked_without_status(page.addressees.all(), states)]


def list_missing_beside_status(page: RecommendationResponsePage) -> list[str]:
    """Return the names of those without a response, unless the status of the whole is about just them."""
    missing = list_missing_responses(page)
    if page.overall_row.status_today != Status.RESPONSE_MISSING:
        return missing
    states = those_asked(page.respondent_states)
    named = [state.name for state in states if state.status == Status.RESPONSE_MISSING]
    return [] if missing == named else missing


def list_names_asked(page: RecommendationResponsePage) -> list[str]:
    """Return the names of the organisations that were asked, or of those that responded if none is known."""
    states = page.respondent_states
    named = filter(None, (state.name for state in those_asked(states)))
    return [*named, *asked_without_status(page.addressees.all(), states)]


def explains_accepts(items: Iterable[RecommendationResponsePage]) -> bool:
    """Return True if an organisation accepts one of ``items``: readers are told what that means."""
    positions: set[str] = set()
    for item in items:
        positions.update(state.position for state in item.respondent_states)
    return bool(positions & {Position.ACCEPTED, Position.ACCEPTED_IN_PART})


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
        details = filter(None, [first.detail, first.position_label])
        return ShownStatus(status, label, detail=", ".join(details))
    if len(asked) > MOST_IN_SENTENCES:
        return ShownStatus(status, label, detail=first.detail)
    is_late_with_response = (
        status == Status.PAST_DEADLINE
        and first.open_status == Status.RESPONSE_PUBLISHED
    )
    # That a deadline has passed does not mean that nothing was published.
    detail = RESPONSE_PUBLISHED if is_late_with_response else ""
    return ShownStatus(status, label, detail=detail)


def _statuses_differ(states: list[RespondentState]) -> bool:
    """Return True if readers are shown different statuses for ``states``."""
    return len({state.status for state in states}) > 1

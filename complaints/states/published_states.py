"""The states of recommendations on a past day, derived from what was published by then."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from complaints.states import truth_table
from complaints.states.respondent_states import POSITIONS_REPEATED_BY_STATE, RespondentState
from complaints.states.truth_table import ActionFacts, RespondentFacts
from complaints.vocabulary import OVERALL_POSITION_CHOICES, State
from pages.content.templatetags.rendering import NOT_NAMED, join_names
from pages.core.partial_dates import PartialDate

POSSIBLY_REOPENED_STATES = {State.NOT_STARTED, State.IN_PROGRESS}
"""States that are “Reopened” if an earlier version was complete."""
COMPLETE_STATES = {State.COMPLETE, State.COMPLETE_LATE}
COMPLETED_RESPONDENTS_KEY = "were_complete"
"""The key under which a redacted snapshot keeps the respondents who were complete in it."""

Snapshot = dict[str, Any]
"""The public fields of a published version, as JSON holds them."""
RespondentKey = int | None
"""The key of an organisation; ``None`` where nobody responded."""


class OrganisationLookup(Protocol):
    """Finds organisations as they were named on the day."""

    def with_keys(self, keys: list[int]) -> Sequence[object]:
        """Return the organisations with these ``keys`` that still exist."""


def respondent_states_on_day(
    snapshot: Snapshot, earlier: Iterable[Snapshot], day: date, organisations: OrganisationLookup
) -> list[RespondentState]:
    """Return the state of each respondent at the end of ``day``, or the overall state if nobody responded.

    ``earlier`` are the snapshots from before ``snapshot``, the oldest first.
    """
    complete_before = _respondents_ever_complete(earlier)
    states = []
    for respondent, facts in _facts_by_respondent(snapshot, complete_before).items():
        derived = truth_table.derive_state(facts)
        last_day = truth_table.last_day_before_overdue(facts, derived)
        state = truth_table.state_on_day(derived, last_day, day)
        overdue_since = last_day + timedelta(days=1) if last_day and state == State.OVERDUE else None
        name = (join_names(organisations.with_keys([respondent])) or NOT_NAMED) if respondent else ""
        label = _position_label(facts.position or "", state) if respondent else ""
        states.append(RespondentState(name, facts.position or "", label, state, overdue_since))
    return sorted(states, key=lambda each: each.name)


def _position_label(position: str, state: State) -> str:
    """Return the position in words; empty if the state has the same words."""
    if (position, state) in POSITIONS_REPEATED_BY_STATE:
        return ""
    return str(dict(OVERALL_POSITION_CHOICES).get(position, position)) or "Position not in the source"


def overall_state_of_respondents(respondent_states: Iterable[RespondentState]) -> State:
    """Return the state of the recommendation as a whole."""
    return truth_table.overall_state(each.state for each in respondent_states)


def overall_state_on_day(snapshot: Snapshot, earlier: Iterable[Snapshot], day: date) -> State:
    """Return the state of the recommendation as a whole at the end of ``day``."""
    derived = [
        (truth_table.derive_state(facts), facts)
        for facts in _facts_by_respondent(snapshot, _respondents_ever_complete(earlier)).values()
    ]
    return truth_table.overall_state(
        truth_table.state_on_day(state, truth_table.last_day_before_overdue(facts, state), day)
        for state, facts in derived
    )


def depends_on_earlier_versions(snapshot: Snapshot, number: int) -> bool:
    """Tell whether the state in version ``number`` depends on what was published before."""
    states = (truth_table.derive_state(facts) for facts in _facts_by_respondent(snapshot, set()).values())
    return number != 1 and any(state in POSSIBLY_REOPENED_STATES for state in states)


def facts_kept_after_redaction(snapshot: Snapshot) -> Snapshot:
    """Return what is kept of ``snapshot`` when its words are redacted: the respondents who were complete."""
    complete = sorted(key for key in _respondents_complete_in(snapshot) if key is not None)
    return {COMPLETED_RESPONDENTS_KEY: complete} if complete else {}


def _respondents_ever_complete(snapshots: Iterable[Snapshot]) -> set[RespondentKey]:
    return set().union(*map(_respondents_complete_in, snapshots))


def _respondents_complete_in(snapshot: Snapshot) -> set[RespondentKey]:
    if COMPLETED_RESPONDENTS_KEY in snapshot:
        return set(snapshot[COMPLETED_RESPONDENTS_KEY])
    return {
        respondent
        for respondent, facts in _facts_by_respondent(snapshot, set()).items()
        if truth_table.derive_state(facts) in COMPLETE_STATES
    }


def _facts_by_respondent(
    snapshot: Snapshot, complete_before: set[RespondentKey]
) -> dict[RespondentKey, RespondentFacts]:
    positions: dict[RespondentKey, str | None] = {
        respondent: str(response.get("position") or "")
        for response in snapshot.get("responses") or []
        for respondent in response.get("respondents") or []
    }
    actions = tuple(_action_facts(action) for action in snapshot.get("actions") or [])
    deadline = _parse_stored_date(snapshot.get("deadline"))
    return {
        respondent: RespondentFacts(position, actions, deadline, was_complete=respondent in complete_before)
        for respondent, position in (positions or {None: None}).items()
    }


def _action_facts(action: Snapshot) -> ActionFacts:
    due = (action.get("due_dates") or [{}])[-1].get("due")
    return ActionFacts(
        str(action.get("status") or ""), _parse_stored_date(due), _parse_stored_date(action.get("completed"))
    )


def _parse_stored_date(stored: object) -> PartialDate | None:
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

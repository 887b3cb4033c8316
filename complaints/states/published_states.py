"""The states of recommendations on a past day, derived from what was published by then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from complaints.states import truth_table
from complaints.states.respondent_states import POSITIONS_REPEATED_BY_STATE, RespondentState
from complaints.states.truth_table import ActionFacts, RespondentFacts
from complaints.vocabulary import DONE_STATES, LOCAL_KINDS, OVERALL_POSITION_CHOICES, ItemKind, State
from pages.core.names import NOT_NAMED, join_names
from pages.core.partial_dates import PartialDate

POSSIBLY_REOPENED_STATES = {State.NOT_STARTED, State.IN_PROGRESS}
"""States that are “Reopened” if an earlier version was complete."""
COMPLETED_RESPONDENTS_KEY = "were_complete"
"""The key under which a redacted snapshot keeps the respondents who were complete in it."""

Snapshot = dict[str, Any]
"""The public fields of a published version, as JSON holds them."""
RespondentKey = int | None
"""The key of an organisation; ``None`` where nobody responded."""


@dataclass(frozen=True)
class Surroundings:
    """What a state depends on beside the recommendation itself."""

    respond_by: PartialDate | None = None
    """The deadline to respond, which stands on the page of the super-complaint."""
    local_organisations: frozenset[int] = frozenset()
    """The keys of the force and its commissioner."""


NO_SURROUNDINGS = Surroundings()


class OrganisationLookup(Protocol):
    """Finds organisations as they were named on the day."""

    def with_keys(self, keys: list[int]) -> Sequence[object]:
        """Return the organisations with these ``keys`` that still exist."""


def respondent_states_on_day(
    snapshot: Snapshot,
    earlier: Iterable[Snapshot],
    day: date,
    organisations: OrganisationLookup,
    surroundings: Surroundings = NO_SURROUNDINGS,
) -> list[RespondentState]:
    """Return the state of each respondent at the end of ``day``, or the overall state if nobody responded.

    ``earlier`` are the snapshots from before ``snapshot``, the oldest first.
    """
    complete_before = _respondents_ever_complete(earlier)
    states = []
    for respondent, facts in _facts_by_respondent(snapshot, complete_before, surroundings).items():
        derived = truth_table.derive_state(facts)
        last = truth_table.last_days(facts, derived)
        state = truth_table.state_on_day(derived, last, day)
        last_day = truth_table.last_day_before(state, last)
        passed_since = last_day + timedelta(days=1) if last_day else None
        named = organisations.with_keys([respondent]) if respondent else []
        name = (join_names(named) or NOT_NAMED) if respondent else ""
        is_local = all(getattr(each, "kind", "") in LOCAL_KINDS for each in named)
        label = _position_label(facts.position or "", state) if respondent else ""
        states.append(
            RespondentState(
                name,
                facts.position or "",
                label,
                state,
                passed_since,
                is_local,
                has_answered=derived != State.NOT_ANSWERED,
            )
        )
    return sorted(states, key=lambda each: each.name)


def _position_label(position: str, state: State) -> str:
    """Return the position in words; empty if it is not known or the state has the same words."""
    if (position, state) in POSITIONS_REPEATED_BY_STATE:
        return ""
    return str(dict(OVERALL_POSITION_CHOICES).get(position, position))


def overall_state_of_respondents(respondent_states: Iterable[RespondentState]) -> State:
    """Return the state of the recommendation as a whole."""
    return truth_table.overall_state(each.state for each in respondent_states)


def merge_states(states: Sequence[RespondentState]) -> RespondentState:
    """Return the state of a recommendation as a whole from those of its respondents, or of its parts."""
    state = overall_state_of_respondents(states)
    answered = [each for each in states if each.has_answered]
    position = truth_table.overall_position(each.position for each in answered or states)
    passed = [each.passed_since for each in states if each.state == state and each.passed_since]
    label = _position_label(position, state)
    has_answered = bool(position) or all(each.has_answered for each in states)
    return RespondentState("", position, label, state, min(passed, default=None), has_answered=has_answered)


def overall_state_on_day(
    snapshot: Snapshot,
    earlier: Iterable[Snapshot],
    day: date,
    surroundings: Surroundings = NO_SURROUNDINGS,
) -> State:
    """Return the state of the recommendation as a whole at the end of ``day``, leaving aside its parts."""
    complete_before = _respondents_ever_complete(earlier)
    derived = [
        (truth_table.derive_state(facts), facts)
        for facts in _facts_by_respondent(snapshot, complete_before, surroundings).values()
    ]
    return truth_table.overall_state(
        truth_table.state_on_day(state, truth_table.last_days(facts, state), day) for state, facts in derived
    )


@dataclass(frozen=True)
class ItemOnDay:
    """The state of one item by its own responses, with what decides which item it is a part of."""

    super_complaint: str
    kind: str
    number: str
    state: State
    answered: bool


def counted_states(items: Iterable[ItemOnDay]) -> dict[str, list[State]]:
    """Return the states of the recommendations that count, by super-complaint: each together with its parts.

    As in the stored states, what nobody answered as a whole has the state of its parts.
    """
    items = list(items)
    numbered = {(each.super_complaint, each.kind, each.number) for each in items if each.number}
    parts: dict[tuple[str, str, str], list[State]] = defaultdict(list)
    whole = []
    for each in items:
        above = (each.super_complaint, each.kind, each.number.rpartition(".")[0])
        if above[2] and above in numbered:
            parts[above].append(each.state)
        elif each.kind != ItemKind.PART:
            whole.append(each)
    counted: dict[str, list[State]] = defaultdict(list)
    for each in whole:
        below = parts[each.super_complaint, each.kind, each.number] if each.number else []
        own = [each.state] if each.answered or not below else []
        counted[each.super_complaint].append(truth_table.overall_state([*own, *below]))
    return counted


def is_answered(snapshot: Snapshot) -> bool:
    """Tell whether somebody had responded in ``snapshot``."""
    return any(response.get("respondents") for response in snapshot.get("responses") or [])


def depends_on_earlier_versions(snapshot: Snapshot, number: int) -> bool:
    """Tell whether the state in version ``number`` depends on what was published before."""
    found = _facts_by_respondent(snapshot, set(), NO_SURROUNDINGS).values()
    states = (truth_table.derive_state(facts) for facts in found)
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
        for respondent, facts in _facts_by_respondent(snapshot, set(), NO_SURROUNDINGS).items()
        if truth_table.derive_state(facts) in DONE_STATES
    }


def _facts_by_respondent(
    snapshot: Snapshot, complete_before: set[RespondentKey], surroundings: Surroundings
) -> dict[RespondentKey, RespondentFacts]:
    positions: dict[RespondentKey, str | None] = {
        respondent: str(response.get("position") or "")
        for response in snapshot.get("responses") or []
        for respondent in response.get("respondents") or []
    }
    deadline = parse_stored_date(snapshot.get("deadline"))
    addressees = snapshot.get("addressees") or []
    asked = truth_table.is_asked(
        bool(addressees),
        bool(surroundings.local_organisations.intersection(addressees)),
        bool(snapshot.get("addressees_printed")),
    )
    facts_by_respondent = {
        respondent: RespondentFacts(
            position,
            tuple(_action_facts(action) for action in _actions_of(snapshot, respondent)),
            deadline if truth_table.is_bound(respondent, addressees) else None,
            surroundings.respond_by,
            asked,
            was_complete=respondent in complete_before,
        )
        for respondent, position in (positions or {None: None}).items()
    }
    if positions:
        # The force or its commissioner, asked by name, while others alone have answered.
        silent = surroundings.local_organisations.intersection(addressees) - set(positions)
        facts_by_respondent |= {each: RespondentFacts(None, deadline=deadline) for each in sorted(silent)}
    return facts_by_respondent


def _actions_of(snapshot: Snapshot, respondent: RespondentKey) -> list[Snapshot]:
    """Return the actions of ``respondent``: those that name nobody are of all respondents."""
    actions = snapshot.get("actions") or []
    return [each for each in actions if respondent in (each.get("respondents") or [respondent])]


def _action_facts(action: Snapshot) -> ActionFacts:
    due = (action.get("due_dates") or [{}])[-1].get("due")
    return ActionFacts(
        str(action.get("status") or ""), parse_stored_date(due), parse_stored_date(action.get("completed"))
    )


def parse_stored_date(stored: object) -> PartialDate | None:
    """Return a date of a snapshot; ``None`` if there is none or it is no date."""
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

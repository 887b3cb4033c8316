"""Where recommendations stood on a day, derived from what was published of them by then."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from complaints.states import truth_table
from complaints.states.standing import SAID_BY_STATE, Standing
from complaints.states.truth_table import ActionFacts, Facts
from complaints.vocabulary import POSITIONS, State
from pages.content.templatetags.rendering import NOT_NAMED, join_names
from pages.core.partial_dates import PartialDate

UNFINISHED = {State.NOT_STARTED, State.IN_PROGRESS}
"""What may have been reopened: whether it was complete before, only earlier versions know."""
COMPLETE = {State.COMPLETE, State.COMPLETE_LATE}
WERE_COMPLETE = "were_complete"
"""Stands in the place of a snapshot whose words were redacted."""


def standings(snapshot: dict, earlier: Iterable[dict], day: date, organisations: Any) -> list[Standing]:
    """Return the standing of each respondent at the end of ``day``; of the whole where nobody answers.

    ``earlier`` are the snapshots from before ``snapshot``, the oldest first.
    """
    complete = _were_complete(earlier)
    found = []
    for respondent, facts in _facts_of(snapshot, complete).items():
        state = truth_table.derive_state(facts)
        last = truth_table.last_day_before_overdue(facts, state)
        today = truth_table.state_on_day(state, last, day)
        overdue_since = last + timedelta(days=1) if last and today == State.OVERDUE else None
        who = (join_names(organisations.find([respondent])) or NOT_NAMED) if respondent else ""
        label = _label_of(facts.position or "", today) if respondent else ""
        found.append(Standing(who, facts.position or "", label, today, overdue_since))
    return sorted(found, key=lambda each: each.who)


def _label_of(position: str, state: State) -> str:
    """Return the position in words, unless those of the state repeat it."""
    if (position, state) in SAID_BY_STATE:
        return ""
    return str(dict(POSITIONS).get(position, position)) or "Position not in the source"


def overall_state(found: Iterable[Standing]) -> State:
    """Return the state of the recommendation as a whole."""
    return truth_table.overall_state(each.state for each in found)


def state_of_whole(snapshot: dict, earlier: Iterable[dict], day: date) -> State:
    """Return the state of the recommendation as a whole at the end of ``day``, as ``standings`` would."""
    derived = [
        (truth_table.derive_state(facts), facts)
        for facts in _facts_of(snapshot, _were_complete(earlier)).values()
    ]
    return truth_table.overall_state(
        truth_table.state_on_day(state, truth_table.last_day_before_overdue(facts, state), day)
        for state, facts in derived
    )


def needs_earlier(snapshot: dict, number: int) -> bool:
    """Tell whether the state in version ``number`` depends on what was published before."""
    open_ones = (
        truth_table.derive_state(facts) in UNFINISHED for facts in _facts_of(snapshot, set()).values()
    )
    return number != 1 and any(open_ones)


def what_lasts(snapshot: dict) -> dict:
    """Return what stays of ``snapshot`` when its words go: the respondents who were complete in it."""
    complete = sorted(who for who in _complete_in(snapshot) if who is not None)
    return {WERE_COMPLETE: complete} if complete else {}


def _were_complete(snapshots: Iterable[dict]) -> set:
    return set().union(*map(_complete_in, snapshots))


def _complete_in(snapshot: dict) -> set:
    if WERE_COMPLETE in snapshot:
        return set(snapshot[WERE_COMPLETE])
    return {
        who for who, each in _facts_of(snapshot, set()).items() if truth_table.derive_state(each) in COMPLETE
    }


def _facts_of(snapshot: dict, complete: set) -> dict[Any, Facts]:
    answers: dict[Any, str | None] = {
        who: str(response.get("position") or "")
        for response in snapshot.get("responses") or []
        for who in response.get("respondents") or []
    }
    actions = tuple(_action(each) for each in snapshot.get("actions") or [])
    deadline = _date(snapshot.get("deadline"))
    return {
        who: Facts(position, actions, deadline, was_complete=who in complete)
        for who, position in (answers or {None: None}).items()
    }


def _action(action: dict) -> ActionFacts:
    due = (action.get("due_dates") or [{}])[-1].get("due")
    return ActionFacts(str(action.get("status") or ""), _date(due), _date(action.get("completed")))


def _date(stored: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

"""What the states of a recommendation depend on, read from its content: of the page, or of a version of it.

A revision, a version and ``page.serializable_data()`` hold the content in one shape. Content of any release
can be read: what it lacks counts as not known.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from complaints.vocabulary import (
    DONE_STATES,
    FINISHED_STATES,
    ActionStatus,
    Coverage,
    ItemKind,
    OrganisationKind,
    Position,
    State,
)
from pages.core.partial_dates import PartialDate

from . import truth_table
from .truth_table import ActionFacts, LastDays, RespondentFacts

Content = dict[str, Any]
"""The public fields of a recommendation with its children, as JSON holds them."""
RespondentKey = int | None
"""The key of an organisation; ``None`` where nobody responded."""
Heirs = dict[RespondentKey, RespondentKey]


def children(content: Content, name: str) -> list[Content]:
    """Return the responses, actions and so on of ``content`` in their order."""
    found = [each for each in content.get(name) or [] if isinstance(each, dict)]
    return sorted(found, key=lambda each: each.get("sort_order") or 0)


def days_in(content: Content, name: str, field: str) -> list[PartialDate]:
    """Return the known dates in ``field`` of the responses, actions and so on of ``content``."""
    return [day for each in children(content, name) if (day := parse_stored_date(each.get(field)))]


def read_numbers(text: str) -> list[str]:
    """Return the printed numbers in ``text``: “1, 4 and 7.1” gives 1, 4 and 7.1."""
    return [each for each in re.split(r"[\s,;&]+", text.replace(" and ", " ")) if each]


def answers_that_cover(answers: Sequence[Content], kind: str, number: str) -> list[Content]:
    """Return those of ``answers`` to several recommendations that cover this one, in their order.

    “All others” covers what no answer of the same respondents names.
    """

    def is_named_by(answer: Content) -> bool:
        named = {number, number.rpartition(".")[0]} - {""}
        is_of_some = answer.get("coverage") == Coverage.NAMED and kind != ItemKind.ACTION
        return is_of_some and not named.isdisjoint(read_numbers(answer.get("numbers") or ""))

    def covers(answer: Content) -> bool:
        if answer.get("coverage") != Coverage.OTHERS:
            return answer.get("coverage") == Coverage.ALL or is_named_by(answer)
        respondents = set(answer.get("respondents") or [])
        of_the_same = (each for each in answers if respondents.intersection(each.get("respondents") or []))
        return not any(map(is_named_by, of_the_same))

    return list(filter(covers, answers))


@dataclass(frozen=True)
class Surroundings:
    """What a state depends on beside the recommendation itself."""

    respond_by: PartialDate | None = None
    """The deadline to respond, which stands on the page of the super-complaint."""
    local_organisations: Mapping[int, str] = field(default_factory=dict)
    """The keys of the force and its commissioner, each with its kind."""
    our_force: RespondentKey = None
    """Who speaks where an action or an update names nobody."""
    report_responses: Sequence[Content] = ()
    """The answers to several recommendations, which stand on the page of the super-complaint."""
    successors: Mapping[int, int] = field(default_factory=dict)
    """Who takes over what is open of an organisation that has ended."""


@dataclass(frozen=True)
class JudgedState:
    """The state of one respondent, or the overall one, leaving aside which day it is, as rows store it."""

    respondent_id: RespondentKey
    position: str
    state: State
    last_days: LastDays
    was_complete: bool
    slipped: bool = False
    """Whether a date that was promised for an action was moved to a later one or taken back."""
    last_reported: PartialDate | None = None
    """The last date that a response, an update or a completion names, as exactly as that is known."""


def judge(
    content: Content,
    surroundings: Surroundings,
    complete_before: Collection[RespondentKey] = (),
    parts: Sequence[Any] = (),
) -> list[JudgedState]:
    """Return the states in ``content``, the overall one last.

    Whoever is in ``complete_before`` was complete once. The overall state takes in those of ``parts``, such
    as 7.1 of 7: rows or judged states. What nobody answered as a whole may be answered part by part.
    """
    content = _with_report_responses(content, surroundings)
    actions = children(content, "actions")
    found = _judge_respondents(content, surroundings, complete_before)
    if heirs := _heirs_of_what_is_open(found, surroundings.successors):
        content = _with_heirs(content, heirs)
        complete_before = {heirs.get(each, each) for each in complete_before}
        found = _judge_respondents(content, surroundings, complete_before)
    if parts and not any(each.position for each in found):
        found = [_judge_as_a_whole(parts, parts)]
    elif parts or found[0].respondent_id is not None:
        of_respondents = [each for each in found if each.respondent_id is not None]
        found = [*of_respondents, _judge_as_a_whole([*found, *parts], found)]
    slipped = any(map(_has_slipped, actions)) or any(part.slipped for part in parts)
    last_reported = _latest([_last_reported(content, actions), *(part.last_reported for part in parts)])
    return [replace(each, slipped=slipped, last_reported=last_reported) for each in found]


def _with_report_responses(content: Content, surroundings: Surroundings) -> Content:
    """Return ``content`` with the answers to several recommendations that cover it before its own."""
    kind, number = str(content.get("kind") or ""), str(content.get("number") or "")
    covering = answers_that_cover(surroundings.report_responses, kind, number)
    in_order = [*covering, *children(content, "responses")]
    return {**content, "responses": [{**each, "sort_order": place} for place, each in enumerate(in_order)]}


def _heirs_of_what_is_open(found: Iterable[JudgedState], successors: Mapping[int, int]) -> Heirs:
    """Return who takes over from each respondent who has ended and has not finished."""
    heirs: Heirs = {}
    for each in found:
        heir = each.respondent_id
        while heir is not None and heir in successors:
            heir = successors[heir]
        if heir != each.respondent_id and each.state not in FINISHED_STATES:
            heirs[each.respondent_id] = heir
    return heirs


def _with_heirs(content: Content, heirs: Heirs) -> Content:
    """Return ``content`` as if ``heirs`` had been asked, had responded and acted themselves."""

    def inherited(keys: Collection[int] | None) -> list[RespondentKey]:
        return list(dict.fromkeys(heirs.get(each, each) for each in keys or []))

    changed = {**content, "addressees": inherited(content.get("addressees"))}
    for name in ("responses", "actions", "progress_updates"):
        changed[name] = [
            {**each, "respondents": inherited(each.get("respondents"))} for each in content.get(name) or []
        ]
    return changed


def _judge_respondents(
    content: Content, surroundings: Surroundings, complete_before: Collection[RespondentKey]
) -> list[JudgedState]:
    found = []
    for respondent, facts in _facts_by_respondent(content, surroundings, complete_before).items():
        state = truth_table.derive_state(facts)
        was_complete = respondent in complete_before or state in DONE_STATES
        last_days = truth_table.last_days(facts, state)
        found.append(JudgedState(respondent, facts.position or "", state, last_days, was_complete))
    return found


def _judge_as_a_whole(found: Sequence[Any], positions_of: Sequence[Any]) -> JudgedState:
    answered = [each for each in positions_of if each.position or each.state != State.NOT_ANSWERED]
    return JudgedState(
        None,
        truth_table.overall_position(each.position for each in answered or positions_of),
        truth_table.overall_state(each.state for each in found),
        truth_table.last_days_of_the_whole((each.state, each.last_days) for each in found),
        all(each.was_complete for each in found),
    )


def _facts_by_respondent(
    content: Content, surroundings: Surroundings, complete_before: Collection[RespondentKey]
) -> dict[RespondentKey, RespondentFacts]:
    """Return the facts by who has spoken and who was asked and has not, by ``None`` if there is nobody."""
    positions = _positions_by_respondent(content, surroundings)
    updating = _updating_respondents(content, surroundings)
    actions = children(content, "actions")
    deadline = parse_stored_date(content.get("deadline"))
    addressees = content.get("addressees") or []
    asked_locally, is_asked = _asked_locally(content, surroundings)
    # The force or its commissioner, asked and silent, keeps a row beside those who have answered.
    silent = sorted(asked_locally - set(positions))
    facts_by_respondent = {
        respondent: RespondentFacts(
            position,
            # An action that names nobody is of all.
            tuple(_action_facts(a) for a in actions if respondent in (a.get("respondents") or [respondent])),
            respondent in updating,
            # Addressees that are chosen by name are bound, not who answers for them.
            deadline if not addressees or respondent in (*addressees, None) else None,
            surroundings.respond_by,
            was_complete=respondent in complete_before,
        )
        for respondent, position in positions.items()
    }
    for respondent in silent if silent or positions else [None]:
        respond_by = None if positions else surroundings.respond_by
        facts_by_respondent[respondent] = RespondentFacts(
            None, deadline=deadline, respond_by=respond_by, asked=is_asked
        )
    return facts_by_respondent


def _positions_by_respondent(content: Content, surroundings: Surroundings) -> dict[RespondentKey, str | None]:
    """Return the last stated position of everybody who says anything: a response, an action or an update."""
    positions: dict[RespondentKey, str | None] = {}
    for response in children(content, "responses"):
        for respondent in response.get("respondents") or []:
            stated = response.get("position") or positions.get(respondent)
            positions[respondent] = str(stated or Position.NOT_STATED)
    actions = content.get("actions") or []
    acting = [each for action in actions for each in action.get("respondents") or []]
    for respondent in (*_updating_respondents(content, surroundings), *acting):
        positions.setdefault(respondent, Position.NOT_STATED)
    if not positions and actions:
        positions[surroundings.our_force] = Position.NOT_STATED
    return positions


def _updating_respondents(content: Content, surroundings: Surroundings) -> list[RespondentKey]:
    """Return those of whom progress updates tell: the force where one names nobody.

    Where the force is not entered, one that names nobody is of all who respond.
    """
    unnamed: list[RespondentKey] = [surroundings.our_force]
    if surroundings.our_force is None:
        answers = content.get("responses") or []
        unnamed = [each for answer in answers for each in answer.get("respondents") or []] or unnamed
    updates = content.get("progress_updates") or []
    return [each for update in updates for each in update.get("respondents") or unnamed]


def _asked_locally(content: Content, surroundings: Surroundings) -> tuple[set[int], bool]:
    """Return who is asked here, and whether anybody is: by chosen addressees, or by the report's words."""
    local = surroundings.local_organisations
    if addressees := content.get("addressees"):
        asked = set(local).intersection(addressees)
        return asked, bool(asked)
    kinds = truth_table.asked_in_print(str(content.get("addressees_printed") or ""))
    asked = {key for key, kind in local.items() if kind in kinds - {OrganisationKind.POLICE_FORCE}}
    if surroundings.our_force is not None and OrganisationKind.POLICE_FORCE in kinds:
        asked.add(surroundings.our_force)
    return asked, bool(kinds)


def _action_facts(action: Content) -> ActionFacts:
    due_dates = children(action, "due_dates")
    due = parse_stored_date(due_dates[-1].get("due")) if due_dates else None
    return ActionFacts(str(action.get("status") or ""), due, parse_stored_date(action.get("completed")))


def _has_slipped(action: Content) -> bool:
    due = [parse_stored_date(each.get("due")) for each in children(action, "due_dates")]
    return any(before and (not after or before.is_certainly_before(after)) for before, after in pairwise(due))


def _last_reported(content: Content, actions: list[Content]) -> PartialDate | None:
    completed = [each.get("completed") for each in actions if each.get("status") == ActionStatus.COMPLETE]
    reported = days_in(content, "responses", "date") + days_in(content, "progress_updates", "as_at")
    return _latest([*reported, *map(parse_stored_date, completed)])


def _latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the one of ``dates`` that ends last; of those, the one that is known most exactly."""
    return max(filter(None, dates), key=lambda each: (each.latest, str(each)), default=None)


def parse_stored_date(stored: object) -> PartialDate | None:
    """Return a date in stored content; ``None`` if there is none or it is no date."""
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

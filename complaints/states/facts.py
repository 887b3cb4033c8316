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


@dataclass(frozen=True)
class CoveringAnswer[Answer]:
    """An answer to several recommendations, as far as it says which."""

    answer: Answer
    coverage: str
    numbers: str
    """The printed numbers that it names, as somebody wrote them: “1, 4 and 5”."""
    respondents: frozenset[int]

    def names(self, kind: str, number: str) -> bool:
        named = {number, number.rpartition(".")[0]} - {""}
        return (
            self.coverage == Coverage.NAMED
            and kind != ItemKind.ACTION
            and not named.isdisjoint(read_numbers(self.numbers))
        )


def read_numbers(text: str) -> list[str]:
    """Return the printed numbers in ``text``: “1, 4 and 7.1” gives 1, 4 and 7.1."""
    return [each for each in re.split(r"[\s,;&]+", text.replace(" and ", " ")) if each]


def answers_that_cover[Answer](
    answers: Iterable[CoveringAnswer[Answer]], kind: str, number: str
) -> list[Answer]:
    """Return those of ``answers`` that cover the recommendation, in their order.

    “All others” covers what no answer of the same respondents names.
    """
    answers = list(answers)
    return [each.answer for each in answers if _covers(each, answers, kind, number)]


def _covers(answer: CoveringAnswer, answers: Collection[CoveringAnswer], kind: str, number: str) -> bool:
    if answer.coverage != Coverage.OTHERS:
        return answer.coverage == Coverage.ALL or answer.names(kind, number)
    of_the_same = [each for each in answers if each.respondents & answer.respondents]
    return not any(each.names(kind, number) for each in of_the_same)


Content = dict[str, Any]
"""The public fields of a recommendation with its children, as JSON holds them."""
RespondentKey = int | None
"""The key of an organisation; ``None`` where nobody responded."""


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


NO_SURROUNDINGS = Surroundings()


@dataclass(frozen=True)
class JudgedState:
    """The state of one respondent, or the overall one, leaving aside which day it is."""

    respondent: RespondentKey
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
    surroundings: Surroundings = NO_SURROUNDINGS,
    complete_before: Collection[RespondentKey] = (),
    parts: Sequence[JudgedState] = (),
) -> list[JudgedState]:
    """Return the states in ``content``, the overall one last.

    Whoever is in ``complete_before`` was complete once. The overall state takes in those of ``parts``, such
    as 7.1 of 7. What nobody answered as a whole may be answered part by part.
    """
    content = _with_report_responses(content, surroundings)
    actions = _in_order(content.get("actions"))
    found = _judge_respondents(content, surroundings, complete_before)
    if heirs := _heirs_of_what_is_open(found, surroundings.successors):
        content = _with_heirs(content, heirs)
        complete_before = {heirs.get(each, each) for each in complete_before}
        found = _judge_respondents(content, surroundings, complete_before)
    if parts and not any(each.position for each in found):
        found = [_judge_as_a_whole(parts, parts)]
    elif parts or found[0].respondent is not None:
        of_respondents = [each for each in found if each.respondent is not None]
        found = [*of_respondents, _judge_as_a_whole([*found, *parts], found)]
    slipped = any(map(_has_slipped, actions)) or any(part.slipped for part in parts)
    reported = [_last_reported(content, actions), *(part.last_reported for part in parts)]
    last_reported = _latest(reported)
    return [replace(each, slipped=slipped, last_reported=last_reported) for each in found]


def _with_report_responses(content: Content, surroundings: Surroundings) -> Content:
    """Return ``content`` with the answers to several recommendations that cover it before its own."""
    answers = [
        CoveringAnswer(
            each,
            str(each.get("coverage") or ""),
            str(each.get("numbers") or ""),
            frozenset(each.get("respondents") or []),
        )
        for each in surroundings.report_responses
    ]
    kind, number = str(content.get("kind") or ""), str(content.get("number") or "")
    in_order = [*answers_that_cover(answers, kind, number), *_in_order(content.get("responses"))]
    return {**content, "responses": [{**each, "sort_order": place} for place, each in enumerate(in_order)]}


def _heirs_of_what_is_open(
    found: Iterable[JudgedState], successors: Mapping[int, int]
) -> dict[RespondentKey, RespondentKey]:
    """Return who takes over from each respondent who has ended and has not finished."""
    heirs: dict[RespondentKey, RespondentKey] = {}
    for each in found:
        heir = each.respondent
        while heir is not None and heir in successors:
            heir = successors[heir]
        if heir != each.respondent and each.state not in FINISHED_STATES:
            heirs[each.respondent] = heir
    return heirs


def _with_heirs(content: Content, heirs: Mapping[RespondentKey, RespondentKey]) -> Content:
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
    content: Content,
    surroundings: Surroundings = NO_SURROUNDINGS,
    complete_before: Collection[RespondentKey] = (),
) -> list[JudgedState]:
    facts_by_respondent = _facts_by_respondent(content, surroundings, complete_before)
    return [
        _judge_respondent(respondent, facts, respondent in complete_before)
        for respondent, facts in facts_by_respondent.items()
    ]


def _judge_respondent(respondent: RespondentKey, facts: RespondentFacts, was_complete: bool) -> JudgedState:
    state = truth_table.derive_state(facts)
    last_days = truth_table.last_days(facts, state)
    was_complete = was_complete or state in DONE_STATES
    return JudgedState(respondent, facts.position or "", state, last_days, was_complete)


def _judge_as_a_whole(found: Sequence[JudgedState], positions_of: Sequence[JudgedState]) -> JudgedState:
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
    actions = _in_order(content.get("actions"))
    deadline = parse_stored_date(content.get("deadline"))
    addressees = content.get("addressees") or []
    asked_locally, is_asked = _asked_locally(content, surroundings)
    # The force or its commissioner, asked and silent, keeps a row beside those who have answered.
    silent = sorted(asked_locally - set(positions))
    facts_by_respondent = {
        respondent: RespondentFacts(
            position,
            tuple(_action_facts(each) for each in actions if _belongs_to(each, respondent)),
            respondent in updating,
            deadline if truth_table.is_bound(respondent, addressees) else None,
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
    """Return the position of everybody who says anything: a response, an action or an update.

    The last stated position counts.
    """
    positions: dict[RespondentKey, str | None] = {}
    for response in _in_order(content.get("responses")):
        for respondent in response.get("respondents") or []:
            stated = response.get("position") or positions.get(respondent)
            positions[respondent] = str(stated or Position.NOT_STATED)
    for respondent in _updating_respondents(content, surroundings):
        positions.setdefault(respondent, Position.NOT_STATED)
    whose = [action.get("respondents") for action in content.get("actions") or []]
    for respondent in (each for respondents in whose for each in respondents or []):
        positions.setdefault(respondent, Position.NOT_STATED)
    if not positions and whose:
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
    """Return which of the force and its commissioner are asked, and whether either of them is.

    Addressees that are chosen by name decide it alone; without any, the report's own words do.
    """
    local = surroundings.local_organisations
    if addressees := content.get("addressees"):
        asked = set(local).intersection(addressees)
        return asked, bool(asked)
    kinds = truth_table.asked_in_print(str(content.get("addressees_printed") or ""))
    asked = {key for key, kind in local.items() if kind in kinds - {OrganisationKind.POLICE_FORCE}}
    if surroundings.our_force is not None and OrganisationKind.POLICE_FORCE in kinds:
        asked.add(surroundings.our_force)
    return asked, bool(kinds)


def _belongs_to(action: Content, respondent: RespondentKey) -> bool:
    """Tell whether ``action`` is one of ``respondent``: one that names nobody is of all."""
    return respondent in (action.get("respondents") or [respondent])


def _action_facts(action: Content) -> ActionFacts:
    due = [parse_stored_date(each.get("due")) for each in _in_order(action.get("due_dates"))]
    completed = parse_stored_date(action.get("completed"))
    return ActionFacts(str(action.get("status") or ""), due[-1] if due else None, completed)


def _has_slipped(action: Content) -> bool:
    due = [parse_stored_date(each.get("due")) for each in _in_order(action.get("due_dates"))]
    return any(before and (not after or before.is_certainly_before(after)) for before, after in pairwise(due))


def _last_reported(content: Content, actions: list[Content]) -> PartialDate | None:
    stored = [each.get("date") for each in content.get("responses") or []]
    stored += [each.get("as_at") for each in content.get("progress_updates") or []]
    stored += [each.get("completed") for each in actions if each.get("status") == ActionStatus.COMPLETE]
    return _latest(map(parse_stored_date, stored))


def _latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the one of ``dates`` that ends last; of those, the one that is known most exactly."""
    return max(filter(None, dates), key=lambda each: (each.latest, str(each)), default=None)


def _in_order(children: Any) -> list[Content]:
    return sorted(children or [], key=lambda child: child.get("sort_order") or 0)


def parse_stored_date(stored: object) -> PartialDate | None:
    """Return a date in stored content; ``None`` if there is none or it is no date."""
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

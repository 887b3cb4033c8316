"""What the states of a recommendation depend on, read from its content: of the page, or of a version of it.

A revision, a version and ``page.serializable_data()`` hold the content in one shape.
Content of any release can be read: what it lacks counts as not known.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from complaints.stated_none import STATED_NONE
from complaints.vocabulary import (
    DONE_STATES,
    FINISHED_STATES,
    POSITION_NOT_ENTERED,
    POSITIONS_NEEDING_REASON,
    ActionStatus,
    Coverage,
    DetailedStatus,
    ItemKind,
    Knowledge,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate

from . import truth_table
from .truth_table import ActionFacts, LastDays, RespondentFacts

Content = dict[str, Any]
"""The public fields of a recommendation with its children, as JSON holds them."""
RespondentKey = int | None
"""The key of an organisation; ``None`` where nobody responded."""
Successors = dict[RespondentKey, RespondentKey]


def children(content: Content, name: str) -> list[Content]:
    """Return the responses, actions and so on of ``content`` in their order."""
    entries = [entry for entry in content.get(name) or [] if isinstance(entry, dict)]
    return sorted(entries, key=lambda entry: entry.get("sort_order") or 0)


def read_numbers(text: str) -> list[str]:
    """Return the printed numbers in ``text``: “1, 4 and 7.1” gives 1, 4 and 7.1."""
    return list(filter(None, re.split(r"[\s,;&]+", text.replace(" and ", " "))))


def answers_that_cover(
    answers: Sequence[Content],
    kind: str,
    number: str,
    asked: Collection[int] | None = None,
) -> list[Content]:
    """Return those of ``answers`` to several recommendations that cover this one, in their order.

    “All others” covers what was addressed to a respondent of the answer, one of
    ``asked``, and what no answer of the same respondents names. ``asked`` is ``None``
    where it is not recorded who was asked.
    """

    def is_named_by(answer: Content) -> bool:
        named = {number, number.rpartition(".")[0]} - {""}
        is_of_some = (
            answer.get("coverage") == Coverage.NAMED and kind != ItemKind.ACTION
        )
        return is_of_some and not named.isdisjoint(
            read_numbers(answer.get("numbers") or "")
        )

    def covers(answer: Content) -> bool:
        if answer.get("coverage") != Coverage.OTHERS:
            return answer.get("coverage") == Coverage.ALL or is_named_by(answer)
        respondents = set(answer.get("respondents") or [])
        if asked is not None and respondents.isdisjoint(asked):
            return False
        for other in answers:
            is_of_same = respondents.intersection(other.get("respondents") or [])
            if is_of_same and is_named_by(other):
                return False
        return True

    return list(filter(covers, answers))


@dataclass(frozen=True)
class ParentFacts:
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
    plan_announced: str = ""
    """What our force announced of a plan that is not on this site."""


@dataclass(frozen=True)
class DerivedStatus:
    """The status of one respondent, or the overall one, leaving aside which day it is, as rows store it."""

    respondent_id: RespondentKey
    position: str
    detailed_status: DetailedStatus
    """The detailed code."""
    status: str
    """The status that readers are shown until a date has passed; empty if it is for others."""
    last_days: LastDays
    was_complete: bool
    who_is_asked: str = Knowledge.NOT_ENTERED
    deadline: PartialDate | None = None
    """The report's deadline, where it counts."""
    due: PartialDate | None = None
    """The earliest due date of an action that is not finished."""
    respond_by: PartialDate | None = None
    """The report's deadline to respond, as long as a response is missing."""
    deadline_over: bool = False
    """Whether a deadline in words counts as passed."""
    answered_by: str = ""
    """Who responded on behalf of the respondent."""
    has_response: bool = True
    """Whether a response is entered, and not actions or updates alone."""
    is_asked: bool = True
    """Whether the respondent was asked, as far as it is recorded; of the whole, whether anybody here was."""
    reason_known: Knowledge = Knowledge.NOT_ENTERED
    """Whether the reason for a position that needs one is stated, stated not to exist, or not entered."""
    actions: int = 0
    """The number of actions that were not replaced."""
    actions_complete: int = 0
    completed: PartialDate | None = None
    """The last completion date, where every action has one and is marked complete."""
    completion_known: Knowledge = Knowledge.NOT_ENTERED
    """Whether dates of completion are stated, stated not to exist, or not entered."""
    missed_limit: PartialDate | None = None
    """The deadline or due date after which an action was marked complete."""
    missed_deadline: bool = False
    """Whether that is the report's deadline, not a due date of the organisation's own."""
    completion_chosen_here: bool = False
    """Whether we marked an action complete, going by what the response says."""
    slipped: bool = False
    """Whether a due date of an action was moved to a later one or taken back."""
    last_reported: PartialDate | None = None
    """The last date that a response, an update or a completion names, as exactly as that is known."""
    plan_announced: str = ""
    """What our force announced of a plan, where its response is missing."""


def derive_status(
    content: Content,
    parent_facts: ParentFacts,
    complete_before: Collection[RespondentKey] = (),
    parts: Sequence[Any] = (),
) -> list[DerivedStatus]:
    """Return the statuses in ``content``, the overall one last.

    Whoever is in ``complete_before`` was complete once. The overall status takes in
    those of ``parts``, such as 7.1 of 7: rows or derived statuses. What nobody answered as
    a whole may be answered part by part.
    """
    content = _with_report_responses(content, parent_facts)
    actions = children(content, "actions")
    statuses = _derive_for_respondents(content, parent_facts, complete_before)
    if successors := _successors_of_open_actions(statuses, parent_facts.successors):
        content = _with_successors(content, successors)
        complete_before = {successors.get(key, key) for key in complete_before}
        statuses = _derive_for_respondents(content, parent_facts, complete_before)
    statuses = _with_overall_status(statuses, content, parent_facts, parts)
    slipped = any(map(_has_slipped, actions)) or any(part.slipped for part in parts)
    last_reported = _latest(
        [_last_reported(content, actions), *(part.last_reported for part in parts)]
    )
    who = who_is_asked(content)
    asked = asked_organisations(content, parent_facts)
    _, is_asked_here = _asked_locally(content, parent_facts)
    derived = []
    for status in statuses:
        if status.respondent_id is None:
            is_asked = asked is None or is_asked_here
        else:
            is_asked = _is_asked(
                status.respondent_id, asked, is_asked_here=is_asked_here
            )
        derived.append(
            replace(
                status,
                slipped=slipped,
                last_reported=last_reported,
                who_is_asked=who,
                is_asked=is_asked,
                plan_announced=_plan_in_place_of(status, parent_facts),
            )
        )
    return derived


def _with_overall_status(
    statuses: list[DerivedStatus],
    content: Content,
    parent_facts: ParentFacts,
    parts: Sequence[Any],
) -> list[DerivedStatus]:
    """Return ``statuses`` of respondents with the overall one last."""
    if parts and not any(status.position for status in statuses):
        return [_derive_overall(parts, parts)]
    of_respondents = [status for status in statuses if status.respondent_id is not None]
    if not parts and not of_respondents:
        return statuses
    counted = _those_asked(of_respondents, content, parent_facts) or statuses
    return [*of_respondents, _derive_overall([*counted, *parts], statuses)]


def _plan_in_place_of(derived: DerivedStatus, parent_facts: ParentFacts) -> str:
    """Return what is said of a plan where the response of our force is missing; empty anywhere else."""
    if (
        derived.respondent_id is None
        or derived.respondent_id != parent_facts.our_force
        or derived.detailed_status != DetailedStatus.NOT_ANSWERED
    ):
        return ""
    return parent_facts.plan_announced


def _those_asked(
    statuses: Sequence[DerivedStatus],
    content: Content,
    parent_facts: ParentFacts,
) -> list[DerivedStatus]:
    """Return those of ``statuses`` whose respondents are known to be asked: they decide on the whole."""
    asked = asked_organisations(content, parent_facts) or set()
    return [status for status in statuses if status.respondent_id in asked]


def _is_asked(
    respondent: RespondentKey, asked: set[int] | None, *, is_asked_here: bool
) -> bool:
    """Return True if ``respondent`` was asked, as far as it is recorded who was.

    ``asked`` is what ``asked_organisations`` returns; ``is_asked_here`` tells whether
    the report asks someone here.
    """
    # The report asks someone here, and no organisation of this site is known to be that
    # one.
    is_unclear = is_asked_here and not asked
    return asked is None or is_unclear or respondent in asked


def who_is_asked(content: Content) -> Knowledge:
    """Return whether it is stated who is asked, stated that the report names nobody, or not entered."""
    return STATED_NONE["addressees"].known_in(content)


def _with_report_responses(content: Content, parent_facts: ParentFacts) -> Content:
    """Return ``content`` with the answers to several recommendations that cover it before its own."""
    kind, number = str(content.get("kind") or ""), str(content.get("number") or "")
    asked = asked_organisations(content, parent_facts)
    covering = answers_that_cover(parent_facts.report_responses, kind, number, asked)
    in_order = [*covering, *children(content, "responses")]
    return {
        **content,
        "responses": [
            {**response, "sort_order": place} for place, response in enumerate(in_order)
        ],
    }


def asked_organisations(content: Content, parent_facts: ParentFacts) -> set[int] | None:
    """Return the keys of those who are known to be asked; ``None`` if it is not recorded who is asked."""
    addressees = content.get("addressees") or []
    if not addressees and not content.get("addressees_printed"):
        return None
    asked_here, _ = _asked_locally(content, parent_facts)
    return {*addressees, *asked_here}


def _successors_of_open_actions(
    statuses: Iterable[DerivedStatus], successors: Mapping[int, int]
) -> Successors:
    """Return who takes over from each respondent who has ended and has not finished."""
    taking_over: Successors = {}
    for status in statuses:
        successor = status.respondent_id
        while successor is not None and successor in successors:
            successor = successors[successor]
        if (
            successor != status.respondent_id
            and status.detailed_status not in FINISHED_STATES
        ):
            taking_over[status.respondent_id] = successor
    return taking_over


def _with_successors(content: Content, successors: Successors) -> Content:
    """Return ``content`` as if ``successors`` had been asked, had responded and acted themselves."""

    def inherited(keys: Collection[int] | None) -> list[RespondentKey]:
        return list(dict.fromkeys(successors.get(key, key) for key in keys or []))

    changed = {**content, "addressees": inherited(content.get("addressees"))}
    for name in ("responses", "actions", "progress_updates"):
        changed[name] = [
            {**child, "respondents": inherited(child.get("respondents"))}
            for child in content.get(name) or []
        ]
    return changed


def _derive_for_respondents(
    content: Content,
    parent_facts: ParentFacts,
    complete_before: Collection[RespondentKey],
) -> list[DerivedStatus]:
    last = _last_responses(content)
    deciding = _responses_with_position(content)
    statuses = []
    for respondent, facts in _facts_by_respondent(
        content, parent_facts, complete_before
    ).items():
        derived = _derive_for_respondent(
            respondent, facts, respondent in complete_before
        )
        # Who gave the position is named with it.
        speaking = deciding.get(respondent) or last.get(respondent) or {}
        statuses.append(
            replace(
                derived,
                answered_by=str(speaking.get("answered_by") or ""),
                has_response=respondent is None or respondent in last,
                reason_known=_reason_known(deciding.get(respondent, {})),
            )
        )
    return statuses


def _derive_for_respondent(
    respondent: RespondentKey, facts: RespondentFacts, was_complete_before: bool
) -> DerivedStatus:
    state = truth_table.derive_detailed_status(facts)
    status = truth_table.derive_open_status(facts, state) or ""
    dates_count = truth_table.counts_deadline(facts, state)
    current = facts.current_actions
    deadline = due = respond_by = completed = missed_limit = None
    if dates_count:
        deadline, due = facts.deadline, truth_table.earliest_due(facts)
    if status == Status.RESPONSE_MISSING:
        respond_by = facts.respond_by
    if state in DONE_STATES:
        completed = _completion(current)
    if state == DetailedStatus.COMPLETE_LATE:
        missed_limit = _missed_limit(current, facts.deadline)
    return DerivedStatus(
        respondent,
        facts.position or "",
        state,
        status,
        truth_table.last_days(facts, state),
        was_complete=was_complete_before or state in DONE_STATES,
        deadline=deadline,
        due=due,
        respond_by=respond_by,
        deadline_over=facts.deadline_over and dates_count,
        actions=len(current),
        actions_complete=sum(
            action.status == ActionStatus.COMPLETE for action in current
        ),
        completed=completed,
        completion_known=_completion_known(current),
        missed_limit=missed_limit,
        missed_deadline=missed_limit is not None and missed_limit == facts.deadline,
        completion_chosen_here=state in DONE_STATES
        and any(action.chosen_here for action in current),
    )


def _completion(actions: Sequence[ActionFacts]) -> PartialDate | None:
    """Return the last completion date; ``None`` if an action has none."""
    dates = [action.completed for action in actions]
    return _latest(dates) if all(dates) else None


def _completion_known(actions: Sequence[ActionFacts]) -> Knowledge:
    """Return what is known of the dates of completion of all ``actions``.

    They are stated not to exist only if that is so of each.
    """
    known = {action.completion_known for action in actions}
    if not known or Knowledge.NOT_ENTERED in known:
        return Knowledge.NOT_ENTERED
    if known == {Knowledge.NONE}:
        return Knowledge.NONE
    return Knowledge.STATED


def _missed_limit(
    actions: Sequence[ActionFacts], deadline: PartialDate | None
) -> PartialDate | None:
    """Return the limit after which one of ``actions`` was completed: the deadline before a due date."""
    missed = (truth_table.missed_limit(action, deadline) for action in actions)
    limits = list(filter(None, missed))
    return deadline if deadline in limits else _earliest(limits)


def _last_responses(content: Content) -> dict[RespondentKey, Content]:
    """Return the last response of each respondent: one of its own, if there is any."""
    last: dict[RespondentKey, Content] = {}
    for response in _own_responses_last(content):
        last.update(dict.fromkeys(response.get("respondents") or [], response))
    return last


def _responses_with_position(content: Content) -> dict[RespondentKey, Content]:
    """Return the response of each respondent that decides whether it accepts: the last one that says so."""
    deciding: dict[RespondentKey, Content] = {}
    for response in _own_responses_last(content):
        for respondent in response.get("respondents") or []:
            if _says_more(response, deciding.get(respondent, {})):
                deciding[respondent] = response
    return deciding


def _says_more(response: Content, before: Content) -> bool:
    """Return True if the position in ``response`` counts beside that in ``before``.

    A second letter that does not say whether it accepts takes back nothing that the
    first one said.
    """
    if response.get("position") == Position.NOT_STATED:
        return before.get("position") in {None, Position.AWAITING}
    return bool(response.get("position"))


def _reason_known(response: Content) -> Knowledge:
    """Return what is known of the reason for the position in ``response``, where that needs one."""
    if response.get("position") not in POSITIONS_NEEDING_REASON:
        return Knowledge.NOT_ENTERED
    return STATED_NONE["reason"].known_in(response)


def _derive_overall(
    statuses: Sequence[Any], positions_of: Sequence[Any]
) -> DerivedStatus:
    answered = [
        position
        for position in positions_of
        if position.position or position.detailed_status != DetailedStatus.NOT_ANSWERED
    ]
    overall = truth_table.overall_status(status.status for status in statuses)
    with_status = [status for status in statuses if status.status] or statuses
    return DerivedStatus(
        None,
        truth_table.overall_position(
            status.position for status in answered or positions_of
        ),
        truth_table.overall_detailed_status(
            status.detailed_status for status in with_status
        ),
        overall or "",
        truth_table.last_days_of_the_whole(
            (status.detailed_status, status.last_days) for status in statuses
        ),
        was_complete=all(status.was_complete for status in statuses),
        deadline=_earliest(status.deadline for status in statuses),
        due=_earliest(status.due for status in statuses),
        respond_by=_earliest(status.respond_by for status in statuses),
        deadline_over=any(status.deadline_over for status in statuses),
        actions=sum(status.actions for status in statuses),
        **_completion_of_the_only_one(statuses),
    )


def _completion_of_the_only_one(statuses: Sequence[Any]) -> dict[str, Any]:
    """Return what is marked complete, and which limit was missed, if nobody else counts for the whole.

    The sum of several would read as the progress of each.
    """
    if len(statuses) != 1:
        return {}
    names = (
        "actions_complete",
        "completed",
        "completion_known",
        "missed_limit",
        "missed_deadline",
        "completion_chosen_here",
    )
    return {name: getattr(statuses[0], name) for name in names}


def _facts_by_respondent(
    content: Content,
    parent_facts: ParentFacts,
    complete_before: Collection[RespondentKey],
) -> dict[RespondentKey, RespondentFacts]:
    """Return the facts by who has spoken and who was asked and has not, by ``None`` if there is nobody."""
    positions = _positions_by_respondent(content, parent_facts)
    responding = _last_responses(content)
    updating = _updating_respondents(content, parent_facts)
    actions = children(content, "actions")
    deadline = parse_stored_date(content.get("deadline"))
    deadline_over = bool(content.get("deadline_over")) and not deadline
    addressees = content.get("addressees") or []
    asked = asked_organisations(content, parent_facts)
    asked_locally, is_asked_here = _asked_locally(content, parent_facts)
    facts_by_respondent = {}
    for respondent, position in positions.items():
        # Organisations that are chosen by name are bound by the deadline, not one that
        # responds for them.
        is_bound = not addressees or respondent in (*addressees, None)
        own_deadline = deadline if is_bound else None
        own_actions = [
            a for a in actions if respondent in (a.get("respondents") or [respondent])
        ]
        facts_by_respondent[respondent] = RespondentFacts(
            position,
            tuple(map(_action_facts, own_actions)),
            respondent in updating,
            respondent in responding,
            own_deadline,
            parent_facts.respond_by,
            asked=_is_asked(respondent, asked, is_asked_here=is_asked_here),
            was_complete=respondent in complete_before,
            deadline_over=deadline_over and is_bound,
        )
    # The force or its commissioner, asked and silent, keeps a row beside those who have
    # answered.
    silent: list[RespondentKey] = [*sorted(asked_locally - set(positions))]
    if not silent and not positions:
        silent = [None]
    for respondent in silent:
        facts_by_respondent[respondent] = RespondentFacts(
            None,
            deadline=deadline,
            respond_by=parent_facts.respond_by,
            asked=is_asked_here,
            deadline_over=deadline_over,
        )
    return facts_by_respondent


def _positions_by_respondent(
    content: Content, parent_facts: ParentFacts
) -> dict[RespondentKey, str | None]:
    """Return the position of everyone who says anything: in a response, an action or an update."""
    deciding = _responses_with_position(content)
    positions: dict[RespondentKey, str | None] = {
        respondent: str(
            deciding.get(respondent, {}).get("position") or POSITION_NOT_ENTERED
        )
        for respondent in _last_responses(content)
    }
    actions = content.get("actions") or []
    for respondent in (
        *_updating_respondents(content, parent_facts),
        *_acting(actions, parent_facts),
    ):
        positions.setdefault(respondent, POSITION_NOT_ENTERED)
    names_nobody = any(not action.get("respondents") for action in actions)
    if not positions and names_nobody:
        positions[parent_facts.our_force] = POSITION_NOT_ENTERED
    return positions


def _acting(
    actions: Iterable[Content], parent_facts: ParentFacts
) -> list[RespondentKey]:
    """Return whose actions count as something that they say: those of our force, else of any force.

    The plan of a force may have an action of the Home Office. That is no response of
    the Home Office.
    """
    local = parent_facts.local_organisations
    forces = {
        key for key, kind in local.items() if kind == OrganisationKind.POLICE_FORCE
    }
    if parent_facts.our_force is not None:
        forces = {parent_facts.our_force}
    return [key for key in _respondents_of(actions) if key in forces]


def _respondents_of(
    entries: Iterable[Content], unnamed: Iterable[RespondentKey] = ()
) -> list[RespondentKey]:
    """Return whom each of ``entries`` names, and ``unnamed`` for one that names nobody."""
    respondents: list[RespondentKey] = []
    for entry in entries:
        respondents += entry.get("respondents") or unnamed
    return respondents


def _own_responses_last(content: Content) -> list[Content]:
    """Return the responses, those that another body gave on somebody's behalf first."""
    return sorted(
        children(content, "responses"),
        key=lambda response: not response.get("answered_by"),
    )


def _updating_respondents(
    content: Content, parent_facts: ParentFacts
) -> list[RespondentKey]:
    """Return those of whom progress updates tell: the force where one names nobody.

    Where the force is not entered, one that names nobody is of all who respond.
    """
    unnamed: list[RespondentKey] = [parent_facts.our_force]
    if parent_facts.our_force is None:
        unnamed = _respondents_of(content.get("responses") or []) or unnamed
    return _respondents_of(content.get("progress_updates") or [], unnamed)


def _asked_locally(
    content: Content, parent_facts: ParentFacts
) -> tuple[set[int], bool]:
    """Return who is asked here, and whether anybody is: by chosen addressees, or by the report's words."""
    local = parent_facts.local_organisations
    if addressees := content.get("addressees"):
        asked = set(local).intersection(addressees)
        return asked, bool(asked)
    kinds = truth_table.asked_in_print(str(content.get("addressees_printed") or ""))
    asked = {
        key
        for key, kind in local.items()
        if kind in kinds - {OrganisationKind.POLICE_FORCE}
    }
    if parent_facts.our_force is not None and OrganisationKind.POLICE_FORCE in kinds:
        asked.add(parent_facts.our_force)
    return asked, bool(kinds)


def _action_facts(action: Content) -> ActionFacts:
    due_dates = children(action, "due_dates")
    due = parse_stored_date(due_dates[-1].get("due")) if due_dates else None
    return ActionFacts(
        str(action.get("status") or ""),
        due,
        parse_stored_date(action.get("completed")),
        STATED_NONE["completed"].known_in(action),
        bool(action.get("status_chosen_here")),
    )


def _has_slipped(action: Content) -> bool:
    due = [parse_stored_date(date.get("due")) for date in children(action, "due_dates")]
    return any(
        before and (not after or before.is_certainly_before(after))
        for before, after in pairwise(due)
    )


def _last_reported(content: Content, actions: list[Content]) -> PartialDate | None:
    completed = [
        action.get("completed")
        for action in actions
        if action.get("status") == ActionStatus.COMPLETE
    ]
    responses = list(map(_responded_on, children(content, "responses")))
    updates = [update.get("as_at") for update in children(content, "progress_updates")]
    return _latest(map(parse_stored_date, [*responses, *updates, *completed]))


def _responded_on(response: Content) -> object:
    """Return the stored date that ``Answer.responded_on`` reads from the model."""
    return response.get("date") or response.get("source_date")


def _earliest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the one of ``dates`` that ends first."""
    return min(filter(None, dates), key=lambda day: day.latest, default=None)


def _latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the one of ``dates`` that ends last; of those, the one that is known most exactly."""
    return max(
        filter(None, dates), key=lambda day: (day.latest, str(day)), default=None
    )


def parse_stored_date(stored: object) -> PartialDate | None:
    """Return a date in stored content; ``None`` if there is none or it is no date."""
    try:
        return PartialDate.parse(str(stored)) if stored else None
    except ValueError:
        return None

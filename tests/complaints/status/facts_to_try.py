"""All that may be entered of one organisation and one recommendation, combined, and what readers are told."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice, product

from complaints.models import Organisation, RecommendationState
from complaints.status.recorded_facts import ParentFacts, derive_status
from complaints.status.respondent_states import list_respondent_states
from complaints.status.sentences import Deadline, describe
from complaints.vocabulary import ActionStatus, OrganisationKind, Position
from pages.core.partial_dates import PartialDate

TODAY = date(2025, 6, 1)
FORCE, COMMISSIONER, ASSOCIATION = 1, 2, 3
ORGANISATIONS = {
    key: Organisation(pk=key, name=name, kind=kind, live=True)
    for key, name, kind in (
        (FORCE, "Borsetshire Police", OrganisationKind.POLICE_FORCE),
        (
            COMMISSIONER,
            "Borsetshire Police and Crime Commissioner",
            OrganisationKind.COMMISSIONER,
        ),
        (ASSOCIATION, "The Association", OrganisationKind.OTHER),
    )
}
LOCAL = {
    FORCE: OrganisationKind.POLICE_FORCE,
    COMMISSIONER: OrganisationKind.COMMISSIONER,
}

NO_RESPONSE, NOT_ENTERED = "no response", ""
COMPLETE, CLOSED, SUPERSEDED = (
    ActionStatus.COMPLETE,
    ActionStatus.CLOSED,
    ActionStatus.SUPERSEDED,
)
NOT_STARTED, IN_PROGRESS = ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS
BEGUN = {COMPLETE, IN_PROGRESS}
FINISHED = {COMPLETE, CLOSED, SUPERSEDED}

POSITIONS = [NO_RESPONSE, NOT_ENTERED, *Position]
SPOKESPEOPLE = ["", "National Police Chiefs’ Council"]
ACTIONS = [
    (),
    (NOT_ENTERED,),
    *((status,) for status in ActionStatus),
    (COMPLETE, COMPLETE),
    (COMPLETE, NOT_ENTERED),
    (COMPLETE, IN_PROGRESS),
    (COMPLETE, CLOSED),
    (COMPLETE, SUPERSEDED),
    (NOT_STARTED, NOT_ENTERED),
    (NOT_STARTED, CLOSED),
    (CLOSED, CLOSED),
    (SUPERSEDED, IN_PROGRESS),
    (COMPLETE, NOT_STARTED, ActionStatus.NOT_STATED),
]
PAST_DEADLINE, DEADLINE_TO_COME = PartialDate(2025, 3, 27), PartialDate(2026, 3)
PAST_DUE_DATE, DUE_DATE_TO_COME = PartialDate(2025, 5, 1), PartialDate(2026, 9, 1)
EARLY, LATE = PartialDate(2025, 3, 1), PartialDate(2025, 5, 20)
PAST_RESPOND_BY, RESPOND_BY_TO_COME = (
    PartialDate(2024, 11, 22),
    PartialDate(2025, 11, 22),
)
DEADLINES = {
    "not entered": {},
    "none": {"no_deadline": True},
    "in words": {"deadline_printed": "as soon as possible"},
    "in words, over": {"deadline_printed": "within six months", "deadline_over": True},
    "past": {"deadline": str(PAST_DEADLINE)},
    "to come": {"deadline": str(DEADLINE_TO_COME)},
}
DUE_DATES = {
    "not entered": [],
    "in words": [{"due": "", "due_words": "March 25 earliest"}],
    "past": [{"due": str(PAST_DUE_DATE)}],
    "to come": [{"due": str(DUE_DATE_TO_COME)}],
    "moved": [
        {"due": str(PAST_DUE_DATE)},
        {"due": str(DUE_DATE_TO_COME), "sort_order": 1},
    ],
}
COMPLETIONS = {
    "not entered": {},
    "none": {"no_completion_date": True},
    "in words": {"completed_words": "already in place"},
    "early": {"completed": str(EARLY)},
    "late": {"completed": str(LATE)},
}
REASONS = {
    "not entered": {},
    "none": {"no_reason": True},
    "stated": {"reason": "It costs too much."},
}
RESPOND_BY = [None, PAST_RESPOND_BY, RESPOND_BY_TO_COME]
ADDRESSEES = {
    "not entered": {},
    "none": {"no_addressees": True},
    "by name": {"addressees": [FORCE]},
    "in words": {"addressees_printed": "chief constables"},
    "others": {"addressees_printed": "the Home Office"},
}


@dataclass(frozen=True)
class Case:
    """What is entered of one organisation, the force unless told otherwise, and of the recommendation."""

    position: str
    by: str
    reason: str
    actions: tuple[str, ...]
    due: str
    completion: str
    """Of the first completed action; a second one was completed early."""
    deadline: str
    respond_by: PartialDate | None
    asked: str
    was_complete: bool
    has_update: bool

    @property
    def has_spoken(self) -> bool:
        return self.position != NO_RESPONSE or bool(self.actions) or self.has_update

    @property
    def is_asked(self) -> bool:
        return self.asked in {"by name", "in words"}

    @property
    def current(self) -> list[str]:
        return [status for status in self.actions if status != SUPERSEDED]

    @property
    def number_complete(self) -> int:
        return self.current.count(COMPLETE)

    @property
    def is_refused(self) -> bool:
        return self.position in {Position.NOT_ACCEPTED, Position.NOT_APPLICABLE}

    @property
    def needs_reason(self) -> bool:
        return self.is_refused or self.position == Position.ACCEPTED_IN_PART

    @property
    def is_complete(self) -> bool:
        """Whether every current action is marked complete, and the recommendation is not refused."""
        return set(self.current) == {COMPLETE} and not self.is_refused

    @property
    def is_finished(self) -> bool:
        actions_are_finished = bool(self.actions) and set(self.actions) <= FINISHED
        return self.is_refused or (actions_are_finished and self.has_told_more)

    @property
    def has_told_more(self) -> bool:
        """Whether more is published than that it will respond later."""
        has_status = bool(set(self.actions) - {NOT_ENTERED, ActionStatus.NOT_STATED})
        return self.position != Position.AWAITING or self.has_update or has_status

    @property
    def is_response_missing(self) -> bool:
        if not self.has_spoken:
            return self.is_asked
        if self.position == NO_RESPONSE:
            return self.asked != "others" and not self.has_status_of_actions
        return not self.has_told_more

    @property
    def has_status_of_actions(self) -> bool:
        """Whether the statuses of the actions alone say how far they are."""
        known = {*self.current} - {NOT_ENTERED, ActionStatus.NOT_STATED}
        all_are_known = known == {*self.current} and bool(self.actions)
        return all_are_known or bool(known & {NOT_STARTED, IN_PROGRESS})

    @property
    def open_due_dates(self) -> set[PartialDate]:
        """The due dates that hold now of actions that are not finished."""
        held = {
            "past": {PAST_DUE_DATE},
            "to come": {DUE_DATE_TO_COME},
            "moved": {DUE_DATE_TO_COME},
        }
        return held.get(self.due, set()) if set(self.actions) - FINISHED else set()

    @property
    def completions(self) -> list[PartialDate]:
        dates = {"early": [EARLY], "late": [LATE]}.get(self.completion, [])
        return (
            dates + [EARLY] * (self.number_complete - 1) if self.number_complete else []
        )

    def actions_content(self, organisation: int) -> list[dict]:
        completed_before, content = 0, []
        for order, status in enumerate(self.actions):
            action = {
                "respondents": [organisation],
                "status": status,
                "sort_order": order,
            }
            action["due_dates"] = DUE_DATES[self.due]
            if status == COMPLETE:
                action |= (
                    {"completed": str(EARLY)}
                    if completed_before
                    else COMPLETIONS[self.completion]
                )
                completed_before += 1
            content.append(action)
        return content

    def content_of(self, organisation: int) -> dict:
        """Return the responses, actions and updates of ``organisation`` as a page holds them."""
        response = {
            "respondents": [organisation],
            "position": self.position,
            "answered_by": self.by,
        }
        response |= REASONS[self.reason]
        return {
            "responses": [response] if self.position != NO_RESPONSE else [],
            "actions": self.actions_content(organisation),
            "progress_updates": [{"respondents": [organisation]}]
            if self.has_update
            else [],
        }


VALUES = {
    "position": POSITIONS,
    "by": SPOKESPEOPLE,
    "reason": REASONS,
    "actions": ACTIONS,
    "due": DUE_DATES,
    "completion": COMPLETIONS,
    "deadline": DEADLINES,
    "respond_by": RESPOND_BY,
    "asked": ADDRESSEES,
    "was_complete": [False, True],
    "has_update": [False, True],
}


def cases(step: int) -> Iterator[Case]:
    """Yield each ``step``-th combination of what may be entered.

    A response that is missing has no author.
    """
    assert list(VALUES) == [field.name for field in fields(Case)]
    for values in islice(product(*VALUES.values()), 0, None, step):
        case = Case(*values)
        yield replace(case, by="") if case.position == NO_RESPONSE else case


def rows_of(
    content: dict, respond_by: PartialDate | None = None, complete_before=()
) -> list[RecommendationState]:
    """Return the rows, unsaved, that follow from ``content``, the overall one last."""
    parent_facts = ParentFacts(respond_by, LOCAL, FORCE)
    rows = []
    for derived in derive_status(
        {"kind": "recommendation", "number": "7", **content},
        parent_facts,
        complete_before,
    ):
        row = RecommendationState(**vars(derived))
        row.respondent = ORGANISATIONS.get(derived.respondent_id)
        rows.append(row)
    return rows


def rows_of_case(case: Case) -> list[RecommendationState]:
    content = {
        **ADDRESSEES[case.asked],
        **DEADLINES[case.deadline],
        **case.content_of(FORCE),
    }
    return rows_of(content, case.respond_by, {FORCE} if case.was_complete else set())


def deadline_of(name: str) -> Deadline:
    fields = DEADLINES[name]
    stored = fields.get("deadline")
    return Deadline(
        PartialDate.parse(stored) if stored else None,
        fields.get("deadline_printed", ""),
        none_given=fields.get("no_deadline", False),
        is_over=fields.get("deadline_over", False),
    )


def told(rows: list[RecommendationState], deadline: str):
    """Return the states of ``rows`` and the sentences about them on the day."""
    states = list_respondent_states(rows, TODAY)
    return states, describe(states, deadline_of(deadline))

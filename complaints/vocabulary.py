"""The words of the domain, as editors choose and readers see them.

Sources: Police Reform Act 2002, Part 2A; Police Super-complaints (Designation and Procedure)
Regulations 2018 (SI 2018/748).
"""

from django.db.models import TextChoices


class Stage(TextChoices):
    """The stage of a super-complaint."""

    RECEIVED = "received", "Received"
    ELIGIBILITY = "eligibility", "Eligibility assessment"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    INVESTIGATION = "investigation", "Under investigation"
    REPORT = "report", "Report published"
    FOLLOW_UP = "follow_up", "Follow-up"
    CLOSED = "closed", "Closed"


STAGES_AFTER_REPORT = {Stage.REPORT, Stage.FOLLOW_UP, Stage.CLOSED}
"""Stages that a super-complaint reaches only with a published report."""


class Position(TextChoices):
    """The position that a respondent takes on a recommendation."""

    AWAITING = "awaiting", "Awaiting response"
    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    ANSWERED_BY_OTHER = "answered_by_other", "Answered by another body"
    NOTHING_TO_ADD = "nothing_to_add", "Nothing to add"
    NOT_STATED = "not_stated", "No position stated"
    """Also what every answer counts as that states none, such as an action or an update alone."""


POSITIONS_NEEDING_REASON = {Position.ACCEPTED_IN_PART, Position.NOT_ACCEPTED, Position.NOT_APPLICABLE}
"""Positions that are published only with a reason."""


class Coverage(TextChoices):
    """Which recommendations an answer to several of them covers."""

    ALL = "all", "All recommendations of the report"
    NAMED = "named", "The recommendations with these numbers"
    OTHERS = "others", "All other recommendations"


class ActionStatus(TextChoices):
    """The status of an action. Overdue is derived from the date, never stored."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    SUPERSEDED = "superseded", "Superseded"


FINISHED_ACTIONS = frozenset({ActionStatus.COMPLETE, ActionStatus.SUPERSEDED})
"""Statuses of actions from which on their due dates no longer count."""


class Assurance(TextChoices):
    """What a body other than the force says of its work."""

    AWAITING_REVIEW = "awaiting_review", "Awaiting review"
    NO_FURTHER_ACTION = "no_further_action", "No further action needed"


class ItemKind(TextChoices):
    """What a numbered item of a report is."""

    RECOMMENDATION = "recommendation", "Recommendation"
    ACTION = "action", "Action"
    PART = "part", "Part of a recommendation"
    """A point that a response answers apart, where the number of its recommendation is not known."""


class Theme(TextChoices):
    """What a recommendation is about, the same at every super-complaint so that readers can compare."""

    VICTIMS = "victims", "Support for victims"
    REPORTING = "reporting", "Safe ways to report"
    RECORDING = "recording", "Recording and finding crime"
    INVESTIGATION = "investigation", "Investigation"
    POWERS = "powers", "Use of powers"
    TRAINING = "training", "Training and knowledge"
    POLICY = "policy", "Policy and guidance"
    PARTNERS = "partners", "Working with others"
    SCRUTINY = "scrutiny", "Scrutiny and openness"


class OrganisationKind(TextChoices):
    """The role of an organisation."""

    DESIGNATED_BODY = "designated_body", "Designated body"
    DECISION_BODY = "decision_body", "Decision body"
    POLICE_FORCE = "police_force", "Police force"
    COMMISSIONER = "commissioner", "Commissioner"
    GOVERNMENT = "government", "Government"
    OTHER = "other", "Other"


LOCAL_KINDS = frozenset({OrganisationKind.POLICE_FORCE, OrganisationKind.COMMISSIONER})
"""The organisations that this site answers for."""


class State(TextChoices):
    """The state of a recommendation for one respondent, derived by the table in ``docs/states.md``.

    The order counts: the first of the respondents' states is the state of the recommendation as a whole.
    """

    OVERDUE = "overdue", "Overdue"
    DEADLINE_PASSED = "deadline_passed", "Deadline passed, no update"
    NOT_ANSWERED = "not_answered", "Not answered"
    AWAITING = "awaiting", "Awaiting response"
    NOT_STATED = "not_stated", "No status stated"
    NO_ACTIONS = "no_actions", "No actions listed"
    REOPENED = "reopened", "Reopened"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE_LATE = "complete_late", "Completed late"
    COMPLETE = "complete", "Complete"
    SUPERSEDED = "superseded", "Superseded"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    NOT_APPLICABLE = "not_applicable", "Not applicable"

    @property
    def meaning(self) -> str:
        return MEANINGS[self]


MEANINGS = {
    State.OVERDUE: "The date has passed, and the last report says that the work is not finished.",
    State.DEADLINE_PASSED: "The date has passed, and this site has no response, action or update.",
    State.NOT_ANSWERED: (
        "The report asks the force or its commissioner. This site has no response, action or update."
    ),
    State.AWAITING: "The organisation says that it will respond later.",
    State.NOT_STATED: (
        "What is published here gives no status. Read the response: it may say how far the work is."
    ),
    State.NO_ACTIONS: "The organisation has given its position but has listed no action.",
    State.REOPENED: "The work was complete and has started again.",
    State.NOT_STARTED: "No action has begun.",
    State.IN_PROGRESS: "Some of the work has begun or is done.",
    State.COMPLETE_LATE: "All the work is done, some of it late.",
    State.COMPLETE: "All the work is done.",
    State.SUPERSEDED: "Other work has replaced every action.",
    State.NOT_ACCEPTED: "The organisation does not accept the recommendation. The page gives its reason.",
    State.NOT_APPLICABLE: (
        "The organisation says that the recommendation does not apply to it. The page gives its reason."
    ),
}
"""What each state says, in plain words."""
STATES_OF_PASSED_DATES = frozenset({State.OVERDUE, State.DEADLINE_PASSED})
"""States that follow from today's date, and are never stored."""
DONE_STATES = frozenset({State.COMPLETE_LATE, State.COMPLETE})
"""States in which the work is done."""
CLOSED_STATES = frozenset({State.SUPERSEDED, State.NOT_ACCEPTED, State.NOT_APPLICABLE})
"""States after which nothing more is to come, although the work is not done."""
FINISHED_STATES = DONE_STATES | CLOSED_STATES
"""States after which nothing more is to come."""
STATE_GROUPS: dict[str, tuple[str, frozenset[State]]] = {
    "passed": ("Overdue or without an update", STATES_OF_PASSED_DATES),
    "open": ("Open", frozenset(State) - STATES_OF_PASSED_DATES - FINISHED_STATES),
    "done": ("Done", DONE_STATES),
    "closed": ("Closed, not done", CLOSED_STATES),
}
"""The groups that numbers and charts tell apart, with their names."""
DIFFERENT_POSITIONS = "mixed"
"""The position on a recommendation as a whole if its respondents take different positions."""
OVERALL_POSITION_CHOICES = [*Position.choices, (DIFFERENT_POSITIONS, "Different positions")]

KIND_LABELS: dict[str, str] = dict(ItemKind.choices)
THEME_LABELS: dict[str, str] = dict(Theme.choices)
ACTION_STATUS_LABELS: dict[str, str] = dict(ActionStatus.choices)
POSITION_LABELS: dict[str, str] = dict(OVERALL_POSITION_CHOICES)
"""For what a long page shows often: Django's ``get_…_display`` makes such a table at each call."""

WORDS_TO_AVOID = {
    r"\bHer Majesty[’']s (?=Inspectorate|(?:Chief )?Inspector)": "His Majesty’s",
    r"\b(?:must by law|(?:required|obliged) by law to|statutory duty to) respond": "asked to respond",
    r"\bpurdah\b": "period of heightened sensitivity",
    r"\bpart(?:ly|ially)[ -]accept(?:s|ed)?\b": "accepted in part",
    r"\b(?:recommendation (?:is|was) |we have )rejected\b": "not accepted",
    r"\bsupercomplaints?\b": "super-complaint",
}
"""Words that the site does not use, as patterns, and what to write instead."""

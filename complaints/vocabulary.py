"""The words of the domain, as editors choose and readers see them.

Sources: Police Reform Act 2002, Part 2A; Police Super-complaints (Designation and
Procedure) Regulations 2018 (SI 2018/748).
"""

from enum import Enum
from typing import Any, Self

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


class Knowledge(TextChoices):
    """What is known of something that a report or a response may state.

    Nothing follows from an empty field: it is not entered here, which says nothing of
    the report.
    """

    STATED = "stated", "Stated"
    NONE = "none", "Stated not to exist"
    NOT_ENTERED = "not_entered", "Not entered here"


def knowledge_of(value: object, stated_none: bool) -> Knowledge:
    """Return what is known of a field with ``value``, which a source may say does not exist."""
    if value:
        return Knowledge.STATED
    return Knowledge.NONE if stated_none else Knowledge.NOT_ENTERED


class Certainty(TextChoices):
    """Whether the date of the next update may still move."""

    PROVISIONAL = "provisional", "Provisional"
    CONFIRMED = "confirmed", "Confirmed"


class Position(TextChoices):
    """Whether an organisation says that it accepts a recommendation.

    An empty position means that nobody has entered one. ``NOT_STATED`` means that
    somebody has read the response and that it does not say.
    """

    AWAITING = "awaiting", "Will respond later"
    ACCEPTED = "accepted", "Accepts"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepts in part"
    NOT_ACCEPTED = "not_accepted", "Does not accept"
    NOT_APPLICABLE = "not_applicable", "Says it does not apply"
    NOTHING_TO_ADD = "nothing_to_add", "Has nothing to add"
    NOT_STATED = "not_stated", "Does not say whether it accepts"


POSITION_NOT_ENTERED = "not_entered"
"""The position of an organisation that has responded, acted or reported, where none is entered here."""


POSITIONS_NEEDING_REASON = {
    Position.ACCEPTED_IN_PART,
    Position.NOT_ACCEPTED,
    Position.NOT_APPLICABLE,
}
"""Positions that are published only with a reason."""


class Coverage(TextChoices):
    """Which recommendations an answer to several of them covers."""

    ALL = "all", "All recommendations of the report"
    NAMED = "named", "The recommendations with these numbers"
    OTHERS = "others", "All other recommendations"


class StatusChoices(TextChoices):
    """Statuses that each have a code, a group, the tone and shape that they are shown with, and a label."""

    group: Any
    tone: str
    shape: str

    def __new__(cls, code: str, *parts: Any) -> Self:
        """Make the member of this code; Django has taken the label.

        Raises ``TypeError``, which names the status, if a part or the label is missing.
        """
        status = str.__new__(cls, code)
        status._value_ = code
        try:
            status.group, status.tone, status.shape = parts
        except ValueError:
            raise TypeError(
                f"The status “{code}” needs its group, tone, shape and label."
            ) from None
        return status


class ActionGroup(Enum):
    """What the status of an action says of it."""

    NOTHING_KNOWN = "nothing is known of how far it is"
    NOT_BEGUN = "it is still to be begun"
    BEGUN = "it has begun"
    DONE = "it is done"
    GIVEN_UP = "it will not be done, or not like this; it may never have begun"


class ActionStatus(StatusChoices):
    """The status of an action. Overdue is derived from the date, never stored.

    An empty status means that nobody has entered one. ``NOT_STATED`` means that
    somebody has read the response and that it gives none, or one that fits none of
    these, such as “On hold”.
    """

    NOT_STARTED = "not_started", ActionGroup.NOT_BEGUN, "wait", "ring", "Not started"
    IN_PROGRESS = "in_progress", ActionGroup.BEGUN, "part", "half", "In progress"
    COMPLETE = "complete", ActionGroup.DONE, "good", "tick", "Marked complete"
    CLOSED = (
        "closed",
        ActionGroup.GIVEN_UP,
        "closed",
        "bar",
        "Closed, not said to be complete",
    )
    SUPERSEDED = (
        "superseded",
        ActionGroup.GIVEN_UP,
        "closed",
        "arrow",
        "Replaced by another action",
    )
    NOT_STATED = (
        "not_stated",
        ActionGroup.NOTHING_KNOWN,
        "none",
        "question",
        "Other status or none given",
    )

    group: ActionGroup


ACTION_STATUS_NOT_ENTERED = "not_entered"
"""The status of an action for which none is entered here."""


def action_statuses(*groups: ActionGroup) -> frozenset[str]:
    return frozenset(status for status in ActionStatus if status.group in groups)


UNKNOWN_ACTION_STATUSES = action_statuses(ActionGroup.NOTHING_KNOWN) | {""}
"""Statuses that do not say how far an action is."""
UNFINISHED_ACTIONS = action_statuses(ActionGroup.NOT_BEGUN, ActionGroup.BEGUN)
"""Statuses that say that an action is still to be done."""
BEGUN_ACTIONS = action_statuses(ActionGroup.BEGUN, ActionGroup.DONE)
"""Statuses that say that an action has begun. A closed one may never have."""
FINISHED_ACTIONS = action_statuses(ActionGroup.DONE, ActionGroup.GIVEN_UP)
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


LEADS = ("executive_lead", "operational_lead")
"""The fields that name the posts that lead the work."""


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


class StatusGroup(Enum):
    """What a status and its detailed codes say of the work."""

    DATE_PASSED = "a date has passed: it follows from today's date, and is never stored"
    RESPONSE_MISSING = "there is no response yet"
    NOTHING_KNOWN = "there is a response, and nothing is known of the work"
    OPEN = "something is still to come"
    CLOSED = "nothing more is to come, although it is not marked complete"
    DONE = "everything is marked complete"

    @property
    def is_finished(self) -> bool:
        return self in {StatusGroup.CLOSED, StatusGroup.DONE}


class Status(StatusChoices):
    """The status that readers are shown, derived by the table in ``docs/statuses.md``.

    It speaks of what this site has published, never of what has or has not happened.
    The order counts: the first of the organisations' statuses is the status of the
    recommendation as a whole. A recommendation that was addressed to others, and to
    which nobody has responded here, has none.
    """

    PAST_DEADLINE = (
        "past_deadline",
        StatusGroup.DATE_PASSED,
        "late",
        "calendar",
        "Past the deadline, not marked complete",
    )
    RESPONSE_MISSING = (
        "response_missing",
        StatusGroup.RESPONSE_MISSING,
        "missing",
        "empty",
        "Response missing",
    )
    RESPONSE_PUBLISHED = (
        "response_published",
        StatusGroup.NOTHING_KNOWN,
        "published",
        "paper",
        "Response published, not marked complete",
    )
    NOT_STARTED = "not_started", StatusGroup.OPEN, "wait", "ring", "Not started"
    IN_PROGRESS = "in_progress", StatusGroup.OPEN, "part", "half", "In progress"
    CLOSED = "closed", StatusGroup.CLOSED, "closed", "bar", "Closed, not complete"
    MARKED_COMPLETE = (
        "marked_complete",
        StatusGroup.DONE,
        "good",
        "tick",
        "Marked complete",
    )

    group: StatusGroup

    @property
    def short_label(self) -> str:
        """The label where the page gives the whole label elsewhere, such as in a bar or a table."""
        return SHORT_STATUS_LABELS.get(self, self.label)

    @property
    def counted_words(self) -> str:
        """The words that follow a number: “7 past the deadline”, “9 with a response missing”."""
        return COUNTED_STATUS_WORDS.get(self, self.short_label.lower())

    @property
    def meaning(self) -> str:
        """What the status says, in plain sentences."""
        return STATUS_MEANINGS[self]


SHORT_STATUS_LABELS = {
    Status.PAST_DEADLINE: "Past the deadline",
    Status.RESPONSE_PUBLISHED: "Response published",
    Status.CLOSED: "Closed",
}
COUNTED_STATUS_WORDS = {
    Status.RESPONSE_MISSING: "with a response missing",
    Status.RESPONSE_PUBLISHED: "with a response published",
}
STATUS_MEANINGS = {
    Status.PAST_DEADLINE: (
        "A deadline in the report, or a due date that the organisation gave, has passed. "
        "The recommendation is not marked complete."
    ),
    Status.RESPONSE_MISSING: (
        "At least one organisation that was asked has no response on this site, "
        "or says that it will respond later."
    ),
    Status.RESPONSE_PUBLISHED: (
        "A response is published. The recommendation is not marked complete. The response may say more."
    ),
    Status.NOT_STARTED: "No action is marked as started.",
    Status.IN_PROGRESS: "At least one action is marked as started or complete, and not every action is.",
    Status.CLOSED: (
        "The organisation did not accept it, says that it does not apply, or closed or replaced its actions. "
        "It is not marked complete."
    ),
    Status.MARKED_COMPLETE: (
        "Every organisation that was asked, and has a status here, has all its actions marked complete."
    ),
}
NO_STATUS_LABELS: dict[str, str] = {
    Knowledge.STATED: "For other organisations",
    Knowledge.NONE: "The report does not say who is asked",
    Knowledge.NOT_ENTERED: "We have not recorded who is asked",
}
"""The words in place of a status, by what is known of who is asked.

They are for what no organisation here is known to be asked, and none has responded to.
"""
NO_STATUS_CODES: dict[str, str] = {
    Knowledge.STATED: "for_others",
    Knowledge.NONE: "no_addressees",
    Knowledge.NOT_ENTERED: "addressees_not_entered",
}
"""The codes that the data has in their place."""
UNFINISHED_STATUSES = frozenset(
    status for status in Status if not status.group.is_finished
)


class DeadlineKind(TextChoices):
    """A date by which something was asked for or announced, and which has passed."""

    DEADLINE = "deadline", "The deadline"
    DEADLINE_IN_WORDS = "deadline_in_words", "The deadline, given in words"
    DUE_DATE = "due_date", "The organisation’s own due date"
    RESPOND_BY = "respond_by", "The deadline to respond"


class DetailedStatus(TextChoices):
    """The detailed code of a status, which the data has beside the status that readers are shown.

    It is derived by the table in ``docs/statuses.md``, for one respondent or for the
    recommendation as a whole. The order counts, as in ``Status``. Each has its code,
    its group and its label.
    """

    OVERDUE = "overdue", StatusGroup.DATE_PASSED, "Date passed, work still to come"
    DEADLINE_PASSED = (
        "deadline_passed",
        StatusGroup.DATE_PASSED,
        "Date passed, no response published",
    )
    NOT_ANSWERED = "not_answered", StatusGroup.RESPONSE_MISSING, "No response published"
    AWAITING = "awaiting", StatusGroup.RESPONSE_MISSING, "Will respond later"
    NOT_STATED = "not_stated", StatusGroup.NOTHING_KNOWN, "No status recorded"
    NO_ACTIONS = "no_actions", StatusGroup.NOTHING_KNOWN, "No actions recorded"
    REOPENED = "reopened", StatusGroup.OPEN, "Reopened"
    NOT_STARTED = "not_started", StatusGroup.OPEN, "Not started"
    IN_PROGRESS = "in_progress", StatusGroup.OPEN, "In progress"
    SUPERSEDED = "superseded", StatusGroup.CLOSED, "All actions replaced"
    CLOSED = "closed", StatusGroup.CLOSED, "Closed, not said to be complete"
    NOT_ACCEPTED = "not_accepted", StatusGroup.CLOSED, "Not accepted"
    NOT_APPLICABLE = "not_applicable", StatusGroup.CLOSED, "Does not apply"
    COMPLETE_LATE = "complete_late", StatusGroup.DONE, "Marked complete after a date"
    COMPLETE = "complete", StatusGroup.DONE, "Marked complete"

    group: StatusGroup

    def __new__(cls, code: str, *parts: Any) -> Self:
        """Make the member of this code; Django has taken the label."""
        state = str.__new__(cls, code)
        state._value_ = code
        try:
            (state.group,) = parts
        except ValueError:
            raise TypeError(
                f"The detailed code “{code}” needs its group and label."
            ) from None
        return state


def _states_in(group: StatusGroup) -> frozenset[DetailedStatus]:
    return frozenset(state for state in DetailedStatus if state.group == group)


STATES_OF_PASSED_DATES = _states_in(StatusGroup.DATE_PASSED)
"""States that follow from today's date, and are never stored."""
STATES_WITHOUT_RESPONSE = _states_in(StatusGroup.RESPONSE_MISSING)
DONE_STATES = _states_in(StatusGroup.DONE)
"""States in which everything is marked complete."""
CLOSED_STATES = _states_in(StatusGroup.CLOSED)
"""States after which nothing more is to come, although it is not marked complete."""
SAID_TO_BE_OPEN = _states_in(StatusGroup.OPEN) | {DetailedStatus.AWAITING}
"""States in which it is told that something is still to come: when its date passes, the code is “overdue”.

“Not answered” becomes “Deadline passed”. Every other state keeps its code, since an
organisation has spoken and we do not know how far the work is.
"""
FINISHED_STATES = DONE_STATES | CLOSED_STATES
"""States after which nothing more is to come."""
DIFFERENT_POSITIONS = "mixed"
"""The position on a recommendation as a whole if its respondents take different positions."""
OVERALL_POSITION_CHOICES = [
    *Position.choices,
    (POSITION_NOT_ENTERED, "Not recorded"),
    (DIFFERENT_POSITIONS, "Not the same for every organisation"),
]

KIND_LABELS: dict[str, str] = dict(ItemKind.choices)
THEME_LABELS: dict[str, str] = dict(Theme.choices)
ACTION_STATUS_CHOICES = [
    *ActionStatus.choices,
    (ACTION_STATUS_NOT_ENTERED, "We have not recorded a status"),
]
ACTION_STATUS_LABELS: dict[str, str] = dict(ACTION_STATUS_CHOICES)
POSITION_LABELS: dict[str, str] = dict(OVERALL_POSITION_CHOICES)
"""For what a long page shows often: Django's ``get_…_display`` makes such a table at each call."""

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


class Knowledge(TextChoices):
    """What is known of something that a report or a response may state.

    Nothing follows from an empty field: it is not entered here, which says nothing of the report.
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

    An empty position means that nobody has entered one. ``NOT_STATED`` means that somebody has read the
    response and that it does not say.
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


POSITIONS_NEEDING_REASON = {Position.ACCEPTED_IN_PART, Position.NOT_ACCEPTED, Position.NOT_APPLICABLE}
"""Positions that are published only with a reason."""


class Coverage(TextChoices):
    """Which recommendations an answer to several of them covers."""

    ALL = "all", "All recommendations of the report"
    NAMED = "named", "The recommendations with these numbers"
    OTHERS = "others", "All other recommendations"


class ActionStatus(TextChoices):
    """The status of an action. Overdue is derived from the date, never stored.

    An empty status means that nobody has entered one. ``NOT_STATED`` means that somebody has read the
    response and that it gives none, or one that fits none of these, such as “On hold”.
    """

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Marked complete"
    CLOSED = "closed", "Closed, not said to be complete"
    SUPERSEDED = "superseded", "Replaced by another action"
    NOT_STATED = "not_stated", "No standard status given"


ACTION_STATUS_NOT_ENTERED = "not_entered"
"""The status of an action for which none is entered here."""
UNKNOWN_ACTION_STATUSES = frozenset({"", ActionStatus.NOT_STATED})
"""Statuses that do not say how far an action is."""
FINISHED_ACTIONS = frozenset({ActionStatus.COMPLETE, ActionStatus.CLOSED, ActionStatus.SUPERSEDED})
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


class Status(TextChoices):
    """The status that readers are shown, derived by the table in ``docs/states.md``.

    It speaks of what this site has published, never of what has or has not happened. The order counts: the
    first of the organisations' statuses is the status of the recommendation as a whole. A recommendation
    that was addressed to others, and to which nobody has responded here, has none.
    """

    PAST_DEADLINE = "past_deadline", "Past the deadline, not marked complete"
    RESPONSE_MISSING = "response_missing", "Response missing"
    RESPONSE_PUBLISHED = "response_published", "Response published, not marked complete"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    CLOSED = "closed", "Closed, not complete"
    MARKED_COMPLETE = "marked_complete", "Marked complete"

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

They are for what no organisation here is known to be asked, and none has responded to."""
NO_STATUS_CODES: dict[str, str] = {
    Knowledge.STATED: "for_others",
    Knowledge.NONE: "no_addressees",
    Knowledge.NOT_ENTERED: "addressees_not_entered",
}
"""The codes that the data has in their place."""
UNFINISHED_STATUSES = frozenset(Status) - {Status.CLOSED, Status.MARKED_COMPLETE}


class Limit(TextChoices):
    """A date by which something was asked for or announced, and which has passed."""

    DEADLINE = "deadline", "The deadline"
    DEADLINE_IN_WORDS = "deadline_in_words", "The deadline, given in words"
    DUE_DATE = "due_date", "The organisation’s own due date"
    RESPOND_BY = "respond_by", "The deadline to respond"


class State(TextChoices):
    """The detailed code of a status, which the data has beside the status that readers are shown.

    It is derived by the table in ``docs/states.md``, for one respondent or for the recommendation as a whole.
    The order counts, as in ``Status``.
    """

    OVERDUE = "overdue", "Date passed, work still to come"
    DEADLINE_PASSED = "deadline_passed", "Date passed, no response published"
    NOT_ANSWERED = "not_answered", "No response published"
    AWAITING = "awaiting", "Will respond later"
    NOT_STATED = "not_stated", "No status recorded"
    NO_ACTIONS = "no_actions", "No actions recorded"
    REOPENED = "reopened", "Reopened"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    SUPERSEDED = "superseded", "All actions replaced"
    CLOSED = "closed", "Closed, not said to be complete"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    COMPLETE_LATE = "complete_late", "Marked complete after a date"
    COMPLETE = "complete", "Marked complete"


STATES_OF_PASSED_DATES = frozenset({State.OVERDUE, State.DEADLINE_PASSED})
"""States that follow from today's date, and are never stored."""
DONE_STATES = frozenset({State.COMPLETE_LATE, State.COMPLETE})
"""States in which everything is marked complete."""
CLOSED_STATES = frozenset({State.SUPERSEDED, State.CLOSED, State.NOT_ACCEPTED, State.NOT_APPLICABLE})
"""States after which nothing more is to come, although it is not marked complete."""
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
ACTION_STATUS_CHOICES = [*ActionStatus.choices, (ACTION_STATUS_NOT_ENTERED, "We have not recorded a status")]
ACTION_STATUS_LABELS: dict[str, str] = dict(ACTION_STATUS_CHOICES)
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

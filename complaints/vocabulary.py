"""The words of the domain, as editors choose and readers see them.

Sources: Police Reform Act 2002, Part 2A; Police Super-complaints (Designation and Procedure)
Regulations 2018 (SI 2018/748).
"""

from django.db.models import TextChoices

NOT_IN_SOURCE = "Not in the source"
"""What readers see where the published source does not say."""


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


POSITIONS_NEEDING_REASON = {Position.ACCEPTED_IN_PART, Position.NOT_ACCEPTED, Position.NOT_APPLICABLE}
"""Positions that are published only with a reason."""


class ActionStatus(TextChoices):
    """The status of an action. Overdue is derived from the date, never stored."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    SUPERSEDED = "superseded", "Superseded"


class Assurance(TextChoices):
    """What a body other than the force says of its work."""

    NOT_REVIEWED = "not_reviewed", "Not reviewed"
    AWAITING_REVIEW = "awaiting_review", "Awaiting review"
    NO_FURTHER_ACTION = "no_further_action", "No further action needed"


class ItemKind(TextChoices):
    """What a numbered item of a report is."""

    RECOMMENDATION = "recommendation", "Recommendation"
    ACTION = "action", "Action"


class OrganisationKind(TextChoices):
    """The role of an organisation."""

    DESIGNATED_BODY = "designated_body", "Designated body"
    DECISION_BODY = "decision_body", "Decision body"
    POLICE_FORCE = "police_force", "Police force"
    COMMISSIONER = "commissioner", "Commissioner"
    GOVERNMENT = "government", "Government"
    OTHER = "other", "Other"


class State(TextChoices):
    """The state of a recommendation for one respondent, derived by the table in ``docs/states.md``.

    The order counts: the first of the respondents' states is the state of the recommendation as a whole.
    """

    OVERDUE = "overdue", "Overdue"
    NOT_ANSWERED = "not_answered", "Not answered"
    AWAITING = "awaiting", "Awaiting response"
    NOT_STATED = "not_stated", "Status not in the source"
    NO_ACTIONS = "no_actions", "No actions listed"
    REOPENED = "reopened", "Reopened"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE_LATE = "complete_late", "Completed late"
    COMPLETE = "complete", "Complete"
    SUPERSEDED = "superseded", "Superseded"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


FINISHED_STATES = frozenset(
    {State.COMPLETE_LATE, State.COMPLETE, State.SUPERSEDED, State.NOT_ACCEPTED, State.NOT_APPLICABLE}
)
"""States after which nothing more is to come."""
DIFFERENT_POSITIONS = "mixed"
"""The position on a recommendation as a whole if its respondents take different positions."""
OVERALL_POSITION_CHOICES = [*Position.choices, (DIFFERENT_POSITIONS, "Different positions")]

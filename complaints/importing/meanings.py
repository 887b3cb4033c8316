"""What a column can mean, and the headings that are our own."""

from django.db.models import TextChoices

from pages.core.grouping import index_by


class ColumnMeaning(TextChoices):
    """What the cells of a column say about a recommendation, and what the screens call it."""

    NUMBER = "number", "Number"
    NUMBERED = "numbered", "Number and wording together, such as “7.1 Use it”"
    TITLE = "title", "Title"
    SUMMARY = "summary", "What it asks, in our words"
    WORDING = "wording", "Wording of the recommendation"
    ADDRESSEES = "addressees_printed", "Who the report asked"
    DEADLINE = "deadline", "Deadline in the report"
    EVIDENCE_ASKED = "evidence_asked", "Evidence that the report asks for"
    ORGANISATION = "organisation", "Organisation that responds or acts"
    EXECUTIVE_LEAD = "executive_lead", "Executive lead"
    OPERATIONAL_LEAD = "operational_lead", "Operational lead"
    POSITION = "position", "Position: whether it is accepted"
    REASON = "reason", "Reason for not accepting all of it"
    RESPONSE = "response", "Text of the response"
    RESPONSE_DATE = "response_date", "Date of the response"
    ACTION = "action", "Action: what is done"
    OWNER = "owner", "Post responsible for the action"
    STATUS = "status", "Status of the action"
    DUE = "due", "Due date of the action"
    COMPLETED = "completed", "Date the action was completed"
    CLOSED = "closed", "Date the action was closed"
    EVIDENCE = "evidence", "Evidence that it was done"
    UPDATE = "update", "Progress update"
    UPDATE_DATE = "update_date", "Date of the progress update"
    LEFT_OUT = "left_out", "Exclude this column"


OWN_HEADINGS = index_by(ColumnMeaning, "label")
"""A column whose heading is one of these is read without asking."""

OF_THE_REPORT = frozenset(
    {
        ColumnMeaning.TITLE,
        ColumnMeaning.SUMMARY,
        ColumnMeaning.WORDING,
        ColumnMeaning.ADDRESSEES,
        ColumnMeaning.DEADLINE,
        ColumnMeaning.EVIDENCE_ASKED,
    }
)
"""What the report says, whoever responds."""
OF_THE_RESPONSE = frozenset(
    {
        ColumnMeaning.POSITION,
        ColumnMeaning.REASON,
        ColumnMeaning.RESPONSE,
        ColumnMeaning.RESPONSE_DATE,
    }
)
OF_AN_ACTION = frozenset(
    {
        ColumnMeaning.ACTION,
        ColumnMeaning.OWNER,
        ColumnMeaning.STATUS,
        ColumnMeaning.DUE,
        ColumnMeaning.COMPLETED,
        ColumnMeaning.CLOSED,
        ColumnMeaning.EVIDENCE,
    }
)
OF_AN_UPDATE = frozenset({ColumnMeaning.UPDATE, ColumnMeaning.UPDATE_DATE})
LEADS = frozenset({ColumnMeaning.EXECUTIVE_LEAD, ColumnMeaning.OPERATIONAL_LEAD})
OF_AN_ORGANISATION = OF_THE_RESPONSE | OF_AN_ACTION | OF_AN_UPDATE | LEADS
"""What one organisation says or does."""
PAST_DATES = frozenset(
    {
        ColumnMeaning.RESPONSE_DATE,
        ColumnMeaning.COMPLETED,
        ColumnMeaning.CLOSED,
        ColumnMeaning.UPDATE_DATE,
    }
)
"""Dates of what has happened."""
DATES = PAST_DATES | {ColumnMeaning.DEADLINE, ColumnMeaning.DUE}
DATE_OF = {
    ColumnMeaning.UPDATE: ColumnMeaning.UPDATE_DATE,
    ColumnMeaning.RESPONSE: ColumnMeaning.RESPONSE_DATE,
}
"""Texts that have a date, and the columns that have it."""

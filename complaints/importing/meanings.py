"""What a column can mean, and the headings that are our own."""

from enum import StrEnum


class Meaning(StrEnum):
    """What the cells of a column say about a recommendation."""

    NUMBER = "number"
    NUMBERED = "numbered"
    TITLE = "title"
    SUMMARY = "summary"
    WORDING = "wording"
    ADDRESSEES = "addressees_printed"
    DEADLINE = "deadline"
    EVIDENCE_ASKED = "evidence_asked"
    ORGANISATION = "organisation"
    EXECUTIVE_LEAD = "executive_lead"
    OPERATIONAL_LEAD = "operational_lead"
    POSITION = "position"
    REASON = "reason"
    RESPONSE = "response"
    RESPONSE_DATE = "response_date"
    ACTION = "action"
    OWNER = "owner"
    STATUS = "status"
    DUE = "due"
    COMPLETED = "completed"
    CLOSED = "closed"
    EVIDENCE = "evidence"
    UPDATE = "update"
    UPDATE_DATE = "update_date"
    LEFT_OUT = "left_out"


LABELS = {
    Meaning.NUMBER: "Number",
    Meaning.NUMBERED: "Number and wording together, such as “7.1 Use it”",
    Meaning.TITLE: "Title",
    Meaning.SUMMARY: "What it asks, in our words",
    Meaning.WORDING: "Wording of the recommendation",
    Meaning.ADDRESSEES: "Who is asked, as printed",
    Meaning.DEADLINE: "Deadline in the report",
    Meaning.EVIDENCE_ASKED: "Evidence that the report asks for",
    Meaning.ORGANISATION: "Organisation that the row is about",
    Meaning.EXECUTIVE_LEAD: "Executive lead",
    Meaning.OPERATIONAL_LEAD: "Operational lead",
    Meaning.POSITION: "Whether it is accepted",
    Meaning.REASON: "Reason for not accepting all of it",
    Meaning.RESPONSE: "Text of the response",
    Meaning.RESPONSE_DATE: "Date of the response",
    Meaning.ACTION: "Action: what is done",
    Meaning.OWNER: "Post responsible for the action",
    Meaning.STATUS: "Status of the action",
    Meaning.DUE: "Due date of the action",
    Meaning.COMPLETED: "Date the action was completed",
    Meaning.CLOSED: "Date the action was closed",
    Meaning.EVIDENCE: "Evidence that it was done",
    Meaning.UPDATE: "Progress update",
    Meaning.UPDATE_DATE: "Date of the progress update",
    Meaning.LEFT_OUT: "Leave this column out",
}
"""What the screens call each. A column whose heading is one of these is read without asking."""
OWN_HEADINGS = {label: meaning for meaning, label in LABELS.items()}

OF_THE_REPORT = frozenset(
    {Meaning.TITLE, Meaning.SUMMARY, Meaning.WORDING, Meaning.ADDRESSEES, Meaning.DEADLINE}
    | {Meaning.EVIDENCE_ASKED}
)
"""What the report says, whoever responds."""
OF_THE_RESPONSE = frozenset({Meaning.POSITION, Meaning.REASON, Meaning.RESPONSE, Meaning.RESPONSE_DATE})
OF_AN_ACTION = frozenset(
    {Meaning.ACTION, Meaning.OWNER, Meaning.STATUS, Meaning.DUE, Meaning.COMPLETED, Meaning.CLOSED}
    | {Meaning.EVIDENCE}
)
OF_AN_UPDATE = frozenset({Meaning.UPDATE, Meaning.UPDATE_DATE})
LEADS = frozenset({Meaning.EXECUTIVE_LEAD, Meaning.OPERATIONAL_LEAD})
OF_AN_ORGANISATION = OF_THE_RESPONSE | OF_AN_ACTION | OF_AN_UPDATE | LEADS
"""What one organisation says or does."""
DATES = frozenset(
    {Meaning.DEADLINE, Meaning.RESPONSE_DATE, Meaning.DUE, Meaning.COMPLETED, Meaning.CLOSED}
    | {Meaning.UPDATE_DATE}
)
PAST_DATES = DATES - {Meaning.DEADLINE, Meaning.DUE}
"""Dates of what has happened."""

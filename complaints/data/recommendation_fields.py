"""The fields of recommendations and responses in the data: name, meaning, type, where the value is read."""

from complaints.vocabulary import Position

from . import code_lists
from .field_descriptions import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    PARTIAL_DATE,
    TEXT,
    WEB_ADDRESS,
    DataField,
    FieldGroup,
    ListOf,
    coded_fields,
    last_published,
)
from .published_section import IDENTITY_FIELDS

RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        *coded_fields(
            "position",
            "The position that this response takes.",
            code_lists.POSITION,
            lambda entry: entry.response.position or Position.NOT_STATED,
        ),
        DataField("date", "When it was given.", PARTIAL_DATE, "response.date"),
        DataField("reason", "The reason for the position.", TEXT, "response.reason"),
        DataField("answered_by", "Who answers on its behalf.", TEXT, "response.answered_by"),
        DataField("text", "The response in full, as plain text.", TEXT, "text"),
        DataField(
            "source_url",
            "Where the text is our summary, or somebody else answers: the address of that answer.",
            WEB_ADDRESS,
            "response.source_link",
        ),
        DataField("source_date", "The date of that.", PARTIAL_DATE, "response.source_date"),
        DataField("approving_post", "The post that approved it.", TEXT, "response.approving_post"),
        DataField("jointly_with", "Who else gave this response.", ListOf(TEXT), "jointly_with"),
        DataField(
            "covers",
            "What it answers, if it is one response to several recommendations.",
            TEXT,
            "covered_words",
        ),
    ),
)
REPORT_RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        DataField("respondents", "Who gives it.", ListOf(TEXT), "respondents"),
        *(each for each in RESPONSE_FIELDS.fields if each.name != "jointly_with"),
    ),
)


RESPONDENT_FIELDS = FieldGroup(
    "respondent",
    (
        DataField("name", "Who responded.", TEXT, "name", required=True),
        *coded_fields("kind", "The kind of organisation.", code_lists.ORGANISATION_KIND, "kind"),
        *coded_fields(
            "position",
            "The current position: that of the last response.",
            code_lists.POSITION,
            "row.position",
        ),
        *coded_fields(
            "state", "The respondent’s status.", code_lists.STATE, "row.state_today", required=True
        ),
        DataField(
            "passed_since",
            "Since when it is overdue, or another of its dates has passed.",
            DATE,
            "row.passed_since",
        ),
        DataField(
            "responses",
            "What the respondent answered. In CSV the last response.",
            ListOf(RESPONSE_FIELDS, last_in_csv=True),
            "responses",
        ),
    ),
)
DUE_DATE_FIELDS = FieldGroup(
    "due",
    (
        DataField("date", "The date; none where none can be given.", PARTIAL_DATE, "due"),
        DataField("worked_out", "Whether this site worked the date out.", BOOLEAN, "worked_out"),
        DataField("no_date", "Whether it was said that no date can be given.", BOOLEAN, "no_date"),
        DataField("reason", "Why the date changed, or why there is none.", TEXT, "reason"),
    ),
)
DOCUMENT_FIELDS = FieldGroup(
    "document",
    (
        DataField("title", "What the file is called.", TEXT, "title"),
        DataField("url", "Its address.", WEB_ADDRESS, "url"),
    ),
)
ACTION_FIELDS = FieldGroup(
    "action",
    (
        DataField("title", "What is done, in a few words.", TEXT, "child.title"),
        DataField(
            "description", "What is done, as plain text.", TEXT, lambda part: part.plain("description")
        ),
        DataField(
            "respondents",
            "Whose action it is; none if it is that of all respondents.",
            ListOf(TEXT),
            lambda part: part.respondents,
        ),
        DataField(
            "owner", "The post or posts that answer for it.", TEXT, lambda part: "; ".join(part.child.owners)
        ),
        *coded_fields("status", "How far it has come.", code_lists.ACTION_STATUS, "child.status"),
        DataField("status_words", "The same in the response’s own words.", TEXT, "child.status_words"),
        DataField(
            "passed_since",
            "Since when it is overdue, or another of its dates has passed.",
            DATE,
            "child.passed_since",
        ),
        DataField(
            "due_date", "The due date that holds now; none where none can be given.", PARTIAL_DATE, "due"
        ),
        DataField(
            "first_due_date", "The due date that was promised first.", PARTIAL_DATE, "child.first_due_date"
        ),
        DataField("completed", "When it was completed.", PARTIAL_DATE, "child.completed"),
        DataField(
            "completed_words",
            "The same in the response’s own words, where it gives no date.",
            TEXT,
            "child.completed_words",
        ),
        DataField("evidence", "What shows that it was done, as plain text.", TEXT, "evidence"),
        DataField(
            "evidence_documents",
            "The files that show it.",
            ListOf(DOCUMENT_FIELDS),
            "evidence_documents",
            in_csv=False,
        ),
        DataField(
            "due_dates",
            "Every due date that was promised, the first one first.",
            ListOf(DUE_DATE_FIELDS),
            lambda part: part.child.due_dates_in_order(),
            in_csv=False,
        ),
    ),
)
PROGRESS_UPDATE_FIELDS = FieldGroup(
    "progress_update",
    (
        DataField("as_at", "The date that it speaks of.", PARTIAL_DATE, "child.as_at"),
        DataField(
            "respondents",
            "Whose update it is; none if it is that of the force.",
            ListOf(TEXT),
            lambda part: part.respondents,
        ),
        DataField("text", "What is reported, as plain text.", TEXT, lambda part: part.plain("text")),
    ),
)
ASSURANCE_FIELDS = FieldGroup(
    "assurance",
    (
        DataField("date", "When it was said.", PARTIAL_DATE, "date"),
        DataField("body", "Who says it.", TEXT, "body"),
        *coded_fields("verdict", "What it says.", code_lists.ASSURANCE, "verdict"),
        DataField("words", "Its exact words.", TEXT, "words"),
        DataField("url", "The address of the verdict.", WEB_ADDRESS, "link"),
    ),
)


RECOMMENDATION_FIELDS = FieldGroup(
    "recommendation",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, "address"),
        DataField(
            "publisher",
            "The force on whose site it stands: the data of several forces can be put together.",
            TEXT,
            "section.publisher",
        ),
        DataField("super_complaint", "The identifier of the super-complaint.", TEXT, "parent.identifier"),
        DataField("super_complaint_title", "The title of the super-complaint.", TEXT, "parent.title"),
        DataField("super_complaint_url", "The address of its page.", WEB_ADDRESS, "parent_address"),
        *coded_fields("kind", "What it is.", code_lists.ITEM_KIND, "page.kind"),
        DataField(
            "number", "The number that the report prints: text, as in 7.1 or 12a.", TEXT, "page.number"
        ),
        DataField(
            "part_of",
            "The identifier of the recommendation that it is a part of. A part is not counted by itself.",
            TEXT,
            "part_of",
        ),
        DataField("title", "What it asks for, in the words of this site.", TEXT, "page.title"),
        DataField("summary", "What it asks, in our own words.", TEXT, "page.summary"),
        *coded_fields("theme", "What it is about.", code_lists.THEME, "page.theme"),
        DataField("wording", "The exact words of the report.", TEXT, "page.wording"),
        DataField("wording_source", "Where those words are published.", TEXT, "page.wording_source"),
        DataField(
            "wording_source_url", "The address of that source.", WEB_ADDRESS, "page.wording_source_link"
        ),
        DataField("wording_paragraph", "The paragraph or page there.", TEXT, "page.wording_paragraph"),
        DataField("wording_note", "A note on the wording or the number.", TEXT, "page.wording_note"),
        DataField("addressees", "The organisations that it is addressed to.", ListOf(TEXT), "addressees"),
        DataField(
            "addressees_printed", "The same in the report’s own words.", TEXT, "page.addressees_printed"
        ),
        DataField("deadline", "The deadline to carry it out.", PARTIAL_DATE, "page.deadline"),
        DataField("deadline_printed", "The same in the report’s own words.", TEXT, "page.deadline_printed"),
        DataField(
            "deadline_worked_out",
            "Whether the report does not print the date, and this site worked it out.",
            BOOLEAN,
            "page.deadline_worked_out",
        ),
        DataField("deadline_note", "A note on the deadline.", TEXT, "page.deadline_note"),
        DataField(
            "executive_lead",
            "The post of the chief officer who leads the work, or the whole plan.",
            TEXT,
            lambda item: item.page.executive_lead or item.parent.executive_lead,
        ),
        DataField(
            "operational_lead",
            "The post that leads the work, or the whole plan, from day to day.",
            TEXT,
            lambda item: item.page.operational_lead or item.parent.operational_lead,
        ),
        *coded_fields(
            "state", "Its status as a whole, today in London.", code_lists.STATE, "overall_state.state_today"
        ),
        DataField(
            "passed_since",
            "Since when it is overdue, or another of its dates has passed.",
            DATE,
            "overall_state.passed_since",
        ),
        *coded_fields(
            "position",
            "The position that all respondents share; “mixed” if they differ, or if one has not answered.",
            code_lists.POSITION,
            "position",
        ),
        DataField("slipped", "Whether a due date changed or was removed.", BOOLEAN, "overall_state.slipped"),
        DataField(
            "last_reported",
            "The last date that a response, an update or a completion names.",
            PARTIAL_DATE,
            "overall_state.last_reported",
        ),
        DataField(
            "respondents",
            "Who responded, and the force or its commissioner if asked by name. In CSV each has a line in "
            "every cell about respondents.",
            ListOf(RESPONDENT_FIELDS),
            "respondents",
        ),
        DataField(
            "actions",
            "What the respondents do about it.",
            ListOf(ACTION_FIELDS),
            lambda item: item.child_entries("actions"),
        ),
        DataField(
            "no_documents_reason", "Why there are no supporting documents.", TEXT, "page.no_documents_reason"
        ),
        DataField(
            "progress_updates",
            "What the respondents reported later.",
            ListOf(PROGRESS_UPDATE_FIELDS),
            lambda item: item.child_entries("progress_updates"),
        ),
        DataField(
            "assurances",
            "What other bodies say about the work.",
            ListOf(ASSURANCE_FIELDS),
            lambda item: item.page.assurances.all(),
        ),
        DataField(
            "first_published", "When this site first published it.", DATE_TIME, "page.first_published_at"
        ),
        DataField("last_published", "When this site last published it.", DATE_TIME, last_published),
        DataField("last_reviewed", "When somebody last checked the page.", DATE, "page.last_reviewed"),
    ),
)

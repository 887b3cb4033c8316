"""The fields of respondents, responses, actions and progress updates in the data."""

from operator import itemgetter

from . import code_lists
from .field_descriptions import (
    BOOLEAN,
    DATE,
    PARTIAL_DATE,
    TEXT,
    WEB_ADDRESS,
    DataField,
    FieldGroup,
    ListOf,
    attribute,
    coded_fields,
)

RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        *coded_fields(
            "position",
            "The position that this response takes.",
            code_lists.POSITION,
            attribute("response.position"),
        ),
        DataField("date", "When it was given.", PARTIAL_DATE, attribute("response.date")),
        DataField("reason", "The reason for the position.", TEXT, attribute("response.reason")),
        DataField("text", "The response in full, as plain text.", TEXT, attribute("text")),
        DataField(
            "source_url",
            "Where the text is our summary: the address of what it summarises.",
            WEB_ADDRESS,
            attribute("response.source_link"),
        ),
        DataField("source_date", "The date of that.", PARTIAL_DATE, attribute("response.source_date")),
        DataField("approving_post", "The post that approved it.", TEXT, attribute("response.approving_post")),
        DataField("jointly_with", "Who else gave this response.", ListOf(TEXT), attribute("jointly_with")),
    ),
)
RESPONDENT_FIELDS = FieldGroup(
    "respondent",
    (
        DataField("name", "Who responded.", TEXT, attribute("name"), required=True),
        *coded_fields("kind", "The kind of organisation.", code_lists.ORGANISATION_KIND, attribute("kind")),
        *coded_fields(
            "position",
            "The current position: that of the last response.",
            code_lists.POSITION,
            attribute("row.position"),
        ),
        *coded_fields(
            "state",
            "The respondent’s status.",
            code_lists.STATE,
            attribute("row.state_today"),
            required=True,
        ),
        DataField(
            "passed_since",
            "Since when it is overdue, or its date has passed without an update.",
            DATE,
            attribute("row.passed_since"),
        ),
        DataField(
            "responses",
            "What the respondent answered. In CSV the last response.",
            ListOf(RESPONSE_FIELDS, one_per_row=True),
            attribute("responses"),
        ),
    ),
)
DUE_DATE_FIELDS = FieldGroup(
    "due",
    (
        DataField("date", "The date; none where none can be given.", PARTIAL_DATE, attribute("due")),
        DataField("no_date", "Whether it was said that no date can be given.", BOOLEAN, attribute("no_date")),
        DataField("reason", "Why the date changed, or why there is none.", TEXT, attribute("reason")),
    ),
)
DOCUMENT_FIELDS = FieldGroup(
    "document",
    (
        DataField("title", "What the file is called.", TEXT, itemgetter("title")),
        DataField("url", "Its address.", WEB_ADDRESS, itemgetter("url")),
    ),
)
ACTION_FIELDS = FieldGroup(
    "action",
    (
        DataField("title", "What is done, in a few words.", TEXT, attribute("child.title")),
        DataField(
            "description", "What is done, as plain text.", TEXT, lambda part: part.plain("description")
        ),
        DataField(
            "respondents",
            "Whose action it is; none if it is that of all respondents.",
            ListOf(TEXT),
            lambda part: part.respondents,
        ),
        DataField("owner", "The post that answers for it.", TEXT, attribute("child.owning_post")),
        *coded_fields("status", "How far it has come.", code_lists.ACTION_STATUS, attribute("child.status")),
        DataField(
            "passed_since",
            "Since when it is overdue, or its date has passed without an update.",
            DATE,
            attribute("child.passed_since"),
        ),
        DataField(
            "due_date",
            "The due date that holds now; none where none can be given.",
            PARTIAL_DATE,
            attribute("due"),
        ),
        DataField(
            "first_due_date",
            "The due date that was promised first.",
            PARTIAL_DATE,
            attribute("child.first_due_date"),
        ),
        DataField("completed", "When it was completed.", PARTIAL_DATE, attribute("child.completed")),
        DataField("evidence", "What shows that it was done, as plain text.", TEXT, attribute("evidence")),
        DataField(
            "evidence_documents",
            "The files that show it.",
            ListOf(DOCUMENT_FIELDS),
            attribute("evidence_documents"),
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
        DataField("as_at", "The date that it speaks of.", PARTIAL_DATE, attribute("child.as_at")),
        DataField("text", "What is reported, as plain text.", TEXT, lambda part: part.plain("text")),
    ),
)
ASSURANCE_FIELDS = FieldGroup(
    "assurance",
    (
        DataField("date", "When it was said.", PARTIAL_DATE, attribute("date")),
        DataField("body", "Who says it.", TEXT, attribute("body")),
        *coded_fields("verdict", "What it says.", code_lists.ASSURANCE, attribute("verdict")),
        DataField("words", "Its exact words.", TEXT, attribute("words")),
        DataField("url", "The address of the verdict.", WEB_ADDRESS, attribute("link")),
    ),
)

"""What each field of a recommendation means."""

from . import codes
from .fields import ADDRESS, DAY, KNOWN_DATE, MOMENT, TEXT, YES_OR_NO, Field, Group, Many, at, coded
from .identity import IDENTITY

RESPONSE = Group(
    "response",
    (
        *coded("position", "The position that this response takes.", codes.POSITION, at("response.position")),
        Field("date", "When it was given.", KNOWN_DATE, at("response.date")),
        Field("reason", "The reason for the position.", TEXT, at("response.reason")),
        Field("text", "The response in full, as plain text.", TEXT, at("text")),
        Field("approving_post", "The post that approved it.", TEXT, at("response.approving_post")),
        Field("jointly_with", "Who else gave this response.", Many(TEXT), at("jointly_with")),
    ),
)
RESPONDENT = Group(
    "respondent",
    (
        Field("name", "Who responded.", TEXT, at("name"), required=True),
        *coded("kind", "The part that the respondent plays.", codes.ORGANISATION, at("kind")),
        *coded(
            "position",
            "The position that holds: that of the last response.",
            codes.POSITION,
            at("row.position"),
        ),
        *coded("state", "How far the respondent has come.", codes.STATE, at("row.today"), required=True),
        Field(
            "overdue_since", "The first day on which it was overdue, if it is.", DAY, at("row.overdue_since")
        ),
        Field(
            "responses",
            "What the respondent answered. In CSV the last response.",
            Many(RESPONSE, one_a_row=True),
            at("answers"),
        ),
    ),
)
DUE_DATE = Group(
    "due",
    (
        Field("date", "The date; none where none can be given.", KNOWN_DATE, at("due")),
        Field("no_date", "Whether it was said that no date can be given.", YES_OR_NO, at("no_date")),
        Field("reason", "Why the date changed, or why there is none.", TEXT, at("reason")),
    ),
)
ACTION = Group(
    "action",
    (
        Field("title", "What is done, in a few words.", TEXT, at("of.title")),
        Field("description", "What is done, as plain text.", TEXT, lambda part: part.plain("description")),
        Field("owner", "The post that answers for it.", TEXT, at("of.owning_post")),
        *coded("status", "How far it has come.", codes.ACTION_STATUS, at("of.status")),
        Field(
            "overdue_since", "The first day on which it was overdue, if it is.", DAY, at("of.overdue_since")
        ),
        Field(
            "due_date", "The due date that holds now; none where none can be given.", KNOWN_DATE, at("due")
        ),
        Field("first_due_date", "The due date that was promised first.", KNOWN_DATE, at("of.first_promised")),
        Field("completed", "When it was completed.", KNOWN_DATE, at("of.completed")),
        Field("evidence", "What shows that it was done.", TEXT, lambda part: part.plain("evidence")),
        Field(
            "due_dates",
            "Every due date that was promised, the first one first.",
            Many(DUE_DATE),
            lambda part: part.of.due_dates_in_order(),
            in_csv=False,
        ),
    ),
)
PROGRESS_UPDATE = Group(
    "progress_update",
    (
        Field("as_at", "The date that it speaks of.", KNOWN_DATE, at("of.as_at")),
        Field("text", "What is reported, as plain text.", TEXT, lambda part: part.plain("text")),
    ),
)

RECOMMENDATION = Group(
    "recommendation",
    (
        *IDENTITY,
        Field("url", "The address of its page.", ADDRESS, at("address")),
        Field("super_complaint", "The identifier of the super-complaint.", TEXT, at("parent.identifier")),
        Field("super_complaint_title", "The title of the super-complaint.", TEXT, at("parent.title")),
        Field("super_complaint_url", "The address of its page.", ADDRESS, at("parent_address")),
        *coded("kind", "What it is.", codes.KIND, at("page.kind")),
        Field(
            "number", "The number that the report prints: text, as in 7.1 or 12a.", TEXT, at("page.number")
        ),
        Field("title", "What it asks for, in the words of this site.", TEXT, at("page.title")),
        Field("wording", "The exact words of the report.", TEXT, at("page.wording")),
        Field("wording_source", "Where those words stand.", TEXT, at("page.wording_source")),
        Field("wording_source_url", "The address of that source.", ADDRESS, at("page.wording_source_link")),
        Field("wording_paragraph", "The paragraph or page there.", TEXT, at("page.wording_paragraph")),
        Field("wording_note", "A note on the words, or why they are missing.", TEXT, at("page.wording_note")),
        Field("addressees", "Those whom it is addressed to.", Many(TEXT), at("addressees")),
        Field("addressees_printed", "The same in the report’s own words.", TEXT, at("addressees_printed")),
        Field("deadline", "The deadline to carry it out.", KNOWN_DATE, at("page.deadline")),
        Field("deadline_printed", "The same in the report’s own words.", TEXT, at("page.deadline_printed")),
        *coded("state", "How far it has come as a whole, today in London.", codes.STATE, at("whole.today")),
        Field(
            "overdue_since",
            "The first day on which it was overdue, if it is.",
            DAY,
            at("whole.overdue_since"),
        ),
        *coded("position", "The position of all respondents.", codes.POSITION, at("whole.position")),
        Field("slipped", "Whether a promised date was moved or taken back.", YES_OR_NO, at("whole.slipped")),
        Field("last_reported", "The last day of which something is told.", DAY, at("whole.last_reported")),
        Field(
            "respondents",
            "Everybody who responded. In CSV each has a row; if nobody responded, there is one row without.",
            Many(RESPONDENT, one_a_row=True),
            at("respondents"),
        ),
        Field("actions", "What is being done.", Many(ACTION), lambda item: item.parts("actions")),
        Field(
            "progress_updates",
            "What was reported later.",
            Many(PROGRESS_UPDATE),
            lambda item: item.parts("progress_updates"),
        ),
        *coded(
            "assurance", "What a body other than the respondents says.", codes.ASSURANCE, at("page.assurance")
        ),
        Field("first_published", "When this site first published it.", MOMENT, at("page.first_published_at")),
        Field("last_published", "When this site last published it.", MOMENT, at("page.last_published_at")),
        Field("last_reviewed", "When somebody last checked the page.", DAY, at("page.last_reviewed")),
    ),
)

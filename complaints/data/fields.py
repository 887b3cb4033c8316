"""The codes and fields of the data: name, meaning, type and where the value is read.

They are read from pages and the objects on them. A field without a source has that of
its own name.
"""

from dataclasses import replace

from complaints.stated_none import STATED_NONE
from complaints.vocabulary import (
    ACTION_STATUS_CHOICES,
    ACTION_STATUS_NOT_ENTERED,
    NO_STATUS_CODES,
    NO_STATUS_LABELS,
    OVERALL_POSITION_CHOICES,
    POSITION_NOT_ENTERED,
    Assurance,
    Certainty,
    DeadlineKind,
    DetailedStatus,
    ItemKind,
    Knowledge,
    OrganisationKind,
    Stage,
    Status,
    Theme,
    knowledge_of,
)
from pages.moderation.models import PublishedVersion

from . import values
from .field_descriptions import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    PARTIAL_DATE,
    TEXT,
    WEB_ADDRESS,
    WHOLE_NUMBER,
    CodeType,
    DataField,
    FieldGroup,
    ListField,
    Source,
    code_type,
    coded_fields,
    last_published_at,
)

AVAILABILITY = code_type([("published", "Published"), ("withdrawn", "Taken down")])
STATUS = code_type(
    [
        *Status.choices,
        *((NO_STATUS_CODES[known], label) for known, label in NO_STATUS_LABELS.items()),
        (values.WITHOUT_PAGE, "Listed without a page"),
    ],
)
KNOWLEDGE = code_type(Knowledge)
COMPLETION_KNOWN = code_type(
    [*Knowledge.choices, (values.NOT_COMPLETE, "Not marked complete")],
)
PAST_A_DEADLINE = code_type(
    [
        ("yes", "Past a deadline"),
        ("no", "Not past a deadline"),
        (values.PART, "Part, not counted by itself"),
        (values.NOT_TRACKED, "No status here"),
    ],
)
LIMIT = code_type(DeadlineKind)
WITHDRAWN_BECAUSE = code_type(PublishedVersion.WithdrawalReason)
STAGE = code_type(Stage)
ITEM_KIND = code_type(ItemKind)
THEME = code_type(Theme)
POSITION = code_type(
    [*OVERALL_POSITION_CHOICES, (values.NO_RESPONSE, "No response published")],
)
DETAILED_STATUS = code_type(DetailedStatus)
ACTION_STATUS = code_type(ACTION_STATUS_CHOICES)
ASSURANCE = code_type(Assurance)
CERTAINTY = code_type(Certainty)
ORGANISATION_KIND = code_type(OrganisationKind)
ORGANISATIONS = ListField(replace(TEXT, write=values.public_name_of))

IDENTITY_FIELDS = (
    DataField(
        "id",
        "The identifier. It is the same at every force and never changes.",
        TEXT,
        "identifier",
        required=True,
    ),
    *coded_fields(
        "availability",
        "Whether it is published or taken down.",
        AVAILABILITY,
        required=True,
    ),
    DataField("withdrawn_on", "When it was taken down.", DATE),
    *coded_fields("withdrawn_because", "Why it was taken down.", WITHDRAWN_BECAUSE),
)
"""The only fields with a value in an entry that was taken down."""
PUBLICATION_FIELDS = (
    DataField(
        "first_published",
        "When this site first published it.",
        DATE_TIME,
        "first_published_at",
    ),
    DataField(
        "last_published",
        "When this site last published it.",
        DATE_TIME,
        lambda page, _: last_published_at(page),
    ),
    DataField("last_reviewed", "When the page was last checked.", DATE),
)
STATUS_DETAIL = "More about the status, as shown on the site."
PASSED_LIMIT = (
    "Which deadline or due date has passed. Empty if it is marked complete or closed."
)
PASSED_DATE = "That date. Empty if the deadline is in words."
WORKED_OUT = "Whether this site calculated the date from the report’s words."


KNOWN_MEANING = "Whether {} is stated, stated not to exist, or not entered here."


def known_fields(
    name: str,
    of_what: str,
    source: Source,
    words: tuple[str, str],
    code_type: CodeType = KNOWLEDGE,
) -> tuple[DataField, DataField]:
    """Return the fields that say what is known of ``name``, as a code and in the words of the site.

    ``words`` are those for what is stated not to exist, and for what is not entered.
    """
    labels = {
        **dict(code_type.labels),
        Knowledge.NONE: words[0],
        Knowledge.NOT_ENTERED: words[1],
    }
    own_type = replace(code_type, labels=tuple(labels.items()))
    return coded_fields(
        f"{name}_known", KNOWN_MEANING.format(of_what), own_type, source
    )


def known_by_tick(
    name: str, source: Source | None = None, code_type: CodeType = KNOWLEDGE
) -> tuple[DataField, DataField]:
    """Return the fields that say what is known of the subject of the tick ``name``."""
    tick = STATED_NONE[name]
    words = (tick.words_for_none, tick.words_for_not_entered)
    read = source or (lambda item, _: tick.known_in(item))
    return known_fields(tick.name, tick.what, read, words, code_type)


# Responses

RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        *coded_fields(
            "position",
            "The position that this response takes.",
            POSITION,
            lambda answer, _: answer.position or POSITION_NOT_ENTERED,
        ),
        DataField("position_words", "In the response’s own words."),
        DataField("date", "When it was given.", PARTIAL_DATE),
        DataField("date_words", "In the response’s own words."),
        DataField("reason", "The reason for the position."),
        *known_by_tick("reason"),
        DataField("answered_by", "Who responds on its behalf."),
        DataField(
            "text",
            "The response in full, as plain text.",
            TEXT,
            values.plain_stream("narrative"),
        ),
        DataField(
            "source_url",
            "The address of the full response, if the text is our summary or someone else responded.",
            WEB_ADDRESS,
            "source_link",
        ),
        DataField("source_date", "The date of the full response.", PARTIAL_DATE),
        DataField("approving_post", "The post that approved it."),
        DataField(
            "jointly_with",
            "Other organisations that gave this response.",
            ORGANISATIONS,
        ),
        DataField(
            "covers",
            "What it covers, if it responds to several recommendations.",
            TEXT,
            lambda answer, _: answer.coverage and answer.covered_words,
        ),
    ),
)
REPORT_RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        DataField("respondents", "Who gives it.", ORGANISATIONS),
        *(field for field in RESPONSE_FIELDS.fields if field.name != "jointly_with"),
    ),
)
RESPONDENT_FIELDS = FieldGroup(
    "respondent",
    (
        DataField(
            "name", "Who responded.", TEXT, values.respondent_name, required=True
        ),
        *coded_fields(
            "kind",
            "The kind of organisation.",
            ORGANISATION_KIND,
            values.respondent_kind,
        ),
        *coded_fields(
            "position",
            "The position in the latest response.",
            POSITION,
            lambda row, _: row.position or values.NO_RESPONSE,
        ),
        DataField("answered_by", "Who responded on its behalf."),
        *coded_fields(
            "status",
            "The respondent’s status today.",
            STATUS,
            lambda row, _: values.status_code(row),
        ),
        DataField(
            "status_detail",
            STATUS_DETAIL,
            TEXT,
            lambda row, _: values.status_detail(row),
        ),
        *coded_fields(
            "detailed_status",
            "A more exact code for the status.",
            DETAILED_STATUS,
            "detailed_status_today",
        ),
        *coded_fields("passed_limit", PASSED_LIMIT, LIMIT),
        DataField("passed_date", PASSED_DATE, PARTIAL_DATE),
        DataField(
            "responses",
            "Their responses. CSV has only the latest one.",
            ListField(RESPONSE_FIELDS, last_in_csv=True),
            values.answers_of,
        ),
    ),
)

# What is done, reported and said of it

TIMING_IN_ITS_WORDS = "The timing in its own words, such as “March 26 earliest”. Without a date it is not a deadline."
DUE_DATE_FIELDS = FieldGroup(
    "due",
    (
        DataField("date", "The date. Empty if none can be given.", PARTIAL_DATE, "due"),
        DataField("words", TIMING_IN_ITS_WORDS, TEXT, "due_words"),
        DataField("worked_out", "Whether this site calculated the date.", BOOLEAN),
        DataField(
            "no_date",
            "Whether the organisation says that it cannot give a date.",
            BOOLEAN,
        ),
        DataField("reason", "Why the date changed, or why there is none."),
    ),
)
DOCUMENT_FIELDS = FieldGroup(
    "document",
    (
        DataField("title", "The title of the file."),
        DataField("url", "Its address.", WEB_ADDRESS),
    ),
)
ACTION_FIELDS = FieldGroup(
    "action",
    (
        DataField("title", "The action, in a few words."),
        DataField(
            "description",
            "The action in full, as plain text.",
            TEXT,
            values.plain("description"),
        ),
        DataField(
            "respondents", "The organisations that own the action.", ORGANISATIONS
        ),
        DataField(
            "owner",
            "The responsible post or posts.",
            TEXT,
            lambda action, _: "; ".join(action.owners),
        ),
        *known_by_tick("owner"),
        *coded_fields(
            "status",
            "The status of the action.",
            ACTION_STATUS,
            lambda action, _: action.status or ACTION_STATUS_NOT_ENTERED,
        ),
        DataField("status_words", "In the response’s own words."),
        DataField(
            "status_chosen_here",
            "Whether this site chose the status from what the response says.",
            BOOLEAN,
        ),
        DataField("passed_due_date", "The due date, if it has passed.", PARTIAL_DATE),
        DataField(
            "due_date",
            "The current due date. Empty if none can be given.",
            PARTIAL_DATE,
            lambda action, _: action.current_due_date and action.current_due_date.due,
        ),
        DataField(
            "due_words",
            TIMING_IN_ITS_WORDS,
            TEXT,
            lambda action, _: (
                action.current_due_date and action.current_due_date.due_words
            ),
        ),
        *known_by_tick("due_date", "due_known"),
        DataField("first_due_date", "The first due date.", PARTIAL_DATE),
        DataField("completed", "When it was completed.", PARTIAL_DATE),
        DataField("completed_words", "In the response’s own words."),
        *known_by_tick("completed", values.completion_known, COMPLETION_KNOWN),
        DataField(
            "closed", "When it was closed without being marked complete.", PARTIAL_DATE
        ),
        DataField(
            "evidence",
            "The evidence that it was done, as plain text.",
            TEXT,
            values.plain_stream("evidence"),
        ),
        DataField(
            "evidence_documents",
            "Files with the evidence.",
            ListField(DOCUMENT_FIELDS),
            values.evidence_documents,
            in_csv=False,
        ),
        DataField(
            "due_dates",
            "Every due date, the first one first.",
            ListField(DUE_DATE_FIELDS),
            lambda action, _: action.due_dates_in_order(),
            in_csv=False,
        ),
    ),
)
PROGRESS_UPDATE_FIELDS = FieldGroup(
    "progress_update",
    (
        DataField("as_at", "The date that the update reports on.", PARTIAL_DATE),
        DataField("as_at_words", "In the update’s own words."),
        DataField(
            "respondents", "The organisations that gave the update.", ORGANISATIONS
        ),
        DataField("text", "The update, as plain text.", TEXT, values.plain("text")),
    ),
)
ASSURANCE_FIELDS = FieldGroup(
    "assurance",
    (
        DataField("date", "The date of the finding.", PARTIAL_DATE),
        DataField("body", "The inspectorate or other body."),
        *coded_fields("verdict", "What the body found.", ASSURANCE),
        DataField("words", "The finding in its exact words."),
        DataField("url", "The address of the finding.", WEB_ADDRESS, "link"),
    ),
)

# The next update

NEXT_UPDATE_DATE_FIELDS = FieldGroup(
    "next_update",
    (
        DataField("date", "The date. Empty if none can be given.", PARTIAL_DATE, "due"),
        *coded_fields("certainty", "Whether the date is confirmed.", CERTAINTY),
        DataField("no_date", "Whether no date can be given.", BOOLEAN),
        DataField("reason", "Why the date moved, or why there is none."),
        DataField("published", "When the update was published.", PARTIAL_DATE),
    ),
)
NEXT_UPDATE_FIELDS = (
    DataField(
        "next_update",
        "The date of the super-complaint’s next update. Empty if none can be given, or none is recorded.",
        PARTIAL_DATE,
        values.of_next_update(lambda promise: promise.current.due),
    ),
    *coded_fields(
        "next_update_certainty",
        "Whether that date is confirmed.",
        CERTAINTY,
        values.of_next_update(lambda promise: promise.current.certainty),
    ),
    *known_fields(
        "next_update",
        "the date of the next update",
        values.next_update_known,
        ("No date can be given", "We have not recorded when the next update is due"),
    ),
    DataField(
        "next_update_passed",
        "Whether that date has passed without an update.",
        BOOLEAN,
        values.of_next_update(lambda promise: promise.is_past),
    ),
)

# Recommendations


RECOMMENDATION_FIELDS = FieldGroup(
    "recommendation",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, values.address),
        DataField(
            "publisher",
            "The force that publishes this site.",
            TEXT,
            lambda page, section: section.publisher,
        ),
        DataField(
            "super_complaint",
            "The identifier of the super-complaint.",
            TEXT,
            "super_complaint.identifier",
        ),
        DataField("super_complaint_title", "The title of the super-complaint."),
        DataField(
            "super_complaint_url",
            "The address of its page.",
            WEB_ADDRESS,
            lambda page, section: section.page_address(page.super_complaint),
        ),
        DataField(
            "report_published",
            "When the report was published.",
            PARTIAL_DATE,
            "super_complaint.report_published",
        ),
        DataField(
            "respond_by",
            "The deadline to respond.",
            PARTIAL_DATE,
            "super_complaint.respond_by",
        ),
        *NEXT_UPDATE_FIELDS,
        *coded_fields("kind", "Recommendation, action or another kind.", ITEM_KIND),
        DataField("number", "The number in the report. It is text: 7.1 or 12a."),
        DataField(
            "part_of",
            "The recommendation that this is a part of. Do not count parts separately.",
            TEXT,
            lambda page, section: section.identifiers.get(page.overall_state.whole_id),
        ),
        DataField("title", "A short title, written for this site."),
        DataField("summary", "What it asks, in our words."),
        *coded_fields("theme", "The theme.", THEME),
        DataField("wording", "The wording in the report."),
        DataField(
            "wording_checked",
            "Whether the wording was checked against the report.",
            BOOLEAN,
        ),
        DataField("wording_source", "Where the wording is published."),
        DataField(
            "wording_source_url",
            "The address of that source.",
            WEB_ADDRESS,
            "wording_source_link",
        ),
        DataField("wording_paragraph", "The paragraph or page there."),
        DataField("wording_note", "A note about the wording or number."),
        DataField("addressees", "Who it is addressed to.", ORGANISATIONS),
        DataField("addressees_printed", "In the report’s own words."),
        *known_by_tick("addressees"),
        DataField("deadline", "The deadline to carry it out.", PARTIAL_DATE),
        DataField("deadline_printed", "In the report’s own words."),
        *known_by_tick("deadline"),
        DataField(
            "deadline_over",
            "Whether a deadline in words has passed, however it is counted.",
            BOOLEAN,
        ),
        DataField("deadline_worked_out", WORKED_OUT, BOOLEAN),
        DataField("deadline_note", "A note about the deadline."),
        DataField(
            "executive_lead",
            "The post of the chief officer who leads the work or the whole plan.",
            TEXT,
            values.lead("executive_lead"),
        ),
        DataField(
            "operational_lead",
            "The post that leads the work or the whole plan day to day.",
            TEXT,
            values.lead("operational_lead"),
        ),
        *known_by_tick("lead", "lead_known"),
        *coded_fields(
            "status",
            "The overall status today, or why there is none.",
            STATUS,
            lambda page, _: values.status_code(page.overall_state),
        ),
        DataField(
            "status_detail",
            f"{STATUS_DETAIL} Names the organisations if only some have the status.",
            TEXT,
            values.detail_of_the_whole,
        ),
        *coded_fields(
            "detailed_status",
            "A more exact code for the status.",
            DETAILED_STATUS,
            "overall_state.detailed_status_today",
        ),
        DataField(
            "sentences",
            "What the page says about it, in sentences.",
            TEXT,
            "answer_sentence",
        ),
        *coded_fields(
            "past_a_deadline",
            "Whether it is past the deadline, or past only the deadline to respond.",
            PAST_A_DEADLINE,
            values.past_a_deadline,
        ),
        *coded_fields(
            "passed_limit", PASSED_LIMIT, LIMIT, "overall_state.passed_limit"
        ),
        DataField(
            "passed_date", PASSED_DATE, PARTIAL_DATE, "overall_state.passed_date"
        ),
        *coded_fields(
            "position",
            "The position of all respondents. “mixed” if they differ or a response is missing.",
            POSITION,
            values.shared_position,
        ),
        DataField(
            "slipped",
            "Whether a due date changed or was removed.",
            BOOLEAN,
            "overall_state.slipped",
        ),
        DataField(
            "last_reported",
            "The date of the latest response, update or completion.",
            PARTIAL_DATE,
        ),
        DataField(
            "respondents",
            "Who responded, and the force or its commissioner if asked by name. In CSV each has a line in "
            "every cell about respondents.",
            ListField(RESPONDENT_FIELDS),
            lambda page, _: [row for row in page.state_rows if row.respondent],
        ),
        DataField("actions", "The respondents’ actions.", ListField(ACTION_FIELDS)),
        DataField("no_documents_reason", "Why there are no supporting documents."),
        DataField(
            "progress_updates", "Later updates.", ListField(PROGRESS_UPDATE_FIELDS)
        ),
        DataField(
            "assurances",
            "Findings of inspectorates and other bodies.",
            ListField(ASSURANCE_FIELDS),
        ),
        *PUBLICATION_FIELDS,
    ),
)

# Actions and updates, an entry each

OF_RECOMMENDATION_FIELDS = (
    DataField(
        "recommendation",
        "The identifier of the recommendation.",
        TEXT,
        "identifier",
        required=True,
    ),
    DataField(
        "recommendation_url", "The address of its page.", WEB_ADDRESS, values.address
    ),
    DataField(
        "publisher",
        "The force that publishes this site.",
        TEXT,
        lambda page, section: section.publisher,
    ),
)
"""What an action or an update takes from the page that it is on."""
LISTED_ACTION_FIELDS = FieldGroup(
    "action", (*OF_RECOMMENDATION_FIELDS, *ACTION_FIELDS.fields)
)
LISTED_UPDATE_FIELDS = FieldGroup(
    "update", (*OF_RECOMMENDATION_FIELDS, *PROGRESS_UPDATE_FIELDS.fields)
)

# Super-complaints

LINK_FIELDS = FieldGroup(
    "link",
    (
        DataField("text", "The link text."),
        DataField("url", "Its address.", WEB_ADDRESS),
    ),
)
LETTER_FIELDS = FieldGroup(
    "letter",
    (
        DataField("sender", "Who wrote it."),
        DataField("recipient", "Who received it."),
        DataField("sent", "When it was sent.", PARTIAL_DATE),
        DataField("received", "When it was received.", PARTIAL_DATE),
        DataField("summary", "What it says, as plain text."),
    ),
)
OTHER_RECOMMENDATION_FIELDS = FieldGroup(
    "other",
    (
        DataField(
            "id", "The identifier in our list of national reports, if it has one."
        ),
        DataField("url", "Its place on the page of the super-complaint.", WEB_ADDRESS),
        *coded_fields("kind", "Recommendation, action or another kind.", ITEM_KIND),
        DataField("number", "The number that the report prints."),
        DataField("title", "A short title, in our words."),
        DataField("summary", "What it asks, in our words."),
        DataField("addressees", "Who it is addressed to."),
        *known_by_tick("addressees", values.known_of_block("addressees")),
        DataField(
            "deadline_printed",
            "The deadline in the report’s own words.",
            TEXT,
            "deadline",
        ),
        *known_by_tick("deadline", values.known_of_block("deadline")),
        DataField("wording_note", "A note about the wording or number."),
        DataField("outcome", "The outcome."),
    ),
)


def _status_count_field(status: Status) -> DataField:
    meaning = f"How many have the status “{status.label}” today."
    return DataField(
        f"count_{status.value}",
        meaning,
        WHOLE_NUMBER,
        lambda page, _: page.progress.by_status[status],
        required=True,
    )


def _count_without_status_field(known: Knowledge) -> DataField:
    words = NO_STATUS_LABELS[known]
    return DataField(
        f"recommendations_{NO_STATUS_CODES[known]}",
        f"How many more have a page here, with “{words}” instead of a status.",
        WHOLE_NUMBER,
        lambda page, _: page.progress.without_status[known],
    )


SUPER_COMPLAINT_FIELDS = FieldGroup(
    "super_complaint",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, values.address),
        DataField("title", "The title on this site."),
        DataField("official_title", "The title of the report."),
        DataField("summary", "A summary."),
        *coded_fields("stage", "The stage it has reached.", STAGE),
        DataField("lead_bodies", "Who raised it.", ORGANISATIONS),
        DataField("on_behalf_of", "Who it was raised on behalf of."),
        DataField("supporting_bodies", "Who supports it.", ORGANISATIONS),
        DataField("submitted", "When it was submitted.", PARTIAL_DATE),
        DataField("found_eligible", "When it was found eligible.", PARTIAL_DATE),
        DataField("report_published", "When the report was published.", PARTIAL_DATE),
        DataField(
            "report_url", "The address of the report.", WEB_ADDRESS, "report_link"
        ),
        DataField("respond_by", "The deadline to respond.", PARTIAL_DATE),
        DataField("respond_by_printed", "In the report’s own words."),
        *known_fields(
            "respond_by",
            "a deadline to respond",
            lambda page, _: knowledge_of(
                page.respond_by or page.respond_by_printed, stated_none=False
            ),
            (
                "The report gives no deadline to respond",
                "We have not recorded a deadline to respond",
            ),
        ),
        DataField("respond_by_worked_out", WORKED_OUT, BOOLEAN),
        *NEXT_UPDATE_FIELDS,
        DataField(
            "next_updates",
            "Every date for which an update was promised, the first one first.",
            ListField(NEXT_UPDATE_DATE_FIELDS),
            lambda page, _: page.next_updates_in_order(),
            in_csv=False,
        ),
        DataField(
            "plan_announced", "The announcement of a plan that is not on this site."
        ),
        DataField("plan_url", "Its address.", WEB_ADDRESS, "plan_link"),
        DataField(
            "executive_lead", "The post of the chief officer who leads the whole plan."
        ),
        DataField(
            "operational_lead", "The post that leads the whole plan from day to day."
        ),
        DataField(
            "recommendations_made",
            "How many recommendations the report has.",
            WHOLE_NUMBER,
        ),
        DataField(
            "recommendations_shown",
            "How many have a page here and a status. This is the sum of the count_ fields.",
            WHOLE_NUMBER,
            "progress.total",
        ),
        DataField(
            "recommendations_for_others_with_status",
            "How many of those are addressed to other organisations only.",
            WHOLE_NUMBER,
            "progress.for_others",
        ),
        *map(_count_without_status_field, Knowledge),
        DataField(
            "recommendations_described",
            "How many are described here, with or without a page.",
            WHOLE_NUMBER,
            lambda page, _: (
                page.progress.recommendations + page.recommendations_without_page
            ),
        ),
        *map(_status_count_field, Status),
        DataField(
            "other_recommendations",
            "Recommendations without a page here: to others, or without a known number.",
            ListField(OTHER_RECOMMENDATION_FIELDS),
            values.other_recommendations,
            in_csv=False,
        ),
        DataField(
            "responses",
            "Responses to several recommendations, or to the whole report.",
            ListField(REPORT_RESPONSE_FIELDS),
            in_csv=False,
        ),
        DataField(
            "links",
            "Official pages about it.",
            ListField(LINK_FIELDS),
            values.links,
            in_csv=False,
        ),
        DataField(
            "correspondence",
            "Letters about it.",
            ListField(LETTER_FIELDS),
            values.correspondence,
            in_csv=False,
        ),
        *PUBLICATION_FIELDS,
    ),
)

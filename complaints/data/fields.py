"""The codes and fields of the data: name, meaning, type and where the value is read, the same at every force.

They are read from pages and the objects on them. A field without a source has that of its own name.
"""

from dataclasses import replace

from complaints.stated_none import TICKS
from complaints.vocabulary import (
    ACTION_STATUS_CHOICES,
    ACTION_STATUS_NOT_ENTERED,
    NO_STATUS_CODES,
    NO_STATUS_LABELS,
    OVERALL_POSITION_CHOICES,
    POSITION_NOT_ENTERED,
    Assurance,
    ItemKind,
    Knowledge,
    Limit,
    OrganisationKind,
    Stage,
    State,
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
    ListOf,
    Source,
    code_type,
    coded_fields,
    last_published_at,
)

AVAILABILITY = code_type("availability", [("published", "Published"), ("withdrawn", "Taken down")])
STATUS = code_type(
    "status",
    [
        *Status.choices,
        *((NO_STATUS_CODES[known], label) for known, label in NO_STATUS_LABELS.items()),
        (values.WITHOUT_PAGE, "Listed without a page"),
    ],
)
KNOWLEDGE = code_type("known", Knowledge)
COMPLETION_KNOWN = code_type(
    "completed_known", [*Knowledge.choices, (values.NOT_COMPLETE, "Not marked complete")]
)
PAST_A_DEADLINE = code_type(
    "past_a_deadline",
    [
        ("yes", "Past a deadline"),
        ("no", "Not past a deadline"),
        (values.PART, "Part, not counted by itself"),
        (values.NOT_TRACKED, "No status here"),
    ],
)
LIMIT = code_type("passed_limit", Limit)
WITHDRAWN_BECAUSE = code_type("withdrawn_because", PublishedVersion.WithdrawalReason)
STAGE = code_type("stage", Stage)
ITEM_KIND = code_type("kind", ItemKind)
THEME = code_type("theme", Theme)
POSITION = code_type("position", [*OVERALL_POSITION_CHOICES, (values.NO_RESPONSE, "No response published")])
DETAILED_STATUS = code_type("detailed_status", State)
ACTION_STATUS = code_type("action_status", ACTION_STATUS_CHOICES)
ASSURANCE = code_type("assurance", Assurance)
ORGANISATION_KIND = code_type("organisation_kind", OrganisationKind)
ALL_CODE_LISTS = (
    *(AVAILABILITY, WITHDRAWN_BECAUSE, STAGE, ITEM_KIND, THEME),
    *(STATUS, DETAILED_STATUS, PAST_A_DEADLINE, LIMIT, KNOWLEDGE, COMPLETION_KNOWN),
    *(POSITION, ACTION_STATUS, ASSURANCE, ORGANISATION_KIND),
)


ORGANISATIONS = ListOf(replace(TEXT, write=values.public_name_of))

IDENTITY_FIELDS = (
    DataField(
        "id", "The identifier: the same at every force, and for good.", TEXT, "identifier", required=True
    ),
    *coded_fields("availability", "Whether it can be read.", AVAILABILITY, required=True),
    DataField("withdrawn_on", "The day on which it was taken down.", DATE),
    *coded_fields("withdrawn_because", "Why it was taken down.", WITHDRAWN_BECAUSE),
)
"""The only fields with a value in an entry that was taken down."""
PUBLICATION_FIELDS = (
    DataField("first_published", "When this site first published it.", DATE_TIME, "first_published_at"),
    DataField(
        "last_published",
        "When this site last published it.",
        DATE_TIME,
        lambda page, _: last_published_at(page),
    ),
    DataField("last_reviewed", "When somebody last checked the page.", DATE),
)
STATUS_DETAIL = "What the status leaves open, in the words of the site."
PASSED_LIMIT = "Which deadline or due date has passed, unless it is marked complete or closed."
PASSED_DATE = "That date. None where a deadline in words has passed."
WORKED_OUT = "Whether the report does not print the date, and this site calculated it."


KNOWN_MEANING = "Whether {} is stated, is stated not to exist, or is not entered here."


def known_fields(
    name: str, of_what: str, source: Source, words: tuple[str, str], code_type: CodeType = KNOWLEDGE
) -> tuple[DataField, DataField]:
    """Return the fields that say what is known of ``name``, as a code and in the words of the site.

    ``words`` are those for what is stated not to exist, and for what is not entered.
    """
    labels = {**dict(code_type.labels), Knowledge.NONE: words[0], Knowledge.NOT_ENTERED: words[1]}
    own_type = replace(code_type, labels=tuple(labels.items()))
    return coded_fields(f"{name}_known", KNOWN_MEANING.format(of_what), own_type, source)


def known_by_tick(
    name: str, source: Source | None = None, code_type: CodeType = KNOWLEDGE
) -> tuple[DataField, DataField]:
    """Return the fields that say what is known of the subject of the tick ``name``."""
    tick = TICKS[name]
    words = (tick.words_for_none, tick.words_for_not_entered)
    read = source or (lambda item, _: tick.known_in(item))
    return known_fields(tick.name, tick.what, read, words, code_type)


# Responses

RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        *coded_fields(
            "position",
            "Whether this response accepts.",
            POSITION,
            lambda answer, _: answer.position or POSITION_NOT_ENTERED,
        ),
        DataField("position_words", "The same in the response’s own words."),
        DataField("date", "When it was given.", PARTIAL_DATE),
        DataField("date_words", "The same in the response’s own words."),
        DataField("reason", "The reason for the position."),
        *known_by_tick("reason"),
        DataField("answered_by", "Who responds on its behalf."),
        DataField("text", "The response in full, as plain text.", TEXT, values.plain_stream("narrative")),
        DataField(
            "source_url",
            "Where the text is our summary, or somebody else answers: the address of that answer.",
            WEB_ADDRESS,
            "source_link",
        ),
        DataField("source_date", "The date of that.", PARTIAL_DATE),
        DataField("approving_post", "The post that approved it."),
        DataField("jointly_with", "Who else gave this response.", ORGANISATIONS),
        DataField(
            "covers",
            "What it answers, if it is one response to several recommendations.",
            TEXT,
            lambda answer, _: answer.coverage and answer.covered_words,
        ),
    ),
)
REPORT_RESPONSE_FIELDS = FieldGroup(
    "response",
    (
        DataField("respondents", "Who gives it.", ORGANISATIONS),
        *(each for each in RESPONSE_FIELDS.fields if each.name != "jointly_with"),
    ),
)
RESPONDENT_FIELDS = FieldGroup(
    "respondent",
    (
        DataField("name", "Who responded.", TEXT, values.respondent_name, required=True),
        *coded_fields("kind", "The kind of organisation.", ORGANISATION_KIND, values.respondent_kind),
        *coded_fields(
            "position",
            "The current position: that of the last response.",
            POSITION,
            lambda row, _: row.position or values.NO_RESPONSE,
        ),
        DataField("answered_by", "Who responded on its behalf."),
        *coded_fields(
            "status",
            "The respondent’s status, today in London.",
            STATUS,
            lambda row, _: values.status_code(row),
        ),
        DataField("status_detail", STATUS_DETAIL, TEXT, lambda row, _: values.status_detail(row)),
        *coded_fields("detailed_status", "The detailed code of it.", DETAILED_STATUS, "state_today"),
        *coded_fields("passed_limit", PASSED_LIMIT, LIMIT),
        DataField("passed_date", PASSED_DATE, PARTIAL_DATE),
        DataField(
            "responses",
            "What the respondent answered. In CSV the last response.",
            ListOf(RESPONSE_FIELDS, last_in_csv=True),
            values.answers_of,
        ),
    ),
)

# What is done, reported and said of it

TIMING_IN_ITS_WORDS = (
    "The timing in its own words, such as “March 26 earliest”. It is no limit where no date is beside it."
)
DUE_DATE_FIELDS = FieldGroup(
    "due",
    (
        DataField("date", "The date; none where none can be given.", PARTIAL_DATE, "due"),
        DataField("words", TIMING_IN_ITS_WORDS, TEXT, "due_words"),
        DataField("worked_out", "Whether this site worked the date out.", BOOLEAN),
        DataField("no_date", "Whether it was said that no date can be given.", BOOLEAN),
        DataField("reason", "Why the date changed, or why there is none."),
    ),
)
DOCUMENT_FIELDS = FieldGroup(
    "document",
    (DataField("title", "What the file is called."), DataField("url", "Its address.", WEB_ADDRESS)),
)
ACTION_FIELDS = FieldGroup(
    "action",
    (
        DataField("title", "What is done, in a few words."),
        DataField("description", "What is done, as plain text.", TEXT, values.plain("description")),
        DataField("respondents", "The organisations that do it.", ORGANISATIONS),
        DataField(
            "owner", "The responsible post or posts.", TEXT, lambda action, _: "; ".join(action.owners)
        ),
        *known_by_tick("owner"),
        *coded_fields(
            "status",
            "How far it is.",
            ACTION_STATUS,
            lambda action, _: action.status or ACTION_STATUS_NOT_ENTERED,
        ),
        DataField("status_words", "The same in the response’s own words."),
        DataField(
            "status_chosen_here",
            "Whether this site chose the status from what the response says.",
            BOOLEAN,
        ),
        DataField("passed_due_date", "The due date, if it has passed.", PARTIAL_DATE),
        DataField(
            "due_date",
            "The due date that holds now; none where none can be given.",
            PARTIAL_DATE,
            lambda action, _: action.current_due_date and action.current_due_date.due,
        ),
        DataField(
            "due_words",
            TIMING_IN_ITS_WORDS,
            TEXT,
            lambda action, _: action.current_due_date and action.current_due_date.due_words,
        ),
        *known_by_tick("due_date", "due_known"),
        DataField("first_due_date", "The first due date.", PARTIAL_DATE),
        DataField("completed", "When it was completed.", PARTIAL_DATE),
        DataField("completed_words", "The same in the response’s own words."),
        *known_by_tick("completed", values.completion_known, COMPLETION_KNOWN),
        DataField("closed", "When it was closed, if it is not said to be complete.", PARTIAL_DATE),
        DataField(
            "evidence", "What shows that it was done, as plain text.", TEXT, values.plain_stream("evidence")
        ),
        DataField(
            "evidence_documents",
            "The files that show it.",
            ListOf(DOCUMENT_FIELDS),
            values.evidence_documents,
            in_csv=False,
        ),
        DataField(
            "due_dates",
            "Every due date, the first one first.",
            ListOf(DUE_DATE_FIELDS),
            lambda action, _: action.due_dates_in_order(),
            in_csv=False,
        ),
    ),
)
PROGRESS_UPDATE_FIELDS = FieldGroup(
    "progress_update",
    (
        DataField("as_at", "The date that it speaks of.", PARTIAL_DATE),
        DataField("as_at_words", "The same in its own words."),
        DataField("respondents", "Whose update it is.", ORGANISATIONS),
        DataField("text", "What is reported, as plain text.", TEXT, values.plain("text")),
    ),
)
ASSURANCE_FIELDS = FieldGroup(
    "assurance",
    (
        DataField("date", "When it was said.", PARTIAL_DATE),
        DataField("body", "Who says it."),
        *coded_fields("verdict", "What it says.", ASSURANCE),
        DataField("words", "Its exact words."),
        DataField("url", "The address of the verdict.", WEB_ADDRESS, "link"),
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
            "The force on whose site it stands: the data of several forces can be put together.",
            TEXT,
            lambda page, section: section.publisher,
        ),
        DataField(
            "super_complaint", "The identifier of the super-complaint.", TEXT, "super_complaint.identifier"
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
        DataField("respond_by", "The deadline to respond.", PARTIAL_DATE, "super_complaint.respond_by"),
        DataField(
            "aliases",
            "Its other identifiers. Data that uses one of them is about the same recommendation.",
            ListOf(TEXT),
            values.aliases,
        ),
        *coded_fields("kind", "What it is.", ITEM_KIND),
        DataField("number", "The number that the report prints: text, as in 7.1 or 12a."),
        DataField(
            "part_of",
            "The identifier of the recommendation that it is a part of. A part is not counted by itself.",
            TEXT,
            lambda page, section: section.identifiers.get(page.overall_state.whole_id),
        ),
        DataField("title", "What it asks for, in the words of this site."),
        DataField("summary", "What it asks, in our own words."),
        *coded_fields("theme", "What it is about.", THEME),
        DataField(
            "wording", "The words of the report or, where they are not checked, of the force’s own plan."
        ),
        DataField("wording_checked", "Whether the words are checked against the report.", BOOLEAN),
        DataField("wording_source", "Where those words are published."),
        DataField("wording_source_url", "The address of that source.", WEB_ADDRESS, "wording_source_link"),
        DataField("wording_paragraph", "The paragraph or page there."),
        DataField("wording_note", "A note on the wording or the number."),
        DataField("addressees", "The organisations that it is addressed to.", ORGANISATIONS),
        DataField("addressees_printed", "The same in the report’s own words."),
        *known_by_tick("addressees"),
        DataField("deadline", "The deadline to carry it out.", PARTIAL_DATE),
        DataField("deadline_printed", "The same in the report’s own words."),
        *known_by_tick("deadline"),
        DataField("deadline_over", "Whether a deadline in words has passed however it is counted.", BOOLEAN),
        DataField("deadline_worked_out", WORKED_OUT, BOOLEAN),
        DataField("deadline_note", "A note on the deadline."),
        DataField(
            "executive_lead",
            "The post of the chief officer who leads the work, or the whole plan.",
            TEXT,
            values.lead("executive_lead"),
        ),
        DataField(
            "operational_lead",
            "The post that leads the work, or the whole plan, from day to day.",
            TEXT,
            values.lead("operational_lead"),
        ),
        *known_by_tick("lead", "lead_known"),
        *coded_fields(
            "status",
            "Its status as a whole, today in London, or why it has none.",
            STATUS,
            lambda page, _: values.status_code(page.overall_state),
        ),
        DataField(
            "status_detail",
            f"{STATUS_DETAIL} If only some organisations have the status, it names them.",
            TEXT,
            values.detail_of_the_whole,
        ),
        *coded_fields(
            "detailed_status", "The detailed code of it.", DETAILED_STATUS, "overall_state.state_today"
        ),
        DataField("sentences", "What this site says of it, in sentences.", TEXT, "answer_sentence"),
        *coded_fields(
            "past_a_deadline",
            "Whether it is “Overdue” in the list of recommendations.",
            PAST_A_DEADLINE,
            values.past_a_deadline,
        ),
        *coded_fields("passed_limit", PASSED_LIMIT, LIMIT, "overall_state.passed_limit"),
        DataField("passed_date", PASSED_DATE, PARTIAL_DATE, "overall_state.passed_date"),
        *coded_fields(
            "position",
            "The position that all respondents share; “mixed” if they differ, or if a response is missing.",
            POSITION,
            values.shared_position,
        ),
        DataField("slipped", "Whether a due date changed or was removed.", BOOLEAN, "overall_state.slipped"),
        DataField(
            "last_reported", "The last date that a response, an update or a completion names.", PARTIAL_DATE
        ),
        DataField(
            "respondents",
            "Who responded, and the force or its commissioner if asked by name. In CSV each has a line in "
            "every cell about respondents.",
            ListOf(RESPONDENT_FIELDS),
            lambda page, _: [row for row in page.state_rows if row.respondent],
        ),
        DataField("actions", "What the respondents do about it.", ListOf(ACTION_FIELDS)),
        DataField("no_documents_reason", "Why there are no supporting documents."),
        DataField("progress_updates", "What the respondents reported later.", ListOf(PROGRESS_UPDATE_FIELDS)),
        DataField("assurances", "What other bodies say about the work.", ListOf(ASSURANCE_FIELDS)),
        *PUBLICATION_FIELDS,
    ),
)

# Super-complaints

LINK_FIELDS = FieldGroup(
    "link", (DataField("text", "Its words."), DataField("url", "Its address.", WEB_ADDRESS))
)
LETTER_FIELDS = FieldGroup(
    "letter",
    (
        DataField("sender", "Who wrote it."),
        DataField("recipient", "To whom."),
        DataField("sent", "When it was sent.", PARTIAL_DATE),
        DataField("received", "When it was received.", PARTIAL_DATE),
        DataField("summary", "What it says, as plain text."),
    ),
)
OTHER_RECOMMENDATION_FIELDS = FieldGroup(
    "other",
    (
        DataField("id", "The identifier: that of the catalogue, if it has one."),
        DataField("aliases", "Its other identifiers in the catalogue.", ListOf(TEXT)),
        DataField("url", "Where it stands on the page of the super-complaint.", WEB_ADDRESS),
        *coded_fields("kind", "What it is.", ITEM_KIND),
        DataField("number", "The number that the report prints."),
        DataField("title", "What it asks for, in a few words of ours."),
        DataField("summary", "What it asks, in our own words."),
        DataField("addressees", "The organisations that it is for."),
        *known_by_tick("addressees", values.known_of_block("addressees")),
        DataField("deadline_printed", "The deadline as printed.", TEXT, "deadline"),
        *known_by_tick("deadline", values.known_of_block("deadline")),
        DataField("wording_note", "A note on the wording or the number."),
        DataField("outcome", "What came of it."),
    ),
)


def _status_count_field(status: Status) -> DataField:
    meaning = f"How many recommendations have the status “{status.label}” today in London."
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
        f"How many more have a page on this site, and in place of a status: “{words}”.",
        WHOLE_NUMBER,
        lambda page, _: page.progress.without_status[known],
    )


SUPER_COMPLAINT_FIELDS = FieldGroup(
    "super_complaint",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, values.address),
        DataField("title", "What it is called on this site."),
        DataField("official_title", "The title of the report."),
        DataField("summary", "What it is about."),
        *coded_fields("stage", "How far it has come.", STAGE),
        DataField("lead_bodies", "Who raised it.", ORGANISATIONS),
        DataField("on_behalf_of", "On whose behalf."),
        DataField("supporting_bodies", "Who supports it.", ORGANISATIONS),
        DataField("submitted", "When it was submitted.", PARTIAL_DATE),
        DataField("found_eligible", "When it was found eligible.", PARTIAL_DATE),
        DataField("report_published", "When the report was published.", PARTIAL_DATE),
        DataField("report_url", "The address of the report.", WEB_ADDRESS, "report_link"),
        DataField("respond_by", "The deadline to respond.", PARTIAL_DATE),
        DataField("respond_by_printed", "The same in the report’s own words."),
        *known_fields(
            "respond_by",
            "a deadline to respond",
            lambda page, _: knowledge_of(page.respond_by or page.respond_by_printed, stated_none=False),
            ("The report gives no deadline to respond", "We have not recorded a deadline to respond"),
        ),
        DataField("respond_by_worked_out", WORKED_OUT, BOOLEAN),
        DataField("plan_announced", "The announcement of a plan that is not on this site."),
        DataField("plan_url", "Its address.", WEB_ADDRESS, "plan_link"),
        DataField("executive_lead", "The post of the chief officer who leads the whole plan."),
        DataField("operational_lead", "The post that leads the whole plan from day to day."),
        DataField("recommendations_made", "How many recommendations the report makes.", WHOLE_NUMBER),
        DataField(
            "recommendations_shown",
            "How many of them have a page on this site and a status: the sum of the counts below.",
            WHOLE_NUMBER,
            "progress.total",
        ),
        DataField(
            "recommendations_for_others_with_status",
            "How many of those are for other organisations: one has a response or an update here.",
            WHOLE_NUMBER,
            "progress.for_others",
        ),
        *(_count_without_status_field(known) for known in Knowledge),
        DataField(
            "recommendations_described",
            "How many of them are described here, with a page or without.",
            WHOLE_NUMBER,
            lambda page, _: page.progress.recommendations + page.recommendations_without_page,
        ),
        *map(_status_count_field, Status),
        DataField(
            "other_recommendations",
            "Recommendations to others, and those whose number is not known: they have no page here.",
            ListOf(OTHER_RECOMMENDATION_FIELDS),
            values.other_recommendations,
        ),
        DataField(
            "responses",
            "Responses to several recommendations, or to the whole report.",
            ListOf(REPORT_RESPONSE_FIELDS),
        ),
        DataField("links", "Official pages about it.", ListOf(LINK_FIELDS), values.links),
        DataField(
            "correspondence",
            "Letters between the bodies and the force.",
            ListOf(LETTER_FIELDS),
            values.correspondence,
        ),
        *PUBLICATION_FIELDS,
    ),
)

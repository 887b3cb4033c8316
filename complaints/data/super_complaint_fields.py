"""The fields of a super-complaint in the data: name, meaning, type and where the value is read."""

from complaints.vocabulary import State

from . import code_lists
from .field_descriptions import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    PARTIAL_DATE,
    TEXT,
    WEB_ADDRESS,
    WHOLE_NUMBER,
    DataField,
    FieldGroup,
    ListOf,
    coded_fields,
    last_published,
)
from .published_section import IDENTITY_FIELDS
from .recommendation_fields import REPORT_RESPONSE_FIELDS


def _state_count_field(state: State) -> DataField:
    meaning = f"How many recommendations have the status “{state.label}” today in London."
    return DataField(
        f"count_{state.value}", meaning, WHOLE_NUMBER, lambda item: item.states[state], required=True
    )


LINK_FIELDS = FieldGroup(
    "link",
    (DataField("text", "Its words.", TEXT, "text"), DataField("url", "Its address.", WEB_ADDRESS, "address")),
)
LETTER_FIELDS = FieldGroup(
    "letter",
    (
        DataField("sender", "Who wrote it.", TEXT, "sender"),
        DataField("recipient", "To whom.", TEXT, "recipient"),
        DataField("sent", "When it was sent.", PARTIAL_DATE, "sent"),
        DataField("received", "When it was received.", PARTIAL_DATE, "received"),
        DataField("summary", "What it says, as plain text.", TEXT, "text"),
    ),
)
OTHER_RECOMMENDATION_FIELDS = FieldGroup(
    "other",
    (
        DataField("id", "The identifier: that of the catalogue, if it has one.", TEXT, "id"),
        DataField("url", "Where it stands on the page of the super-complaint.", WEB_ADDRESS, "address"),
        *coded_fields("kind", "What it is.", code_lists.ITEM_KIND, "kind"),
        DataField("number", "The number that the report prints.", TEXT, "number"),
        DataField("title", "What it asks for, in a few words of ours.", TEXT, "title"),
        DataField("summary", "What it asks, in our own words.", TEXT, "summary"),
        DataField("addressees", "Those whom it is addressed to.", TEXT, "addressees"),
        DataField("deadline_printed", "The deadline as printed.", TEXT, "deadline"),
        DataField("outcome", "What came of it.", TEXT, "outcome"),
    ),
)
SUPER_COMPLAINT_FIELDS = FieldGroup(
    "super_complaint",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, "address"),
        DataField("title", "What it is called on this site.", TEXT, "page.title"),
        DataField("official_title", "The title of the report.", TEXT, "page.official_title"),
        DataField("summary", "What it is about.", TEXT, "page.summary"),
        *coded_fields("stage", "How far it has come.", code_lists.STAGE, "page.stage"),
        DataField("lead_bodies", "Who raised it.", ListOf(TEXT), lambda item: item.bodies("lead_bodies")),
        DataField("on_behalf_of", "On whose behalf.", TEXT, "page.on_behalf_of"),
        DataField(
            "supporting_bodies",
            "Who supports it.",
            ListOf(TEXT),
            lambda item: item.bodies("supporting_bodies"),
        ),
        DataField("submitted", "When it was submitted.", PARTIAL_DATE, "page.submitted"),
        DataField("found_eligible", "When it was found eligible.", PARTIAL_DATE, "page.found_eligible"),
        DataField(
            "report_published", "When the report was published.", PARTIAL_DATE, "page.report_published"
        ),
        DataField("report_url", "The address of the report.", WEB_ADDRESS, "page.report_link"),
        DataField("respond_by", "The deadline to respond.", PARTIAL_DATE, "page.respond_by"),
        DataField(
            "respond_by_printed", "The same in the report’s own words.", TEXT, "page.respond_by_printed"
        ),
        DataField(
            "respond_by_worked_out",
            "Whether the report does not print the date, and this site worked it out.",
            BOOLEAN,
            "page.respond_by_worked_out",
        ),
        DataField(
            "executive_lead",
            "The post of the chief officer who leads the whole plan.",
            TEXT,
            "page.executive_lead",
        ),
        DataField(
            "operational_lead",
            "The post that leads the whole plan from day to day.",
            TEXT,
            "page.operational_lead",
        ),
        DataField(
            "recommendations_made",
            "How many recommendations the report makes.",
            WHOLE_NUMBER,
            "page.recommendations_made",
        ),
        DataField(
            "recommendations_shown",
            "How many of them have a page on this site.",
            WHOLE_NUMBER,
            lambda item: item.states.total(),
        ),
        DataField(
            "recommendations_described",
            "How many of them are described here, with a page or without.",
            WHOLE_NUMBER,
            "described",
        ),
        *(_state_count_field(state) for state in State),
        DataField(
            "other_recommendations",
            "Recommendations to others, and those whose number is not known: they have no page here.",
            ListOf(OTHER_RECOMMENDATION_FIELDS),
            "other_recommendations",
        ),
        DataField(
            "responses",
            "Responses to several recommendations, or to the whole report.",
            ListOf(REPORT_RESPONSE_FIELDS),
            "responses",
        ),
        DataField("links", "Official pages about it.", ListOf(LINK_FIELDS), "links"),
        DataField(
            "correspondence", "Letters between the bodies and the force.", ListOf(LETTER_FIELDS), "letters"
        ),
        DataField(
            "first_published", "When this site first published it.", DATE_TIME, "page.first_published_at"
        ),
        DataField("last_published", "When this site last published it.", DATE_TIME, last_published),
        DataField("last_reviewed", "When somebody last checked the page.", DATE, "page.last_reviewed"),
    ),
)

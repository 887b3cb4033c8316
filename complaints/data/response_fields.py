"""The fields of a response in the data: one to a recommendation, or one to several."""

from complaints.vocabulary import Position

from . import code_lists
from .field_descriptions import PARTIAL_DATE, TEXT, WEB_ADDRESS, DataField, FieldGroup, ListOf, coded_fields

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

"""The fields of a recommendation in the data: name, meaning, type and where the value is read."""

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
    attribute,
    coded_fields,
)
from .identity_fields import IDENTITY_FIELDS
from .recommendation_child_fields import (
    ACTION_FIELDS,
    ASSURANCE_FIELDS,
    PROGRESS_UPDATE_FIELDS,
    RESPONDENT_FIELDS,
)

RECOMMENDATION_FIELDS = FieldGroup(
    "recommendation",
    (
        *IDENTITY_FIELDS,
        DataField("url", "The address of its page.", WEB_ADDRESS, attribute("address")),
        DataField(
            "publisher",
            "The force on whose site it stands: the data of several forces can be put together.",
            TEXT,
            attribute("section.publisher"),
        ),
        DataField(
            "super_complaint", "The identifier of the super-complaint.", TEXT, attribute("parent.identifier")
        ),
        DataField(
            "super_complaint_title", "The title of the super-complaint.", TEXT, attribute("parent.title")
        ),
        DataField(
            "super_complaint_url", "The address of its page.", WEB_ADDRESS, attribute("parent_address")
        ),
        *coded_fields("kind", "What it is.", code_lists.ITEM_KIND, attribute("page.kind")),
        DataField(
            "number",
            "The number that the report prints: text, as in 7.1 or 12a.",
            TEXT,
            attribute("page.number"),
        ),
        DataField(
            "part_of",
            "The identifier of the recommendation that it is a part of. A part is not counted by itself.",
            TEXT,
            attribute("part_of"),
        ),
        DataField("title", "What it asks for, in the words of this site.", TEXT, attribute("page.title")),
        DataField("summary", "What it asks, in our own words.", TEXT, attribute("page.summary")),
        *coded_fields("theme", "What it is about.", code_lists.THEME, attribute("page.theme")),
        DataField("wording", "The exact words of the report.", TEXT, attribute("page.wording")),
        DataField(
            "wording_source", "Where those words are published.", TEXT, attribute("page.wording_source")
        ),
        DataField(
            "wording_source_url",
            "The address of that source.",
            WEB_ADDRESS,
            attribute("page.wording_source_link"),
        ),
        DataField(
            "wording_paragraph", "The paragraph or page there.", TEXT, attribute("page.wording_paragraph")
        ),
        DataField(
            "wording_note",
            "A note on the wording or the number.",
            TEXT,
            attribute("page.wording_note"),
        ),
        DataField(
            "addressees", "The organisations that it is addressed to.", ListOf(TEXT), attribute("addressees")
        ),
        DataField(
            "addressees_printed",
            "The same in the report’s own words.",
            TEXT,
            attribute("page.addressees_printed"),
        ),
        DataField("deadline", "The deadline to carry it out.", PARTIAL_DATE, attribute("page.deadline")),
        DataField(
            "deadline_printed",
            "The same in the report’s own words.",
            TEXT,
            attribute("page.deadline_printed"),
        ),
        DataField(
            "executive_lead",
            "The post of the chief officer who leads the work.",
            TEXT,
            attribute("page.executive_lead"),
        ),
        DataField(
            "operational_lead",
            "The post that leads the work from day to day.",
            TEXT,
            attribute("page.operational_lead"),
        ),
        *coded_fields(
            "state",
            "Its status as a whole, today in London.",
            code_lists.STATE,
            attribute("overall_state.state_today"),
        ),
        DataField(
            "passed_since",
            "Since when it is overdue, or its date has passed without an update.",
            DATE,
            attribute("overall_state.passed_since"),
        ),
        *coded_fields(
            "position",
            "The position of all respondents.",
            code_lists.POSITION,
            attribute("overall_state.position"),
        ),
        DataField(
            "slipped",
            "Whether a due date changed or was removed.",
            BOOLEAN,
            attribute("overall_state.slipped"),
        ),
        DataField(
            "last_reported",
            "The last day that a response, an update or a completion names.",
            DATE,
            attribute("overall_state.last_reported"),
        ),
        DataField(
            "respondents",
            "Who responded, and the force or its commissioner if asked by name. In CSV each has a row; "
            "if there is none, one row names nobody.",
            ListOf(RESPONDENT_FIELDS, one_per_row=True),
            attribute("respondents"),
        ),
        DataField(
            "actions",
            "What the respondents do about it.",
            ListOf(ACTION_FIELDS),
            lambda item: item.child_entries("actions"),
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
            "first_published",
            "When this site first published it.",
            DATE_TIME,
            attribute("page.first_published_at"),
        ),
        DataField(
            "last_published",
            "When this site last published it.",
            DATE_TIME,
            attribute("page.last_published_at"),
        ),
        DataField(
            "last_reviewed", "When somebody last checked the page.", DATE, attribute("page.last_reviewed")
        ),
    ),
)

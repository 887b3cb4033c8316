"""The form by which editors write a recommendation."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from pages.content.panels import NeededPanel, RowsPanel

from .identifiers import IdentifierPanel
from .response import OurForcePanel

RECOMMENDATION = [
    FieldPanel("title", help_text="What it asks for, in a few words"),
    FieldRowPanel(["kind", "number"], heading="Type and number"),
    FieldPanel("summary"),
    FieldPanel("theme"),
]
WHO_AND_WHEN = [
    "addressees",
    "addressees_printed",
    "no_addressees",
    NeededPanel("deadline_printed", when="deadline_worked_out"),
    "deadline",
    "deadline_worked_out",
    "no_deadline",
    "deadline_over",
    "deadline_note",
]
WORDING = [
    "wording",
    "wording_checked",
    NeededPanel("wording_source", when="wording"),
    "wording_source_link",
    "wording_paragraph",
    "wording_note",
]
WHAT_IT_ASKS = [
    MultiFieldPanel(
        RECOMMENDATION, heading="Recommendation", help_text="In our own plain words."
    ),
    MultiFieldPanel(
        WHO_AND_WHEN,
        heading="Who is asked, and the deadline",
        help_text="As the report says. Leave a field blank if you have not checked it.",
    ),
    MultiFieldPanel(
        WORDING, heading="Wording", help_text="Word for word, with its source."
    ),
    MultiFieldPanel(
        [IdentifierPanel("item_identifier")],
        heading="Open data identifier",
        help_text="You rarely need to change it.",
        classname="collapsed",
    ),
]
RESPONSE = [
    OurForcePanel(
        "responses",
        label="Response",
        heading="Responses",
        help_text="To this recommendation alone. Enter a response to several recommendations once, on the "
        "form of the super-complaint, under “Responses”.",
    ),
    MultiFieldPanel(
        ["executive_lead", "operational_lead", "no_lead"],
        heading="Who leads the work",
        help_text="If they lead the whole plan, leave this blank and enter them on the super-complaint.",
    ),
]
PROGRESS = [
    OurForcePanel("actions", label="Action", heading="Actions"),
    OurForcePanel(
        "progress_updates", label="Progress update", heading="Progress updates"
    ),
    RowsPanel(
        "assurances",
        label="Finding by inspectors",
        heading="What inspectors say",
        help_text="Findings by an outside body",
        classname="collapsed",
    ),
    FieldPanel("no_documents_reason", classname="collapsed"),
]
TABS = [
    ObjectList(WHAT_IT_ASKS, heading="What it asks"),
    ObjectList(RESPONSE, heading="Response"),
    ObjectList(PROGRESS, heading="Progress"),
]

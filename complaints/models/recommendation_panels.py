"""The form by which editors write a recommendation."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from pages.content.panels import NeededPanel

from .identifiers import IdentifierPanel
from .response import OurForcePanel

WHAT_IT_ASKS = [
    FieldPanel("title", help_text="What it asks for, in a few words"),
    FieldRowPanel(["kind", "number"], heading="Item"),
    FieldPanel("summary"),
    FieldPanel("theme"),
    IdentifierPanel("item_identifier"),
    FieldPanel("same_as"),
    FieldPanel("moved_to"),
    MultiFieldPanel(
        [
            "wording",
            "wording_checked",
            NeededPanel("wording_source", when="wording"),
            *("wording_source_link", "wording_paragraph", "wording_note"),
        ],
        heading="Wording",
    ),
    MultiFieldPanel(
        [
            *("addressees", "addressees_printed", "no_addressees"),
            NeededPanel("deadline_printed", when="deadline_worked_out"),
            "deadline",
            *("deadline_worked_out", "no_deadline", "deadline_over", "deadline_note"),
        ],
        heading="Who is asked, and the deadline",
    ),
]
RESPONSE = [
    OurForcePanel("responses", label="Response", heading="Responses"),
    MultiFieldPanel(
        ["executive_lead", "operational_lead", "no_lead"],
        heading="Who leads the work",
        help_text="Leave blank if they lead the whole plan: enter them once, on the super-complaint.",
    ),
]
PROGRESS = [
    OurForcePanel("progress_updates", label="Progress update", heading="Progress updates"),
    OurForcePanel("actions", label="Action", heading="Actions"),
    FieldPanel("no_documents_reason"),
    InlinePanel(
        "assurances",
        label="External assurance",
        heading="External assurance",
        help_text="Findings by an outside body",
    ),
]
TABS = [
    ObjectList(WHAT_IT_ASKS, heading="What it asks"),
    ObjectList(RESPONSE, heading="Response"),
    ObjectList(PROGRESS, heading="Progress"),
]

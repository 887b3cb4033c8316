"""Running text, tables, and whom to turn to."""

from typing import Any

from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import RichText

from pages.core.text import rich_text_as_html

from .links import DocumentBlock, LinkBlock, LinksBlock, PictureBlock, refuse

SAMARITANS = {
    "name": "Samaritans",
    "for_whom": "Anyone who finds it hard to cope",
    "telephone": "116 123",
    "hours": "Day and night",
    "web": "https://www.samaritans.org/",
    "safe_to_call": "Calls are free and do not appear on the bill.",
}


class ContactBlock(blocks.StructBlock):
    """How to contact a team or an office."""

    name = blocks.CharBlock(max_length=120, help_text="A team or role, not a person")
    telephone = blocks.CharBlock(required=False, max_length=30, label="Phone number")
    email = blocks.EmailBlock(required=False, label="Email")
    address = blocks.TextBlock(required=False, label="Postal address")
    web = blocks.URLBlock(required=False, label="Web address")
    hours = blocks.CharBlock(required=False, max_length=120)

    class Meta:
        label = "Contact"
        icon = "mail"
        template = "blocks/contact.html"
        description = "How to contact a team or an office."
        preview_value = {
            "name": "Borsetshire Police",
            "telephone": "101",
            "web": "https://www.borsetshire.example/",
            "hours": "Day and night",
        }

    def clean(self, value: Any) -> Any:
        """Outside drafts, refuse a contact without any means of contact."""
        result = super().clean(value)
        ways = ("telephone", "email", "address", "web")
        if not self.is_deferred_validation and not any(map(result.get, ways)):
            refuse("telephone", "Enter at least one way to get in touch.")
        return result


class SupportServiceBlock(blocks.StructBlock):
    """A service that helps people who have been harmed."""

    name = blocks.CharBlock(max_length=120)
    for_whom = blocks.CharBlock(
        max_length=200,
        label="Who it is for",
        help_text="A few words about who it helps",
    )
    telephone = blocks.CharBlock(required=False, max_length=30, label="Phone number")
    hours = blocks.CharBlock(required=False, max_length=120)
    web = blocks.URLBlock(required=False, label="Web address")
    safe_to_call = blocks.TextBlock(
        required=False,
        label="What to know before calling",
        help_text="For example, whether calls appear on a bill",
    )

    class Meta:
        icon = "help"
        template = "blocks/support_service.html"
        description = "A service that helps people who have been harmed."
        preview_value = SAMARITANS


class SupportServicesBlock(blocks.StructBlock):
    """Services that help, with a heading."""

    heading = blocks.CharBlock(max_length=120, default="Support services")
    services = blocks.ListBlock(SupportServiceBlock(), min_num=1)

    class Meta:
        label = "Support services"
        icon = "help"
        template = "blocks/support_services.html"
        description = "Services that help people who have been harmed. Add it near content that may be upsetting."
        preview_value = {"heading": "Support services", "services": [SAMARITANS]}


class TableBlock(blocks.StructBlock):
    """A table with a caption and a heading to every column."""

    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label="Text")),
            ("number", blocks.DecimalBlock(required=False, label="Number")),
            (
                "rich_text",
                blocks.RichTextBlock(
                    required=False, editor="narrative", label="Rich text"
                ),
            ),
        ]
    )
    row_headers = blocks.BooleanBlock(
        required=False, label="The first cell of each row is a heading", default=True
    )
    source = blocks.CharBlock(required=False)

    class Meta:
        label = "Table"
        icon = "table"
        template = "blocks/table.html"
        description = "Information in rows and columns."
        preview_value = {
            "table": {
                "caption": "Reports of stalking",
                "columns": [
                    {"type": "text", "heading": "Year"},
                    {"type": "number", "heading": "Reports"},
                ],
                "rows": [{"values": ["2023", 1204]}, {"values": ["2024", 1391]}],
            },
            "row_headers": True,
            "source": "Example figures",
        }

    def clean(self, value: Any) -> Any:
        """Outside drafts, refuse a table without a caption, without columns or with an unnamed column."""
        result = super().clean(value)
        table = result.get("table")
        if self.is_deferred_validation:
            return result
        if not table or not table.columns:
            refuse("table", "Add a column.")
        if not (table.caption or "").strip():
            refuse("table", "Enter a caption that says what the table shows.")
        for number, column in enumerate(table.columns, start=1):
            if not (column["heading"] or "").strip():
                refuse("table", f"Enter a heading for column {number}.")
        return result


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists and links."""

    class Meta:
        label = "Text"
        icon = "pilcrow"
        description = "Paragraphs, headings, lists and links: most of what a page says."
        preview_value = (
            "<h2>What a super-complaint is</h2><p>A super-complaint says that a feature of policing "
            "<b>is, or appears to be, significantly harming the interests of the public</b>. "
            "Only designated bodies can make one.</p>"
            "<ul><li>Three bodies investigate it.</li><li>Forces answer their recommendations.</li></ul>"
        )

    def render_basic(
        self, value: RichText, context: dict[str, Any] | None = None
    ) -> SafeString:
        """Return the text as HTML, without the template that Wagtail would render for it."""
        return rich_text_as_html(value)


class NarrativeTextBlock(RichTextBlock):
    """Paragraphs, lists and links of an answer, whose headings the page makes."""

    class Meta:
        description = "Paragraphs, lists and links: what the force says."
        preview_value = (
            "<p>We accept this recommendation. Since June 2024 every new officer is trained to recognise "
            "stalking, and a detective reviews each report <b>within 24 hours</b>.</p>"
        )


class QuotationBlock(blocks.StructBlock):
    """Somebody's exact words, with their source."""

    text = blocks.TextBlock(help_text="The exact words, without quotation marks")
    source = blocks.CharBlock(help_text="Who said or wrote it, and where")
    source_link = blocks.URLBlock(required=False, label="Address of the source")

    class Meta:
        label = "Quotation"
        icon = "openquote"
        template = "blocks/quotation.html"
        description = "Exact words, with who said or wrote them and where."
        preview_value = {
            "text": "is, or appears to be, significantly harming the interests of the public",
            "source": "Police Reform Act 2002, section 29A",
        }


class InsetBlock(blocks.RichTextBlock):
    """Text set apart because readers must not miss it."""

    class Meta:
        label = "Inset text"
        icon = "info-circle"
        template = "blocks/inset.html"
        description = (
            "A sentence or two that readers must not miss. Use it once on a page."
        )
        preview_value = "<p>If you are in danger, call <b>999</b>. If you can’t speak, press <b>55</b>.</p>"


class DetailsBlock(blocks.StructBlock):
    """Text that a reader opens when they need it."""

    summary = blocks.CharBlock(max_length=120, help_text="What is inside")
    text = blocks.RichTextBlock(editor="narrative")

    class Meta:
        label = "Details"
        icon = "collapse-down"
        template = "blocks/details.html"
        description = "Text that only some readers need. Readers select it to open it."
        preview_value = {
            "summary": "Who the decision bodies are",
            "text": "<p>HMICFRS, the College of Policing and the Independent Office for Police Conduct "
            "decide together on a super-complaint.</p>",
        }


class ActionItemBlock(blocks.StructBlock):
    """One thing done or to be done."""

    heading = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(editor="narrative")

    class Meta:
        icon = "tick"


class ActionListBlock(blocks.StructBlock):
    """Things done or to be done, each with a short heading."""

    heading = blocks.CharBlock(required=False, max_length=120)
    actions = blocks.ListBlock(ActionItemBlock(), min_num=1)

    class Meta:
        label = "Action list"
        icon = "list-ul"
        template = "blocks/action_list.html"
        description = "Several actions, each with a short heading."
        preview_value = {
            "heading": "What we did",
            "actions": [
                {
                    "heading": "Training",
                    "text": "<p>Every call handler was trained by March 2025.</p>",
                },
                {
                    "heading": "Review",
                    "text": "<p>A detective reviews each report within 24 hours.</p>",
                },
            ],
        }


class NarrativeBlock(blocks.StreamBlock):
    """What a force says in answer to a recommendation."""

    text = NarrativeTextBlock(editor="narrative", label="Text", icon="pilcrow")
    picture = PictureBlock()
    action_list = ActionListBlock()
    quotation = QuotationBlock()
    inset = InsetBlock(editor="narrative")
    details = DetailsBlock()
    document = DocumentBlock()
    links = LinksBlock(
        LinkBlock(), label="Links", icon="link", template="blocks/links.html"
    )

    class Meta:
        required = False

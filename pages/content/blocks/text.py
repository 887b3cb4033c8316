"""Running text: paragraphs, quotations, insets and details."""

from wagtail import blocks

from .documents import DocumentBlock
from .links import LinkBlock
from .pictures import PictureBlock


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists and links."""

    class Meta:
        label = "Text"
        icon = "pilcrow"
        template = "blocks/rich_text.html"
        preview_value = "<p>The force accepts the recommendation.</p>"


class QuotationBlock(blocks.StructBlock):
    """Somebody's exact words, with their source."""

    text = blocks.TextBlock(help_text="The exact words, without quotation marks around them.")
    source = blocks.CharBlock(help_text="Who said or wrote it, and where.")
    source_link = blocks.URLBlock(required=False, label="Address of the source")

    class Meta:
        label = "Quotation"
        icon = "openquote"
        template = "blocks/quotation.html"
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
        preview_value = "<p>Call 999 if you are in danger.</p>"


class DetailsBlock(blocks.StructBlock):
    """Text that a reader opens when they need it."""

    summary = blocks.CharBlock(max_length=120, help_text="What the reader finds inside.")
    text = blocks.RichTextBlock(editor="narrative")

    class Meta:
        label = "Details"
        icon = "collapse-down"
        template = "blocks/details.html"
        preview_value = {
            "summary": "Who the decision bodies are",
            "text": "<p>HMICFRS, the College of Policing and the IOPC.</p>",
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
        preview_value = {
            "heading": "What we did",
            "actions": [{"heading": "Training", "text": "<p>Every officer was trained.</p>"}],
        }


class NarrativeBlock(blocks.StreamBlock):
    """What a force says in answer to a recommendation."""

    text = blocks.RichTextBlock(
        editor="narrative", label="Text", icon="pilcrow", template="blocks/rich_text.html"
    )
    picture = PictureBlock()
    action_list = ActionListBlock()
    quotation = QuotationBlock()
    inset = InsetBlock(editor="narrative")
    details = DetailsBlock()
    document = DocumentBlock()
    links = blocks.ListBlock(LinkBlock(), label="Links", icon="link", template="blocks/links.html")

    class Meta:
        required = False

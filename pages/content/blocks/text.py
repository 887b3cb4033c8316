"""Running text: paragraphs, quotations, insets and details."""

from wagtail import blocks

from .documents import DocumentBlock, PictureBlock
from .links import LinkBlock, LinksBlock


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists and links."""

    class Meta:
        label = "Text"
        icon = "pilcrow"
        template = "blocks/rich_text.html"
        description = "Paragraphs, headings, lists and links: most of what a page says."
        preview_value = (
            "<h2>What a super-complaint is</h2><p>A super-complaint says that a feature of policing "
            "<b>is, or appears to be, significantly harming the interests of the public</b>. "
            "Only designated bodies can make one.</p>"
            "<ul><li>Three bodies investigate it.</li><li>Forces answer their recommendations.</li></ul>"
        )


class NarrativeTextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links of an answer, whose headings the page makes."""

    class Meta:
        description = "Paragraphs, lists and links: what the force says in answer."
        preview_value = (
            "<p>We accept this recommendation. Since June 2024 every new officer is trained to recognise "
            "stalking, and a detective reviews each report <b>within 24 hours</b>.</p>"
        )


class QuotationBlock(blocks.StructBlock):
    """Somebody's exact words, with their source."""

    text = blocks.TextBlock(help_text="The exact words, without quotation marks around them.")
    source = blocks.CharBlock(help_text="Who said or wrote it, and where.")
    source_link = blocks.URLBlock(required=False, label="Address of the source")

    class Meta:
        label = "Quotation"
        icon = "openquote"
        template = "blocks/quotation.html"
        description = "Somebody’s exact words, with who said or wrote them and where."
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
        description = "A sentence or two that readers must not miss. Use it once on a page."
        preview_value = "<p>If you are in danger, call <b>999</b>. If you can’t speak, press <b>55</b>.</p>"


class DetailsBlock(blocks.StructBlock):
    """Text that a reader opens when they need it."""

    summary = blocks.CharBlock(max_length=120, help_text="What the reader finds inside.")
    text = blocks.RichTextBlock(editor="narrative")

    class Meta:
        label = "Details"
        icon = "collapse-down"
        template = "blocks/details.html"
        description = "Text that only some readers need. It is folded until they open it."
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
        description = "Several things that were done or will be, each with a short heading."
        preview_value = {
            "heading": "What we did",
            "actions": [
                {"heading": "Training", "text": "<p>Every call handler was trained by March 2025.</p>"},
                {"heading": "Review", "text": "<p>A detective reviews each report within 24 hours.</p>"},
            ],
        }


class NarrativeBlock(blocks.StreamBlock):
    """What a force says in answer to a recommendation."""

    text = NarrativeTextBlock(
        editor="narrative", label="Text", icon="pilcrow", template="blocks/rich_text.html"
    )
    picture = PictureBlock()
    action_list = ActionListBlock()
    quotation = QuotationBlock()
    inset = InsetBlock(editor="narrative")
    details = DetailsBlock()
    document = DocumentBlock()
    links = LinksBlock(LinkBlock(), label="Links", icon="link", template="blocks/links.html")

    class Meta:
        required = False

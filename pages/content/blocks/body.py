"""Everything that the body of a page may hold."""

from django.forms import Media
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from .dates import KeyDatesBlock
from .links import DocumentBlock, LinkBlock, LinksBlock, PictureBlock
from .text import (
    ActionListBlock,
    ContactBlock,
    DetailsBlock,
    InsetBlock,
    PasteableTableBlockAdapter,
    QuotationBlock,
    RichTextBlock,
    SupportServicesBlock,
    TableBlock,
    TextInLanguageBlock,
)


class BodyBlockAdapter(StreamBlockAdapter):
    """Hands the block to the script that adds a Table block for a table pasted into text."""

    js_constructor = "pages.content.blocks.Body"

    @property
    def media(self) -> Media:
        return super().media + PasteableTableBlockAdapter().media


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = RichTextBlock()
    text_in_language = TextInLanguageBlock()
    picture = PictureBlock()
    quotation = QuotationBlock()
    action_list = ActionListBlock()
    key_dates = KeyDatesBlock()
    contact = ContactBlock()
    support_services = SupportServicesBlock()
    document = DocumentBlock()
    details = DetailsBlock()
    table = TableBlock()
    inset = InsetBlock(editor="narrative")
    links = LinksBlock(
        LinkBlock(), label="Links", icon="link", template="blocks/links.html"
    )

    class Meta:
        required = False


register(BodyBlockAdapter(), BodyBlock)

"""Everything that the body of a page may hold."""

from wagtail import blocks

from .dates import KeyDatesBlock
from .links import DocumentBlock, LinkBlock, LinksBlock, PictureBlock
from .text import (
    ActionListBlock,
    ContactBlock,
    DetailsBlock,
    InsetBlock,
    QuotationBlock,
    RichTextBlock,
    SupportServicesBlock,
    TableBlock,
)


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = RichTextBlock()
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

"""Everything that the body of a page may hold."""

from wagtail import blocks

from .dates import KeyDatesBlock
from .documents import DocumentBlock, PictureBlock
from .links import LinkBlock, LinksBlock
from .people import ContactBlock, SupportServicesBlock
from .tables import TableBlock
from .text import ActionListBlock, DetailsBlock, InsetBlock, QuotationBlock, RichTextBlock


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
    links = LinksBlock(LinkBlock(), label="Links", icon="link", template="blocks/links.html")

    class Meta:
        required = False

"""Links to a page of this site or to an address elsewhere, to documents and pictures."""

from collections.abc import Sequence
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from pages.content import link_prefetch
from pages.core.page_visibility import is_live_with_ancestors
from pages.files.models import HtmlEquivalent


def refuse(name: str, problem: str) -> NoReturn:
    """Refuse the value of a block for what is in the part ``name``."""
    raise blocks.StructBlockValidationError({name: ValidationError(problem)})


class PageBlock(blocks.PageChooserBlock):
    """A chooser whose pages are loaded together with those of the other texts, and with ``can_be_read``."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        return link_prefetch.linked_pages(values)


def public_address_of(page: Page | None) -> str:
    if not (page and page.live):
        return ""
    can_be_read = getattr(page, "can_be_read", None)
    if can_be_read is None:
        can_be_read = is_live_with_ancestors(page)
    return page.url or "" if can_be_read else ""


GOV_UK = {
    "text": "Police super-complaints on GOV.UK",
    "url": "https://www.gov.uk/government/collections/police-super-complaints",
}


class LinkValue(blocks.StructValue):
    """A link with its address."""

    @property
    def address(self) -> str:
        """The address to link to; empty if the page was deleted or is not public."""
        if page := self.get("page"):
            return public_address_of(page)
        return self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """One link: its words, and a page or an address."""

    text = blocks.CharBlock(max_length=200)
    page = PageBlock(required=False, help_text="A page on this site")
    url = blocks.URLBlock(
        required=False, label="Address", help_text="An address on another site"
    )

    class Meta:
        label = "Link"
        icon = "link"
        value_class = LinkValue
        template = "blocks/link.html"
        description = "A link to a page on this site or to another site."
        preview_value = GOV_UK

    def clean(self, value: Any) -> Any:
        """Refuse a link with two destinations, and, outside drafts, one without any."""
        result = super().clean(value)
        if result.get("page") and result.get("url"):
            refuse("url", "Choose a page or enter an address, not both.")
        if not (result.get("page") or result.get("url") or self.is_deferred_validation):
            refuse("page", "Choose a page or enter an address.")
        return result


class LinksBlock(blocks.ListBlock):
    """Several links, one below the other."""

    class Meta:
        description = "A list of links for further reading."
        preview_value = [
            GOV_UK,
            {
                "text": "Police Reform Act 2002, Part 2A",
                "url": "https://www.legislation.gov.uk/ukpga/2002/30",
            },
        ]


class DocumentFileBlock(DocumentChooserBlock):
    """A chooser whose documents are loaded together with those of the other texts of the response."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        return link_prefetch.linked_documents(values)


class DocumentValue(blocks.StructValue):
    """A document with its type, its size and its HTML version."""

    @property
    def file_type(self) -> str:
        """The file extension in capitals, such as ``PDF``."""
        document = self.get("document")
        return document.file_extension.upper() if document else ""

    @property
    def size(self) -> int | None:
        document = self.get("document")
        try:
            return document.get_file_size() if document else None
        except OSError:
            return None

    @property
    def html_address(self) -> str:
        """The address of the same content as a web page; empty if there is no public one."""
        return public_address_of(self.get("html_version"))


class DocumentBlock(blocks.StructBlock):
    """A file to read or save."""

    document = DocumentFileBlock()
    title = blocks.CharBlock(
        required=False, help_text="Leave blank to use the document’s title."
    )
    description = blocks.TextBlock(required=False)
    html_version = PageBlock(
        required=False,
        label="HTML version",
        help_text="Leave blank to use the page that was chosen when the document was uploaded.",
    )

    class Meta:
        label = "Document"
        icon = "doc-full"
        template = "blocks/document.html"
        value_class = DocumentValue
        description = "A file with its type, its size and a link to its HTML version."

    def clean(self, value: Any) -> Any:
        """Take the HTML version that was chosen for the document, unless there is one here.

        It is stored here, so that it is approved with the page.
        """
        result = super().clean(value)
        if result.get("document") and not result.get("html_version"):
            known = HtmlEquivalent.objects.filter(document=result["document"]).first()
            if known and known.page:
                result["html_version"] = known.page
        return result

    def get_preview_value(self) -> DocumentValue:
        """Return an example: documents of the site may not be public."""
        example = get_document_model()(pk=0, file="action-plan.pdf", file_size=184_320)
        return self.normalize(
            {
                "document": example,
                "title": "Action plan",
                "description": "What we do, and by when.",
            }
        )


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows, or that it is decoration only."""

    image = ImageBlock()
    caption = blocks.CharBlock(
        required=False,
        max_length=200,
        help_text="Shown below the picture. Do not repeat the description.",
    )

    class Meta:
        label = "Picture"
        icon = "image"
        template = "blocks/picture.html"
        preview_template = "blocks/previews/picture.html"
        description = "A picture with a caption. Describe it, or mark it as decorative."
        preview_value = {"image": None, "caption": "Officers trained, month by month"}

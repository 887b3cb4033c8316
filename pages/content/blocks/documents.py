"""Documents, shown with their type and size, and pictures."""

from collections.abc import Sequence
from typing import Any

from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from pages.content import link_prefetch

from .links import PageBlock, public_address_of


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
    title = blocks.CharBlock(required=False, help_text="Leave empty to use the document's own title.")
    description = blocks.TextBlock(required=False)
    html_version = PageBlock(
        required=False,
        label="The same as a web page",
        help_text="A PDF needs an equivalent page, or a recorded exception.",
    )

    class Meta:
        label = "Document"
        icon = "doc-full"
        template = "blocks/document.html"
        value_class = DocumentValue
        description = "A file to read or save, with its type, its size and the same as a web page."

    def get_preview_value(self) -> DocumentValue:
        """Return an example: documents of the site may not be public."""
        example = get_document_model()(pk=0, file="action-plan.pdf", file_size=184_320)
        return self.normalize(
            {"document": example, "title": "Action plan", "description": "What we do, and by when."}
        )


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows, or that it is decoration only."""

    image = ImageBlock()
    caption = blocks.CharBlock(
        required=False, max_length=200, help_text="Shown below it. Not the same as what it shows."
    )

    class Meta:
        label = "Picture"
        icon = "image"
        template = "blocks/picture.html"
        preview_template = "blocks/previews/picture.html"
        description = "A picture with a caption. Say what it shows, or that it is decoration only."
        preview_value = {"image": None, "caption": "Officers trained, month by month"}

"""Documents, shown with their type and size."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from pages.content import link_lookup

from .pages import PageBlock, address_of


class DocumentFileBlock(DocumentChooserBlock):
    """A chooser whose documents are looked up together with those of the other texts of the answer."""

    def bulk_to_python(self, values):
        """Return the documents, each its own object."""
        return link_lookup.documents(values)

    def deconstruct(self):
        """Pass for Wagtail's own in migrations: what is stored is the same."""
        _, args, options = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, options


class DocumentValue(blocks.StructValue):
    """A document with what a reader wants to know before opening it."""

    @property
    def file_type(self) -> str:
        """The kind of file in capitals, such as ``PDF``."""
        document = self.get("document")
        return document.file_extension.upper() if document else ""

    @property
    def size(self) -> int | None:
        """Bytes; ``None`` when the file is missing from the store."""
        document = self.get("document")
        try:
            return document.get_file_size() if document else None
        except OSError:
            return None

    @property
    def html_address(self) -> str:
        """The address of the same as a web page; empty while there is none that is public."""
        return address_of(self.get("html_version"))


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

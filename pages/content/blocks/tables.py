"""Tables that a screen reader can follow."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Media
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockAdapter


class PasteableTableBlock(TypedTableBlock):
    """Columns and rows, which a table that is pasted fills."""

    class Meta:
        help_text = "To take over a table from Word or Excel, paste it into the box of the caption."


class PasteableTableBlockAdapter(TypedTableBlockAdapter):
    """Hands the block to its script."""

    js_constructor = "pages.content.blocks.Table"

    @property
    def media(self) -> Media:
        return super().media + Media(js=["word-paste.js", "table-paste.js"])


register(PasteableTableBlockAdapter(), PasteableTableBlock)


class TableBlock(blocks.StructBlock):
    """A table with a caption and a heading to every column."""

    table = PasteableTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label="Text")),
            ("number", blocks.DecimalBlock(required=False, label="Number")),
            (
                "rich_text",
                blocks.RichTextBlock(required=False, editor="narrative", label="Rich text"),
            ),
        ],
    )
    row_headers = blocks.BooleanBlock(
        required=False, label="The first cell of each row is a heading", default=True
    )
    source = blocks.CharBlock(required=False)

    class Meta:
        label = "Table"
        icon = "table"
        template = "blocks/table.html"
        description = "Facts in rows and columns. You can paste a table from Word or Excel into it."
        preview_value = {
            "table": {
                "caption": "Reports of stalking",
                "columns": [{"type": "text", "heading": "Year"}, {"type": "number", "heading": "Reports"}],
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
            raise blocks.StructBlockValidationError({"table": ValidationError("Add a column.")})
        if not (table.caption or "").strip():
            raise blocks.StructBlockValidationError(
                {"table": ValidationError("Enter a caption that says what the table shows.")}
            )
        for number, column in enumerate(table.columns, start=1):
            if not (column["heading"] or "").strip():
                raise blocks.StructBlockValidationError(
                    {"table": ValidationError(f"Enter a heading for column {number}.")}
                )
        return result

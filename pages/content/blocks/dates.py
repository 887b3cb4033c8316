"""Key dates, each known to the day, the month or the year."""

from typing import Any

from wagtail import blocks

from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput
from pages.core.partial_dates import PartialDate


class PartialDateBlock(blocks.FieldBlock):
    """A date that may be known only to the month or year, typed as people write it."""

    def __init__(
        self,
        required: bool = True,
        help_text: str = "For example, 27 March 2025, 27/3/2025, March 2025 or 2025",
        **options: Any,
    ) -> None:
        self.field = PartialDateFormField(
            required=required, help_text=help_text, widget=PartialDateInput
        )
        super().__init__(**options)

    def to_python(self, value: str) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def get_prep_value(self, value: PartialDate | None) -> str:
        return str(value) if value else ""

    def value_from_form(self, value: Any) -> PartialDate | None:
        return value or None

    class Meta:
        icon = "date"


class KeyDateBlock(blocks.StructBlock):
    """One event and when it happened or is due."""

    date = PartialDateBlock()
    event = blocks.CharBlock(max_length=200)
    note = blocks.TextBlock(required=False)

    class Meta:
        icon = "date"


class KeyDatesBlock(blocks.StructBlock):
    """Events in the order of their dates."""

    heading = blocks.CharBlock(required=False, max_length=120)
    dates = blocks.ListBlock(KeyDateBlock(), min_num=1)

    class Meta:
        label = "Key dates"
        icon = "calendar"
        template = "blocks/key_dates.html"
        description = "Events and due dates, in date order."
        preview_value = {
            "heading": "Key dates",
            "dates": [
                {
                    "date": PartialDate(2022, 11),
                    "event": "The super-complaint was submitted",
                },
                {"date": PartialDate(2024, 9, 27), "event": "The report was published"},
            ],
        }

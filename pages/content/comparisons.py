"""How the admin compares two versions of a field: dates in words, texts without the keys of the editor."""

import json
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.html import escape
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.compare import (
    FieldComparison,
    ForeignObjectComparison,
    M2MFieldComparison,
    RichTextFieldComparison,
    StreamFieldComparison,
    TextDiff,
    register_comparison_class,
)
from wagtail.fields import RichTextField, StreamField

from pages.core.partial_date_fields import PartialDateField
from pages.core.rich_text import without_editor_keys
from pages.moderation.gate.visible_references import name_shown


class ManyToManyComparison(M2MFieldComparison):
    """Compares which objects two versions name; a database lists them in any order."""

    def get_item_display(self, item: Model) -> str:
        return name_shown(item)

    def get_items(self) -> tuple[list[Model], list[Model]]:
        before, after = super().get_items()
        return sorted(before, key=lambda each: each.pk), sorted(after, key=lambda each: each.pk)


class ForeignKeyComparison(ForeignObjectComparison):
    """Compares which object two versions name, if the user may see it."""

    def htmldiff(self) -> str:
        """Return the name before as deleted and the one after as added, or the one name that stays."""
        before, after = (name_shown(each) for each in self.get_objects())
        return _words_diff(before, after, self.has_changed())


class PartialDateComparison(FieldComparison):
    """Compares two partial dates. Wagtail would compare them as text, because their field stores text."""

    def htmldiff(self) -> str:
        """Return the date before as deleted and the one after as added, or the one date that stays."""
        before, after = (date.words if date else "" for date in (self.val_a, self.val_b))
        return _words_diff(before, after, before != after)


def _words_diff(before: str, after: str, has_changed: bool) -> str:
    if not has_changed:
        return escape(after)
    changes = [("deletion", before)] * bool(before) + [("addition", after)] * bool(after)
    return TextDiff(changes, separator=" ").to_html()


class RichTextComparison(RichTextFieldComparison):
    """Compares what two rich texts say."""

    def has_changed(self) -> bool:
        return without_editor_keys(self.val_a or "") != without_editor_keys(self.val_b or "")


class StreamComparison(StreamFieldComparison):
    """Compares what two streams of blocks say."""

    def has_changed(self) -> bool:
        before, after = (self._as_text(value) for value in (self.val_a, self.val_b))
        return without_editor_keys(before) != without_editor_keys(after)

    def _as_text(self, value: Any) -> str:
        stored = json.dumps(self.field.get_prep_value(value))
        # A form saves a part that was not there as an empty text.
        parts = json.loads(
            stored, object_hook=lambda part: {key: part[key] for key in part if part[key] not in (None, "")}
        )
        # Sorted: a database may give the parts of a block back in another order.
        return json.dumps(parts, sort_keys=True)


register_comparison_class(ForeignKey, comparison_class=ForeignKeyComparison)
register_comparison_class(ParentalManyToManyField, comparison_class=ManyToManyComparison)
register_comparison_class(PartialDateField, comparison_class=PartialDateComparison)
register_comparison_class(RichTextField, comparison_class=RichTextComparison)
register_comparison_class(StreamField, comparison_class=StreamComparison)

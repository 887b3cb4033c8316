"""A field of blocks that leaves its blocks out of migrations."""

from typing import Any

from django.db.models import Field
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """Wagtail's field, which migrations see without its blocks.

    Whatever its blocks are, a column holds JSON. Wagtail writes all blocks of a field into each migration,
    so that a new block would cost hundreds of lines for each page type that has a body.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Appear in migrations as Wagtail's field with no blocks."""
        name, _, _, options = Field.deconstruct(self)
        return name, "wagtail.fields.StreamField", [[]], {**options, "block_lookup": {}}

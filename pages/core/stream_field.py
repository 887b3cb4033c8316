"""A field of blocks that leaves its blocks out of migrations and describes them once for a whole form."""

import json
import re
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Field
from django.utils.functional import cached_property
from django.utils.html import json_script
from django.utils.safestring import SafeString
from telepath import Node, ValueContext
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField as WagtailStreamField


class SharedTextContext(ValueContext):
    """Describes a text once that several blocks have, and leaves out empty lines.

    Telepath does so for an object that it meets again. The markup of a chooser is made
    anew for each block: equal, but another object.
    """

    def __init__(self, parent_context: JSContext) -> None:
        super().__init__(parent_context)
        self.texts: dict[str, str] = {}

    def build_node(self, val: Any) -> Node:
        if isinstance(val, str):
            val = re.sub(r"\s*\n\s*", "\n", val)
            val = self.texts.setdefault(val, val)
        return super().build_node(val)


class BlocksElement:
    """The element of a page that describes the blocks of a field to the editor.

    It is one of the scripts of a form. Django lists scripts that are equal once, so
    that many rows with the same blocks need one element.
    """

    def __init__(self, block: Block) -> None:
        self.block = block

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BlocksElement) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __html__(self) -> SafeString:
        description, _ = self.packed
        return json_script(description, self.id)

    @cached_property
    def packed(self) -> tuple[Any, JSContext]:
        """What describes the blocks, and Wagtail's context that collected their scripts."""
        context = JSContext()
        description = SharedTextContext(context).build_node(self.block).emit()
        return description, context

    @cached_property
    def id(self) -> str:
        description, _ = self.packed
        digest = sha256(json.dumps(description).encode()).hexdigest()
        return f"blocks-{digest[:16]}"


class SharedBlockWidget(BlockWidget):
    """Wagtail's widget for blocks, which names the element that describes them.

    Wagtail's own describes all blocks, some 40 kB, in every field: in every row of a
    form, and once more in the template of a new row.
    """

    def __init__(self, block: Block, element: BlocksElement) -> None:
        super().__init__(block)
        self.element = element

    @property
    def block_json(self) -> str:
        return json.dumps(
            {"_type": "pages.core.SharedBlocks", "_args": [self.element.id]}
        )

    @property
    def js_context(self) -> JSContext:
        """The context of the element, in which the blocks are packed already."""
        _, context = self.element.packed
        return context

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's scripts and styles for the blocks, and the element that describes them."""
        own: Any = ["shared-blocks.js", self.element]
        return super().media + forms.Media(js=own)


class StreamField(WagtailStreamField):
    """Wagtail's field, which migrations see without its blocks.

    Whatever its blocks are, a column holds JSON. Wagtail writes all blocks of a field
    into each migration, so that a new block would cost hundreds of lines for each page
    type that has a body.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Appear in migrations as Wagtail's field with no blocks."""
        name, _, _, options = Field.deconstruct(self)
        return name, "wagtail.fields.StreamField", [[]], {**options, "block_lookup": {}}

    @cached_property
    def blocks_element(self) -> BlocksElement:
        """The description of the blocks.

        Wagtail makes a form class for each request, but this stays.
        """
        return BlocksElement(self.stream_block)

    def formfield(self, **options: Any) -> forms.Field:
        """Return Wagtail's form field, in which the blocks are described once for the whole form."""
        widget = SharedBlockWidget(self.stream_block, self.blocks_element)
        return super().formfield(**{"widget": widget, **options})

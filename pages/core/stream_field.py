"""A field of blocks that leaves its blocks out of migrations and describes them once for a whole form."""

import json
import re
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET
from telepath import Node, ValueContext
from wagtail.admin.auth import require_admin_access
from wagtail.admin.telepath import JSContext
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField as WagtailStreamField

from .cache_policy import form_part_view
from .form_parts import FormPart


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


class BlocksElement(FormPart):
    """The script that describes the blocks of a field to the editor.

    Many rows with the same blocks need one.
    """

    def __init__(self, field: "StreamField") -> None:
        self.field = field
        super().__init__("blocks_of_field", str(field))

    @cached_property
    def packed(self) -> tuple[Any, JSContext]:
        """What describes the blocks, and Wagtail's context that collected their scripts."""
        context = JSContext()
        node = SharedTextContext(context).build_node(self.field.stream_block)
        return node.emit(), context

    @cached_property
    def content(self) -> Any:
        description, _ = self.packed
        return description


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
        return BlocksElement(self)

    def formfield(self, **options: Any) -> forms.Field:
        """Return Wagtail's form field, in which the blocks are described once for the whole form."""
        widget = SharedBlockWidget(self.stream_block, self.blocks_element)
        return super().formfield(**{"widget": widget, **options})


@form_part_view
@require_GET
@require_admin_access
def serve_blocks(request: HttpRequest, field: str, part_id: str) -> HttpResponse:
    """Send the description of the blocks of ``field``, such as ``complaints.Action.evidence``."""
    model, _, name = field.rpartition(".")
    try:
        found = apps.get_model(model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist) as error:
        raise Http404 from error
    if not isinstance(found, StreamField):
        raise Http404
    return found.blocks_element.serve(part_id)

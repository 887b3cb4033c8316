"""Text that readers type, without what nobody types."""

import re

from django import forms

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Those but the tab and the line break, and halves of characters."""


def readable(text: str) -> str:
    """Return ``text`` with plain line breaks and without control characters, which nobody types."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL_CHARACTERS.sub("", plain)


class ReadableField(forms.CharField):
    """Text of which only control characters are lost; each line break counts as one character."""

    widget = forms.Textarea

    def to_python(self, value) -> str:
        """Return the readable text."""
        return super().to_python(readable(str(value or ""))) or ""

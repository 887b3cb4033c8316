"""A form field for text, and the removal of control characters that it does."""

import re
from typing import Any

from django import forms

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""All control characters except tab and line feed, and surrogates (halves of characters)."""


def strip_control_characters(text: str) -> str:
    """Return ``text`` without control characters, and with every line break as a single line feed."""
    with_plain_breaks = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL_CHARACTERS.sub("", with_plain_breaks)


class PlainTextField(forms.CharField):
    """A text area that removes control characters; a line break counts as one character."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(strip_control_characters(str(value or ""))) or ""

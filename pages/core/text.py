"""Text as people type it, plain and rich, without what no reader sees, and as no spreadsheet runs it."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""All control characters except tab and line feed, and surrogates (halves of characters)."""


def strip_control_characters(text: str) -> str:
    """Return ``text`` without control characters, and with every line break as a single line feed."""
    return CONTROL_CHARACTERS.sub("", normalize_newlines(text))


class PlainTextField(forms.CharField):
    """A text area that removes control characters; a line break counts as one character."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(strip_control_characters(str(value or ""))) or ""


EDITOR_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')
"""The editor gives each paragraph a new key, even if nobody has changed it."""


def has_text(html: str) -> bool:
    """Return True if a reader would see any text.

    An emptied editor leaves an empty paragraph behind.
    """
    return bool(get_text_for_indexing(html).strip())


def rich_text_as_html(text: RichText | str) -> SafeString:
    """Return stored rich text as HTML. Wagtail renders a template for each text, and a page has a hundred."""
    return mark_safe(expand_db_html(getattr(text, "source", text) or ""))  # noqa: S308 -- only tags of the editor


def without_editor_keys(text: str) -> str:
    """Return rich text, as HTML or within JSON, without the keys of its paragraphs."""
    return EDITOR_KEY.sub("", text)


FORMULA_STARTS = "=+-@＝＋－＠"  # noqa: RUF001  # Excel accepts the wide ones in some languages
# A workbook is XML.
INVALID_XML_CHARACTERS = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def escape_formula(value: object) -> str:
    """Return ``value`` as text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    text = INVALID_XML_CHARACTERS.sub("", str(value))
    if (
        text[:1] in {"\t", "\r", "\n"}
        or _first_visible_character(text) in FORMULA_STARTS
    ):
        return f"'{text}" if text else ""
    return text


def unescape_formula(text: str) -> str:
    """Return ``text`` without the apostrophe that ``escape_formula`` put before it."""
    if text.startswith("'") and escape_formula(text[1:]) == text:
        return text[1:]
    return text


def _first_visible_character(text: str) -> str:
    """Return the first character that is neither space nor invisible; spreadsheets skip some of those."""
    return next((c for c in text if unicodedata.category(c)[0] not in "ZC"), "")

"""Values for exported files that no spreadsheet program runs as a formula."""

import re
import unicodedata

FORMULA_STARTS = "=+-@＝＋－＠"  # noqa: RUF001  # Excel accepts the wide ones in some languages
# A workbook is XML.
INVALID_XML_CHARACTERS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape_formula(value: object) -> str:
    """Return ``value`` as text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    text = INVALID_XML_CHARACTERS.sub("", str(value))
    if text[:1] in {"\t", "\r", "\n"} or _first_visible_character(text) in FORMULA_STARTS:
        return f"'{text}" if text else ""
    return text


def _first_visible_character(text: str) -> str:
    """Return the first character that is neither space nor invisible; spreadsheets skip some of those."""
    return next((c for c in text if unicodedata.category(c)[0] not in "ZC"), "")

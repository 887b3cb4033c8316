"""Cells of exported files that no spreadsheet takes for a formula."""

import re
import unicodedata

FORMULA_STARTS = "=+-@＝＋－＠"  # noqa: RUF001  # the wide ones count in some languages of Excel
# What XML cannot hold. A workbook is XML.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def neutral(value) -> str:
    """Return ``value`` as text that no spreadsheet takes for a formula: behind an apostrophe if need be."""
    text = NOT_IN_XML.sub("", str(value))
    if text[:1] in {"\t", "\r", "\n"} or _visible_start(text) in FORMULA_STARTS:
        return f"'{text}" if text else ""
    return text


def _visible_start(text: str) -> str:
    """Return the first character that is neither space nor invisible; spreadsheets skip some of those."""
    return next((c for c in text if unicodedata.category(c)[0] not in "ZC"), "")

"""Reads dates in the forms that leave no doubt. All others are asked."""

import re

from pages.core.partial_dates import PartialDate, UnreadableDateError, read_date

MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
FORMATS = {
    "27 March 2025": rf"\d{{1,2}}(?:st|nd|rd|th)? {MONTH} \d{{4}}",
    "27/03/2025 (day first)": r"\d{1,2}/\d{1,2}/\d{4}",
    "2025-03-27": r"\d{4}-\d{2}(?:-\d{2})?",
    "March 2025": rf"{MONTH} \d{{4}}",
    "2025": r"\d{4}",
}
"""The forms that are read without asking, each as an example.

“By” may stand before them.
"""
EXACT = re.compile(rf"(?:by )?({'|'.join(FORMATS.values())})\.?")


def read_exact_date(text: str) -> PartialDate | None:
    """Return the date that ``text`` is; ``None`` if a person has to say what it means."""
    found = EXACT.fullmatch(" ".join(text.casefold().split()))
    if not found:
        return None
    try:
        return read_date(found[1])
    except UnreadableDateError:
        return None


def words_beside_date(text: str) -> str:
    """Return the words of a deadline as printed; nothing if they are a date and no more."""
    try:
        read_date(text)
    except UnreadableDateError:
        return text.strip()
    return ""

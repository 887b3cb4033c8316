"""The columns of a plan sheet, and the key by which a row is known again."""

import re
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import UnreadableDateError, read_date
from pages.core.text import escape_formula, unescape_formula
from pages.files.contained.table_grid import tidy_text


class SheetColumn(StrEnum):
    """The headings, in their order."""

    KEY = "Key (do not change)"
    NUMBER = "Number"
    RECOMMENDATION = "Recommendation"
    ACTION = "Action"
    ORGANISATION = "Responsible organisation"
    OWNER = "Responsible posts"
    STATUS = "Status"
    STATUS_WORDS = "Status in your own words"
    DUE_DATES = "Due dates so far"
    DUE = "Due date"
    REASON = "Why the date changed"
    COMPLETED = "Date completed"
    LAST_UPDATE = "Last update"
    UPDATE = "New update"
    UPDATE_DATE = "Date of the new update"
    EVIDENCE = "Evidence so far"
    MORE_EVIDENCE = "More evidence"


FILLED_IN = {
    SheetColumn.OWNER: "owner",
    SheetColumn.STATUS: "status",
    SheetColumn.STATUS_WORDS: "status_words",
    SheetColumn.DUE: "due",
    SheetColumn.REASON: "reason",
    SheetColumn.COMPLETED: "completed",
    SheetColumn.UPDATE: "text",
    SheetColumn.UPDATE_DATE: "as_at",
    SheetColumn.MORE_EVIDENCE: "evidence",
}
"""The columns to fill in, and the cells of the update round that they are."""
OF_THE_RECOMMENDATION = frozenset({SheetColumn.UPDATE, SheetColumn.UPDATE_DATE})
"""The columns that all actions of a recommendation share."""
MAX_LETTERS = 32_767
"""The most that a cell of a spreadsheet takes."""
STATUS_CODES = {label.casefold(): code for code, label in ActionStatus.choices}


def digest_of_owner(name: str) -> str:
    """Return the name of an owner as the keys of that owner's sheet have it."""
    return f"{crc32(name.encode()):x}"


@dataclass(frozen=True)
class RowKey:
    """What the first column holds: ``P12-A1-V345``.

    No spreadsheet takes it for a number or a date.
    """

    page: int
    place: int
    """The place of the action in that version, from 0."""
    version: int
    """The revision whose content the row had, which is what it is compared with; 0 if there was none."""
    owner: str = ""
    """The digest of the owner whose sheet it is; empty in a sheet of all actions."""

    def __str__(self) -> str:
        key = f"P{self.page}-A{self.place + 1}-V{self.version}"
        return f"{key}-O{self.owner}" if self.owner else key

    @classmethod
    def parse(cls, text: str) -> "RowKey | None":
        """Return the key that ``text`` is; ``None`` if it is none."""
        found = re.fullmatch(
            r"P(\d{1,18})-A([1-9]\d{0,3})-V(\d{1,18})(?:-O([0-9a-f]{1,8}))?", text
        )
        if not found:
            return None
        page, place, version, owner = found.groups()
        return cls(int(page), int(place) - 1, int(version), owner or "")


def written(text: str) -> str:
    """Return a text as a sheet has it: it cannot be run as a formula, and fits into a cell."""
    return escape_formula(tidy_text(text))[:MAX_LETTERS]


def is_as_written(text: str, before: str) -> bool:
    """Return True if ``text`` is what a sheet had when it was written with the text ``before``."""
    return text == written(before) or is_same(unescape_formula(text), before)


def value_of(column: SheetColumn, text: str) -> str:
    """Return what was filled in as the cell of the round takes it."""
    value = unescape_formula(text)
    if column == SheetColumn.STATUS:
        return STATUS_CODES.get(value.casefold(), value)
    return value


def is_same(text: str, other: str) -> bool:
    """Return True if both texts, or the dates that they are, are the same."""
    return (
        tidy_text(text) == tidy_text(other) or _as_date(text) == _as_date(other) != ""
    )


def _as_date(text: str) -> str:
    """Return the date that ``text`` is, which spreadsheets write in their own way; empty if it is none."""
    try:
        return str(read_date(text))
    except UnreadableDateError:
        return ""

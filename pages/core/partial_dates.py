"""Dates known to the day, the month or only the year; the unknown part is never made up.

A partial date is written, stored and sorted as ISO 8601 with reduced precision:
``2024-09-27``, ``2024-09`` or ``2024``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering

MONTHS = tuple(calendar.month_name)
"""English month names, kept because ``calendar`` builds each one anew at every access."""
WAYS_TO_WRITE_DATES = [
    re.compile(way, re.ASCII)
    for way in (
        r"(?P<year>\d{4})(?P<sign>[-/])(?P<month>\d{1,2})((?P=sign)(?P<day>\d{1,2}))?",
        r"(((?P<day>\d+) ?[/.-] ?)?(?P<month>\d+) ?[/.-] ?)?(?P<year>\d+)",
        r"((?P<day>\d+)[ -]?)?(?P<month>[a-z]+)\.?[ -]?['’]?(?P<year>\d+)",
        r"(?P<month>[a-z]+)\.? (?P<day>\d+) (?P<year>\d+)",
    )
]
EXAMPLES = "27 March 2025, 27/3/2025, March 2025 or 2025"


class UnreadableDateError(ValueError):
    """A text that is no date; the message tells the person who typed it what to type."""


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the day and month, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month")
        # Zero is a wrong month or day, not an unknown one.
        if self.month == 0 or self.day == 0:
            raise ValueError("no month or day has the number 0")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    @lru_cache(maxsize=4096)  # a long list reads hundreds, mostly the same few
    def parse(cls, text: str) -> PartialDate:
        """Return the date of ``2024``, ``2024-09`` or ``2024-09-27``; raise ``ValueError`` for others."""
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
            raise ValueError(f"not a date: {text!r}")
        return cls(*map(int, text.split("-")))

    @classmethod
    def of_day(cls, day: datetime.date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> str:
        if self.day:
            return "day"
        return "month" if self.month else "year"

    @property
    def earliest(self) -> datetime.date:
        """The first day that this can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day that this can mean."""
        month = self.month or 12
        return datetime.date(
            self.year, month, self.day or calendar.monthrange(self.year, month)[1]
        )

    def is_past(self, today: datetime.date) -> bool:
        """Return True if every day that this can mean is before ``today``."""
        return self.latest < today

    def is_certainly_before(self, other: PartialDate) -> bool:
        """Return True if every day that this can mean comes before every day that ``other`` can mean."""
        return self.latest < other.earliest

    def __lt__(self, other: PartialDate) -> bool:
        """Order by the first possible day; if that is the same, the less precise date comes first."""
        return str(self) < str(other)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [
            f"{part:02}" for part in (self.month, self.day) if part
        ]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """The date as people write it: ``27 September 2024``, ``September 2024`` or ``2024``."""
        if not self.month:
            return str(self.year)
        month_and_year = f"{MONTHS[self.month]} {self.year}"
        if not self.day:
            return month_and_year
        return f"{self.day} {month_and_year}"

    @property
    def words_with_preposition(self) -> str:
        """The same as part of a sentence: ``on 27 September 2024``, ``in September 2024``."""
        if self.day:
            return f"on {self.words}"
        return f"in {self.words}"

    def is_all_that_is_said_by(self, words: str) -> bool:
        """Return True if ``words``, such as “by 27 March 2025”, say this date and nothing else."""
        text = " ".join(words.split()).rstrip(".").lower()
        return (
            text.removeprefix("by ").removeprefix("the end of ") == self.words.lower()
        )

    @property
    def reading(self) -> str:
        """What somebody who typed the date is told: with the day of the week, or what is not known."""
        if self.day:
            return f"{self.words} ({self.earliest:%A})"
        if self.month:
            return f"{self.words}: the day is not known"
        return f"{self.words}: the month and day are not known"


def read_date(text: str) -> PartialDate:
    """Return the date that somebody typed in words, figures or as stored; raise ``UnreadableDateError``."""
    words = " ".join(
        re.sub(r"(?<=\d)(st|nd|rd|th)\b|\bof\b|,", " ", text.casefold()).split()
    )
    for way in WAYS_TO_WRITE_DATES:
        if match := way.fullmatch(words):
            parts = match.groupdict()
            return _date_of(
                parts.get("day"),
                parts.get("month"),
                _full_year(match["year"], parts.get("day"), words),
            )
    raise UnreadableDateError(f"Enter a date, like {EXAMPLES}.")


def _full_year(year: str, day: str | None, words: str) -> str:
    """Return the year of ``27/3/25``, ``27 Mar 25`` and ``Mar-25``; in ``Mar 25`` it may be a day."""
    is_year = day or re.search(r"[a-z]\.?(-| ?['’])\d\d$", words, re.ASCII)
    if len(year) == 2 and is_year:
        return f"20{year}"
    return year


def _date_of(day: str | None, month: str | None, year: str) -> PartialDate:
    if len(year) != 4:
        raise UnreadableDateError(f"Enter the year with 4 digits, like {EXAMPLES}.")
    if len(day or "") > 2:
        raise UnreadableDateError(
            f"There is no such day. Enter a date, like {EXAMPLES}."
        )
    month_number = _month_number(month) if month else None
    day_number = int(day) if day else None
    try:
        return PartialDate(int(year), month_number, day_number)
    except ValueError as error:
        date = " ".join(filter(None, (day, MONTHS[month_number or 0], year)))
        raise UnreadableDateError(
            f"There is no {date}. Enter a date, like {EXAMPLES}."
        ) from error


def _month_number(month: str) -> int:
    if month.isdecimal():
        if len(month) <= 2 and 1 <= int(month) <= 12:
            return int(month)
        raise UnreadableDateError(
            f"There is no month {month}. Enter the day first, like 27/3/2025."
        )
    for number, name in enumerate(MONTHS):
        if len(month) >= 3 and name.casefold().startswith(month):
            return number
    raise UnreadableDateError(
        f"“{month}” is not a month. Enter a date, like {EXAMPLES}."
    )

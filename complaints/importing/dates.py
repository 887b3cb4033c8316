"""Reads dates as forces write them in plans, and says what is not sure of them."""

import datetime
import re
from dataclasses import dataclass

from pages.core.partial_dates import MONTHS, PartialDate, UnreadableDateError, read_date

NO_DATE = re.compile(
    r"(immediate(ly)?|(with )?immediate effect|asap|as soon as possible|straight ?away|now|ongoing|on-going|"
    r"continuous|tbc|tbd|to be (confirmed|decided|determined|advised)|n/?a|not applicable|none|not known|"
    r"unknown|not set|no date|within .{1,60}|-+|–|—)",
)
"""What stands in place of a date and is kept as it is written."""
PLAIN_BEFORE = re.compile(
    r"(by|on|in|as at|as of|end of|by end of|by the end of|the end of|due|due by|completed|"
    r"complete|completed on|completed in|closed|closed on|updated|no later than|deadline:?|date:?)\s+"
)
VAGUE_BEFORE = re.compile(
    r"(early|mid|late|around|about|circa|c\.?|approx\.?|approximately|expected|estimated|before|after|from|"
    r"since|beginning of|start of)"
    r"[ -]+"
)
VAGUE_AFTER = re.compile(
    r"\s+(earliest|at the earliest|latest|at the latest|onwards?|approx\.?|\(?est\.?\)?|tbc|provisional)$"
)
QUARTER = re.compile(r"q(?:uarter )?([1-4])[ ,]*(?:of |fy ?)?(\d{4}|\d{2})(?:\s?[/-]\s?(\d{2,4}))?")
FINANCIAL_YEAR = re.compile(r"(?:fy ?|financial year )?(20\d\d)\s?[/-]\s?(\d{2}|20\d\d)")
SEASON = re.compile(r"(spring|summer|autumn|winter|christmas|easter),? (?:of )?(\d{4})")
MONTH_OR_DAY = re.compile(r"([a-z]{3,9})\.? (\d\d)")
MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
DATE_WITHIN = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9},? \d{4}|[a-z]{3,9} \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
    r"\d{1,2} [a-z]{3,9} \d\d\b|[a-z]{3}-\d\d|20\d\d[/-]\d\d[/-]\d\d|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6} [’']?\d\d\b",
    re.ASCII,
)
PERIOD = re.compile(
    rf"\b(?:{QUARTER.pattern}|{FINANCIAL_YEAR.pattern}|{SEASON.pattern}|quarter [1-4]|q[1-4]|20\d\d)\b"
)
YEARS = range(2010, 2101)
"""Years that a date of a plan can have: the first super-complaint is of 2018."""


@dataclass(frozen=True)
class When:
    """What a text says of a date."""

    date: PartialDate | None = None
    printed: str = ""
    """The text, where it stands in place of a date."""
    choices: tuple[PartialDate, ...] = ()
    """What it may mean, where a person has to say it."""
    doubt: str = ""
    """Why a person has to say it."""


def read_when(text: str, today: datetime.date) -> When:
    words = " ".join(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.casefold()).split()).rstrip(" .;")
    if not words:
        return When()
    if words == "today":
        return When(PartialDate.of_day(today))
    if NO_DATE.fullmatch(words):
        return When(printed=text.strip())
    core = _without_plain_words(words)
    if found := QUARTER.fullmatch(core):
        return _quarter(found)
    vague = VAGUE_AFTER.sub("", VAGUE_BEFORE.sub("", core))
    return (
        _period(core)
        or _month_or_day(vague, today)
        or (_plain(core) if vague == core else _vague(vague, text))
        or _month_first(core)
        or _dates_within(words)
        or When(doubt="This is no date that can be read.")
    )


def words_to_keep(text: str) -> str:
    """Return the words of a deadline as printed; nothing if they are a date and no more."""
    try:
        read_date(text)
    except UnreadableDateError:
        return text.strip()
    return ""


def _without_plain_words(words: str) -> str:
    while (shorter := PLAIN_BEFORE.sub("", words, count=1) if PLAIN_BEFORE.match(words) else words) != words:
        words = shorter
    return re.sub(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", "", words)


def _plain(words: str) -> When | None:
    try:
        date = read_date(re.sub(r"[ t]00:00(:00)?$", "", words))
    except UnreadableDateError:
        return None
    return When(date) if date.year in YEARS else None


def _vague(words: str, text: str) -> When | None:
    plain = _plain(words)
    return plain and When(
        choices=(plain.date,) if plain.date else (), doubt=f"“{text.strip()}” is not exact."
    )


def _quarter(found: re.Match[str]) -> When:
    quarter, first, second = int(found[1]), _year(found[2]), found[3]
    financial = PartialDate(first + (quarter == 4), (quarter * 3 + 2) % 12 + 1)
    if second:
        return When(
            choices=(financial,),
            doubt="A quarter is no date that the site can store; it ends with this month.",
        )
    calendar = PartialDate(first, quarter * 3)
    return When(
        choices=(financial, calendar), doubt="It may be a quarter of the financial year or of the calendar’s."
    )


def _period(words: str) -> When | None:
    if (found := FINANCIAL_YEAR.fullmatch(words)) and int(found[2][-2:]) == (int(found[1]) + 1) % 100:
        last = int(found[1]) + 1
        return When(choices=(PartialDate(last, 3), PartialDate(last)), doubt="It is a financial year.")
    if found := SEASON.fullmatch(words):
        return When(choices=(PartialDate(int(found[2])),), doubt="Of a season only the year can be stored.")
    return None


def _month_or_day(words: str, today: datetime.date) -> When | None:
    """Read “March 26”, which may be a month of 2026 or a day of some year."""
    found = MONTH_OR_DAY.fullmatch(words)
    month = found and _month(found[1])
    if not found or not month:
        return None
    number = int(found[2])
    choices = [PartialDate(2000 + number, month)] if 2000 + number in YEARS else []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            choices.append(PartialDate(year, month, number))
        except ValueError:
            continue
    return When(choices=tuple(choices), doubt=f"“{number}” may be the year or the day.")


def with_month_first(text: str) -> PartialDate | None:
    """Return the date of the figures in ``text``, such as 3/27/2026, if the month stands first in them."""
    found = MONTH_FIRST.search(text)
    try:
        return PartialDate(_year(found[3]), int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _month_first(words: str) -> When | None:
    date = with_month_first(words) if MONTH_FIRST.fullmatch(words) else None
    doubt = "There is no such month: the month seems to stand first."
    return When(choices=(date,), doubt=doubt) if date else None


def _dates_within(words: str) -> When | None:
    found = [_plain(each) for each in DATE_WITHIN.findall(words)]
    dates = tuple(dict.fromkeys(each.date for each in found if each and each.date))
    return When(choices=dates[:6], doubt="There is more here than a date.") if dates else None


def _month(name: str) -> int | None:
    return next(
        (place for place, month in enumerate(MONTHS) if place and month.casefold().startswith(name)), None
    )


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def find_period(text: str) -> str:
    """Return the words in a heading that name a time, but no date: “Q4 2024/25”, “2025”."""
    found = PERIOD.search(text.casefold())
    return text[found.start() : found.end()] if found else ""


def find_date(text: str) -> tuple[PartialDate | None, str]:
    """Return the one date that ``text``, such as a heading, names, and the text without it.

    “Nov 24” is a month beside other words, though in the place of a date it may be a day as well.
    """
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE)
    found = [
        (match, _plain(re.sub(r"^([a-z]+) [’']?(\d\d)$", r"\1 20\2", match[0])))
        for match in DATE_WITHIN.finditer(words.casefold())
    ]
    dates = [(match, when.date) for match, when in found if when and when.date]
    if len(dates) != 1:
        return None, text
    match, date = dates[0]
    return date, f"{words[: match.start()]} {words[match.end() :]}".strip()

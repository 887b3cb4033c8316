"""Reads one cell by what its column means, and asks a person where the words do not decide it."""

import datetime
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import median_low
from typing import Any

from complaints.stated_positions import ONLY_A_PERSON_CAN_TELL, stated_position
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate

from .columns import DATES, LABELS, Meaning
from .dates import When, read_when, with_month_first
from .words import plain_words, read_position, read_status

NOT_YET = frozenset({Meaning.COMPLETED, Meaning.CLOSED, Meaning.AS_AT, Meaning.ANSWER_DATE})
"""Dates of what has happened: they cannot be to come."""
MAY_BE_WORDS = frozenset({Meaning.DEADLINE, Meaning.DUE, Meaning.COMPLETED})
"""Dates in whose place words can stand, such as “immediately”, “March 26 earliest” or “already in place”."""
KEPT = "kept in these words"
LEAVE_OUT = "leave"
KEEP_WORDS = "words"
WRITTEN = "written"
"""The answer of somebody who wrote something else instead."""
SPREADSHEET_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
ELSEWHERE = re.compile(
    r"(as|(please )?see|same as|refer to) (above|below|previous|before|(rec|recommendation|action) ?[\d.]+)"
    r"( above| below)?|ditto|[\"“”]+"
)
WHEN_DONE = re.compile(r"(completed?|closed|done|achieved|implemented)\b(?! by)", re.IGNORECASE)
MONTHS_OF_A_YEAR = 12
YEARS_BEFORE_A_PLAN = 2
"""A date that many years before most others of a plan is pointed out."""


@dataclass
class Question:
    """What a person has to say once of all cells that say the same."""

    meaning: Meaning
    text: str
    why: str
    choices: list[tuple[str, str]]
    """Each answer with its words."""
    answer: str = ""
    written: str = ""
    """What the person wrote in its place."""
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return question_key(self.meaning, self.text)

    @property
    def label(self) -> str:
        return LABELS[self.meaning]

    @property
    def is_about_words(self) -> bool:
        """Whether the answer is remembered: what a force means by “Green” stays the same."""
        return self.meaning in {Meaning.STATUS, Meaning.POSITION}

    @property
    def may_be_written(self) -> bool:
        """Whether the person may write what is meant, too."""
        return self.meaning in DATES


@dataclass
class Said:
    """What a cell says, and how it was read."""

    value: str | PartialDate | None
    text: str
    place: str
    heading: str
    reading: str = ""
    """What it was read as; empty where it was taken as it is written."""
    date: PartialDate | None = None
    """The date beside a status, on which it was completed or closed."""

    @property
    def code(self) -> str:
        """The value of a status or position."""
        return str(self.value)


@dataclass
class Settings:
    """What the reading of cells depends on."""

    today: datetime.date
    report: PartialDate | None = None
    """When the report was published, to which the plan answers."""
    numbers: frozenset[str] = frozenset()
    """The printed numbers of its recommendations that are known here."""
    is_own_data: bool = False
    """Whether it is what this site says already, in which no date is doubted."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What a person answered, by the key of the question."""
    written: Mapping[str, str] = field(default_factory=dict)
    """What a person wrote in the place of a cell, by the same key."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """What was answered at an earlier table."""


def question_key(meaning: Meaning, text: str) -> str:
    """Return a short key of what is asked, by which a form sends the answer."""
    return f"{zlib.crc32(f'{meaning}:{plain_words(text)}'.encode()):08x}"


class CellReader:
    """Reads cells, and collects the questions."""

    def __init__(self, settings: Settings, dates: list[str]) -> None:
        self.settings, self.usual_year = settings, usual_year(dates, settings.today)
        found = filter(None, map(with_month_first, dates))
        self.has_month_first = any(date.day and date.day > MONTHS_OF_A_YEAR for date in found)
        self.questions: dict[str, Question] = {}

    def read(self, meaning: Meaning, text: str, place: str, heading: str) -> Said | None:
        """Return what ``text`` says; ``None`` if it says nothing, is to be left out or has to be asked."""
        text = text.strip()
        said = Said(text, text, place, heading)
        if not text:
            return None
        if text.startswith(SPREADSHEET_ERRORS):
            why = "The spreadsheet shows an error here. Put it right there, or leave it out."
            self._ask(meaning, said, why)
            return None
        if meaning in DATES:
            return self._read_date(meaning, said)
        if meaning in {Meaning.STATUS, Meaning.POSITION}:
            return self._read_word(meaning, said)
        if ELSEWHERE.fullmatch(plain_words(text) or text):
            why = "It leads to another cell of the plan, which readers do not see beside it."
            code = self._ask(meaning, said, why, [(KEEP_WORDS, f"Keep the words “{text}”")])
            return replace(said, reading=KEPT) if code == KEEP_WORDS else None
        return said

    def position_in(self, answer: Said, *, is_asked: bool) -> Said | None:
        """Return the position with whose statement an answer begins."""
        code = stated_position(answer.text)
        if code is None:
            return None
        said = replace(answer, text=" ".join(answer.text.split()))
        if code == ONLY_A_PERSON_CAN_TELL and is_asked:
            why = "The answer speaks of accepting, and does not say just “accepted” or “not accepted”."
            code = self._ask(Meaning.POSITION, said, why, Position.choices)
        if code not in Position.values:
            return None
        return replace(said, value=code, reading=f"{Position(code).label}, as the answer begins with it")

    def number_here(self, number: str, place: str) -> str:
        """Return the number that ``number`` has here; nothing if a person has to say which part “7a” is."""
        whole = re.sub(r"\D.*", "", number)
        parts = [each for each in self.settings.numbers if _is_part_of(each, whole)]
        is_alike = all(("." in each) == ("." in number) for each in parts)
        if is_alike or number in self.settings.numbers or not _is_part_of(number, whole):
            return number
        why = f"Recommendation {whole} has other parts here, and the data of forces are joined by them."
        choices = [(each, f"It is {each}") for each in sorted(parts)] + [
            (number, f"It is none of them: {number}")
        ]
        answer = self._ask(Meaning.NUMBER, Said(number, number, place, ""), why, choices)
        return "" if answer in {LEAVE_OUT, WRITTEN} else answer

    # Words

    def _read_word(self, meaning: Meaning, said: Said) -> Said | None:
        word = (read_status if meaning == Meaning.STATUS else read_position)(said.text)
        labels = ActionStatus if meaning == Meaning.STATUS else Position
        code, date = (word.code, word.date) if word else ("", None)
        other = with_month_first(said.text) if date and self.has_month_first else None
        if date and (date.earliest > self.settings.today or other not in {None, date}):
            code, date = "", None
        if not code:
            why = "What does your force mean by it?" if word else "These are no words for it that are known."
            code = self._ask(meaning, said, why, labels.choices)
        if code not in labels.values:
            return None
        label = labels(code).label
        reading = "" if plain_words(said.text) == label.casefold() else str(label)
        if date:
            reading = f"{label}, {date.words}"
        return replace(said, value=code, reading=reading, date=date)

    # Dates

    def _read_date(self, meaning: Meaning, said: Said) -> Said | None:
        text = said.text
        written = self.settings.written.get(question_key(meaning, text), "").strip()
        when = read_when(written or text, self.settings.today)
        if self.settings.is_own_data and not when.date:
            when = When(printed=text)
        doubt, choices = self._doubt(meaning, when, "" if written else text)
        if not doubt:
            if written:
                self._ask(meaning, said, "", written=written)
            return self._without_doubt(meaning, when, said)
        offered = [(str(date), date.words) for date in choices]
        if meaning in MAY_BE_WORDS:
            offered.append((KEEP_WORDS, f"No date: keep the words “{text[:60]}”"))
        code = self._ask(meaning, said, doubt, offered, written)
        if code == KEEP_WORDS:
            return replace(said, value=None, reading=KEPT)
        if code in {"", LEAVE_OUT, WRITTEN}:
            return None
        date = PartialDate.parse(code)
        return replace(said, value=date, reading=date.words)

    def _without_doubt(self, meaning: Meaning, when: When, said: Said) -> Said | None:
        if when.printed:
            return replace(said, value=None, reading=KEPT if meaning in MAY_BE_WORDS else "no date")
        if not when.date:
            return None
        words = when.date.words
        return replace(said, value=when.date, reading="" if words == said.text else words)

    def _doubt(self, meaning: Meaning, when: When, text: str) -> tuple[str, tuple[PartialDate, ...]]:
        """Return why a person has to say what is meant, and what it may be; nothing if it is plain."""
        date = when.date
        if when.doubt or not date or self.settings.is_own_data:
            return when.doubt, when.choices
        if meaning in {Meaning.DUE, Meaning.DEADLINE} and WHEN_DONE.match(text):
            return "It seems to say when it was completed.", (date,)
        other = with_month_first(text) if self.has_month_first else None
        if other and other != date:
            return "Another date of this plan has the month first.", (date, other)
        return self._doubt_of_time(meaning, date)

    def _doubt_of_time(self, meaning: Meaning, date: PartialDate) -> tuple[str, tuple[PartialDate, ...]]:
        """Return why it cannot be when it was: to come, before the report or long before the plan."""
        report = self.settings.report
        if meaning in NOT_YET and date.earliest > self.settings.today:
            return f"{date.words} has not come yet.", ()
        if report and date.is_certainly_before(report):
            return f"{date.words} is before the report was published ({report.words}).", self._later_years(
                date, report.year
            )
        if not report and self.usual_year and date.year <= self.usual_year - YEARS_BEFORE_A_PLAN:
            why = f"{date.words} is long before most dates of this plan, of {self.usual_year} or later."
            return why, (date, *self._later_years(date, self.usual_year))
        return "", ()

    def _later_years(self, date: PartialDate, first: int) -> tuple[PartialDate, ...]:
        found = []
        for year in range(first, first + 3):
            try:
                later = PartialDate(year, date.month, date.day)
            except ValueError:  # 29 February
                continue
            if not self.settings.report or not later.is_certainly_before(self.settings.report):
                found.append(later)
        return tuple(found)

    # Questions

    def _ask(self, meaning: Meaning, said: Said, why: str, choices: Any = (), written: str = "") -> str:
        """Note a question, once for all cells that say the same, and return the answer, if there is one.

        Without a reason to ask, what was written is the answer.
        """
        key = question_key(meaning, said.text)
        offered = [*choices, (LEAVE_OUT, "Leave it out")]
        # What is broken in one table may be put right in the next: to leave it out is not remembered.
        remembered = self.settings.remembered.get(key, "") if choices else ""
        answer = (self.settings.answers.get(key) or remembered) if why else WRITTEN
        if answer not in {*dict(offered), WRITTEN}:
            answer = ""
        known = self.questions.setdefault(key, Question(meaning, said.text, why, offered, answer, written))
        if said.place not in known.places:
            known.places.append(said.place)
        return answer


def joined(before: Said | None, said: Said) -> Said:
    """Return what two cells say together."""
    if not before or f"\n{said.text}\n" in f"\n{before.text}\n":
        return before or said
    text = f"{before.text}\n{said.text}"
    return Said(text, text, before.place, before.heading, before.reading)


def _is_part_of(number: str, whole: str) -> bool:
    return bool(re.fullmatch(rf"{whole}(\.\d+|[a-z]+)", number))


def usual_year(texts: list[str], today: datetime.date) -> int | None:
    """Return the year of which half of the dates in ``texts`` are not after; ``None`` of fewer than three."""
    dates = [when.date for when in (read_when(text, today) for text in texts) if when.date]
    return median_low(date.year for date in dates) if len(dates) >= 3 else None

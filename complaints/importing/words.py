"""Reads statuses and positions as forces word them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import TextChoices

from complaints.stated_positions import UNTICKED, stated_position
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate

from .dates import find_date

LETTER = r"(?:[a-z]|[ivx]{2,4})"
NUMBER = rf"[1-9]\d{{0,2}}(?:\.[1-9]\d{{0,2}})?(?:\s?(?:\({LETTER}\)|{LETTER}\)?))?"
PART = re.compile(
    rf"(\D{{0,25}}[1-9]\d{{0,2}})"
    rf"(?:,? part (?P<named>[1-9]\d?|{LETTER})\b|\s?\((?P<bare>[1-9]\d?|{LETTER})\))",
    re.ASCII | re.IGNORECASE,
)
"""How a part may be printed: “7 part 2”, “7(2)”, “7 (ii)”; “7 (2 actions)” is none."""
PREFIX = (
    r"(?:recommendations?|recs?|r|action|part|numbers?|nos?|nr|item)?[\s.:#]*(?:numbers?|nos?|nr)?[\s.:#]*"
)
NUMBERS = re.compile(
    rf"{PREFIX}[(\[]?(?P<numbers>{NUMBER}(?:\s*(?:,\s*and|,|&|;|/|and|to|-|–)\s*{NUMBER})*)[)\].:]*", re.ASCII
)
LEADING = re.compile(
    rf"(?P<prefix>(?:recommendation|rec|r|action)[\s.:#]*(?:number|no)?[\s.:#]*)?[(\[]?(?P<number>{NUMBER})[)\]]?(?P<end>[.:)\]]?\s*[-–—:]?\s+|\n|$)",
    re.ASCII | re.IGNORECASE,
)
BESIDE_A_NUMBER = re.compile(r"(?:(?<=\d)|(?<=\d[a-z]))\s*\((?P<words>[^()\d]{4,100})\)\s*$", re.IGNORECASE)
"""What stands in brackets behind a number, as in “Recommendation 4 (chief constables)”."""
STATES_SOMETHING = re.compile(r"\b(?:we|is|are|was|were|has|have|been|will)\b", re.IGNORECASE)
DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:20)?2\d")
"""A day in figures, which is no list of numbers."""
MOST_IN_A_RANGE = 30


class Numbers(NamedTuple):
    """The numbers that a cell names."""

    numbers: tuple[str, ...]
    kind: str
    """``action`` if the cell says so; empty for a recommendation."""


def read_numbers(text: str) -> Numbers | None:
    """Return the numbers that ``text`` consists of; ``None`` if it is anything else."""
    words = " ".join(BESIDE_A_NUMBER.sub("", text).casefold().split()).rstrip(" .:")
    words = re.sub(r"(?<=[\s,&;/])(?:recommendations?|recs?|r)[\s.]*(?=\d)", "", _with_plain_part(words))
    found = NUMBERS.fullmatch(re.sub(r"(?<![\d.])0+(?=[1-9])", "", words))
    if not found or DAY.fullmatch(words):
        return None
    numbers: list[str] = []
    parts = re.split(r"\s*(,|&|;|/|\band\b|\bto\b|-|–)\s*", found["numbers"])
    for sign, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        if not part:
            continue
        number = re.sub(r"[\s()]", "", part)
        if sign in {"to", "-", "–"}:
            if not numbers or not _fill_range(numbers, number):
                return None
        elif not re.fullmatch(r"[1-9]\d{0,2}(\.[1-9]\d{0,2})?([a-z]|[ivx]+)?", number):
            return None
        numbers.append(number)
    return Numbers(tuple(dict.fromkeys(numbers)), "action" if words.startswith("action") else "")


def read_only_numbers(text: str) -> Numbers | None:
    """Return the numbers that ``text`` consists of, with nothing beside them in brackets."""
    return None if BESIDE_A_NUMBER.search(text) else read_numbers(text)


def _with_plain_part(text: str) -> str:
    """Return “7.2” for “7 part 2”, and “7b” for “7 (b)”, at the beginning of ``text``."""
    found = PART.match(text)
    if not found:
        return text
    part = found["named"] or found["bare"]
    return f"{found[1]}{'.' * part.isdecimal()}{part}{text[found.end() :]}"


def _fill_range(numbers: list[str], last: str) -> bool:
    first = numbers[-1]
    if not first.isdecimal() or not last.isdecimal() or not 0 < int(last) - int(first) <= MOST_IN_A_RANGE:
        return False
    numbers.extend(str(number) for number in range(int(first) + 1, int(last)))
    return True


def split_leading_number(text: str) -> tuple[str, str]:
    """Return the number that ``text`` begins with, and the rest; an empty number if it has none."""
    text = _with_plain_part(text)
    found = LEADING.match(text)
    if not found:
        return "", text
    rest = text[found.end() :].strip()
    number = re.sub(r"[\s()]", "", found["number"].casefold())
    is_marked = (
        found["prefix"] or "." in number or found["end"].strip() or text.startswith(("(", "[")) or not rest
    )
    if not is_marked or (re.fullmatch(r"[1-9]\d{0,2}[a-z]", number) and not found["prefix"] and not rest):
        return "", text
    return number, rest


def _by_words(codes: type[TextChoices], words: Mapping[Any, str]) -> dict[str, TextChoices]:
    """Return each code by its label, by itself and by other ``words`` for it."""
    return {
        each: code
        for code in codes
        for each in (code.label.casefold(), code.value.replace("_", " "), *words.get(code, "").split("|"))
        if each
    }


STATUSES = _by_words(
    ActionStatus,
    {
        ActionStatus.COMPLETE: (
            "complete|completed|action complete|action completed|actions complete|complete and closed|"
            "done|achieved|implemented|delivered|fully implemented|finished|discharged|completed and closed|"
            "cyflawn|cwblhawyd|wedi’i gwblhau"
        ),
        ActionStatus.IN_PROGRESS: (
            "ongoing|on going|action ongoing|action in progress|progressing|under way|underway|"
            "on track|started|work in progress|wip|partially complete|partly complete|in train|continuing|"
            "partially implemented|ar y gweill|parhaus"
        ),
        ActionStatus.NOT_STARTED: (
            "not yet started|to be started|not begun|to start|yet to start|heb ddechrau"
        ),
        ActionStatus.CLOSED: "closed|action closed|closed by the board",
        ActionStatus.SUPERSEDED: "superseded|replaced",
        ActionStatus.NOT_STATED: "no status stated|no status given",
    },
)
UNSURE_STATUSES = re.compile(
    r"(dark |light )?(green|amber|red|blue|yellow|black|grey|gr[ae]y|white|purple|orange)"
    r"( ?(/|-|and|to) ?(green|amber|red|blue|yellow))?|[rabg]|open|outstanding|pending|planned|"
    r"on hold|paused|live|active|embedded|business as usual|bau|reviewed|overdue|delayed|slipped|"
    r"withdrawn|no longer (required|needed)"
)
"""Words of which each force knows by itself what it means by them."""
POSITIONS = _by_words(
    Position,
    {
        Position.AWAITING: "awaiting response",
        Position.ACCEPTED: "accept|agreed|agree|fully accepted|accepted in full|derbyniwyd",
        Position.ACCEPTED_IN_PART: "partially accepted|partly accepted|part accepted",
        Position.NOT_ACCEPTED: "not accepted|reject|rejected|declined|not agreed|do not accept",
        Position.NOT_APPLICABLE: "not applicable|not relevant",
        Position.NOT_STATED: "no position stated",
    },
)
UNSURE_POSITIONS = re.compile(
    r"yes|no|y|n|n/a|na|noted|(accept(ed)? |agree(d)? )?in principle|tbc|under consideration|partial|"
    r"partially|supported"
)
MOST_LETTERS_OF_A_WORD = 60


@dataclass(frozen=True)
class Word:
    """What a cell of one word or two says."""

    code: str = ""
    """The status or position; empty where a person has to say it."""
    is_unsure: bool = False
    date: PartialDate | None = None
    """The date beside a status, on which it was completed or closed, as in “Completed Nov-24”."""


NOTHING = re.compile(r"[-–—.\s]*|n/?a|none|nil|not applicable|no (update|response|comment)s?")


def says_nothing(text: str) -> bool:
    """Tell whether a cell only says that there is nothing: “–”, “N/A”."""
    return bool(NOTHING.fullmatch(text.strip(" .").casefold()))


def plain_words(text: str) -> str:
    """Return ``text`` as it is remembered: small letters, single spaces, no marks at its ends."""
    words = " ".join(text.casefold().replace("_", " ").replace("on-going", "ongoing").split())
    return words.strip(" .,;:–—-✓✔()[]“”\"'")


def read_status(text: str) -> Word | None:
    """Return the status that ``text`` names; ``None`` if it is no word for a status at all."""
    if UNTICKED.search(text):
        return Word(is_unsure=True)
    words = plain_words(text)
    # In two languages, or by two words for the same.
    said = {STATUSES.get(part) for part in re.split(r"\s*[/|\n]\s*", words)}
    if len(said) == 1 and (status := said.pop()):
        return Word(status)
    if UNSURE_STATUSES.fullmatch(words):
        return Word(is_unsure=True)
    date, rest = find_date(text) if len(text) <= MOST_LETTERS_OF_A_WORD else (None, text)
    rest, is_of_report = re.subn(r"\bas (?:at|of)$", "", plain_words(rest))
    status = STATUSES.get(re.sub(r"\b(?:on|in)$", "", rest).strip(" -–:(")) if date else None
    if status:
        has_ended = status in {ActionStatus.COMPLETE, ActionStatus.CLOSED} and not is_of_report
        return Word(status, date=date if has_ended else None)
    return None


def read_position(text: str) -> Word | None:
    """Return the position that ``text`` names; ``None`` if it is no word for a position at all."""
    words = plain_words(text)
    if (position := POSITIONS.get(words)) and not UNTICKED.search(text):
        return Word(position)
    return Word(is_unsure=True) if UNSURE_POSITIONS.fullmatch(words) else None


def says_status_or_position(text: str) -> bool:
    """Tell whether a text is a status or a position and no more."""
    return any(word and word.code for word in (read_status(text), read_position(text)))


def is_statement(text: str) -> bool:
    """Tell whether what stands before a dash says something itself: “Not accepted – we have no power”."""
    known = read_position(text) or read_status(text) or STATES_SOMETHING.search(text)
    return bool(known) or stated_position(text) is not None

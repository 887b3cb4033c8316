"""What the headings of plans mean: by their words, misspelt ones too, and by the cells below them."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from pages.core.partial_dates import PartialDate

from .dates import find_date, find_period, read_when
from .words import (
    read_numbers,
    read_position,
    read_status,
    says_nothing,
    says_status_or_position,
    split_leading_number,
)


class Meaning(StrEnum):
    """What a column, or a line of an upright table, tells of a recommendation."""

    NUMBER = "number"
    WORDING = "wording"
    PART = "part"
    TITLE = "title"
    SUMMARY = "summary"
    ADDRESSEES = "addressees"
    DEADLINE = "deadline"
    EVIDENCE_ASKED = "evidence_asked"
    EXECUTIVE_LEAD = "executive_lead"
    OPERATIONAL_LEAD = "operational_lead"
    POSITION = "position"
    REASON = "reason"
    ANSWER = "answer"
    ANSWER_DATE = "answer_date"
    ACTION = "action"
    OWNER = "owner"
    STATUS = "status"
    DUE = "due"
    COMPLETED = "completed"
    CLOSED = "closed"
    EVIDENCE = "evidence"
    DOCUMENTS = "documents"
    UPDATE = "update"
    AS_AT = "as_at"
    LEFT_OUT = "left_out"


LABELS = {
    Meaning.NUMBER: "Number of the recommendation",
    Meaning.WORDING: "Exact wording of the recommendation",
    Meaning.PART: "Part of the recommendation, such as 7.1",
    Meaning.TITLE: "Short title",
    Meaning.SUMMARY: "What it asks, in our words",
    Meaning.ADDRESSEES: "Addressees",
    Meaning.DEADLINE: "Deadline of the recommendation",
    Meaning.EVIDENCE_ASKED: "Evidence that the report asks for",
    Meaning.EXECUTIVE_LEAD: "Executive lead",
    Meaning.OPERATIONAL_LEAD: "Operational lead",
    Meaning.POSITION: "Position: accepted or not",
    Meaning.REASON: "Reason for the position",
    Meaning.ANSWER: "Answer of the force",
    Meaning.ANSWER_DATE: "Date of the answer",
    Meaning.ACTION: "Action: what is done",
    Meaning.OWNER: "Owner of the action",
    Meaning.STATUS: "Status of the action",
    Meaning.DUE: "Date that the action is due",
    Meaning.COMPLETED: "Date that the action was completed",
    Meaning.CLOSED: "Date that the action was closed",
    Meaning.EVIDENCE: "Evidence that it was done",
    Meaning.DOCUMENTS: "Supporting documents",
    Meaning.UPDATE: "Progress update",
    Meaning.AS_AT: "Date of the progress update",
    Meaning.LEFT_OUT: "Leave this out",
}
OWN_LABELS = {label: meaning for meaning, label in LABELS.items()}
DATES = frozenset(
    {
        *(Meaning.DEADLINE, Meaning.DUE, Meaning.COMPLETED, Meaning.CLOSED),
        *(Meaning.AS_AT, Meaning.ANSWER_DATE),
    }
)
MAY_STAND_TWICE = frozenset(
    {Meaning.UPDATE, Meaning.ACTION, Meaning.OWNER, Meaning.EVIDENCE, Meaning.DOCUMENTS, Meaning.LEFT_OUT}
)

MAY_HOLD_NUMBERS = frozenset({Meaning.WORDING, Meaning.TITLE, Meaning.SUMMARY, Meaning.ANSWER})
"""Columns whose cells may begin with the number of their recommendation."""

M = Meaning
HEADINGS: list[tuple[tuple[Meaning, ...], str]] = [
    ((M.PART,), "sub recommendation|part"),
    ((), "action number|page number|evidence status|evidence owner|update owner"),
    ((), "accepted by|agreed by|closed by|completed by|date agreed|date accepted"),
    ((M.NUMBER,), "number"),
    ((M.EVIDENCE_ASKED,), "evidence requirement|evidence required|evidence planned|requirement"),
    ((M.REASON,), "reason|rationale|justification"),
    ((M.AS_AT,), "as at|as of|date update|last updated|date updated|last reviewed|updated"),
    ((M.ANSWER_DATE,), "date response|date answer"),
    (
        (M.DUE,),
        "target|due|by when|timescale|timeframe|timeline|milestone|planned completion|for completion|"
        "be completed",
    ),
    ((M.DEADLINE,), "deadline"),
    ((M.OWNER,), "owner|responsible|responsibility|assigned|accountable|allocated"),
    ((M.EXECUTIVE_LEAD,), "executive lead|strategic lead|chief officer lead|executive|sponsor|sro"),
    ((M.OPERATIONAL_LEAD,), "lead"),
    ((M.ADDRESSEES,), "addressee|addressed|directed|recipient|applies to"),
    ((M.DOCUMENTS,), "document|attachment|link|file"),
    ((M.EVIDENCE,), "evidence|proof"),
    ((M.STATUS, M.UPDATE), "status update|status progress|status narrative"),
    ((M.STATUS,), "status|rag|brag|rating"),
    (
        (M.ACTION,),
        "action completed|action complete|completed action|agreed action|accepted action|will do|next step",
    ),
    ((M.COMPLETED,), "completed|complete|completion|date implemented"),
    ((M.CLOSED,), "date closed|date closure"),
    ((M.STATUS, M.POSITION, M.UPDATE), "current position|latest position"),
    ((M.POSITION,), "position|accepted|accept|agreed|decision|stance|accepts|reject"),
    ((M.POSITION, M.ANSWER), "response|answer|reply"),
    ((M.STATUS, M.UPDATE), "update|progress|narrative|achievement|achieved|have done|been done"),
    ((), "recommendation action"),
    ((M.NUMBER, M.ACTION), "action|task|activity|step|plan"),
    ((M.TITLE,), "title|subject|topic"),
    ((M.SUMMARY,), "summary|ask"),
    ((), "date recommendation"),
    ((M.NUMBER, M.WORDING), "recommendation"),
    ((M.WORDING,), "wording|text|description"),
]
"""The meanings of a heading with these words, in the order in which they are tried. The first fit counts."""
ALONE = {
    "date": (M.AS_AT,),
    "to": (M.ADDRESSEES,),
    "for": (M.ADDRESSEES,),
    "who": (M.OWNER,),
    "when": (M.DUE,),
    "state": (M.STATUS,),
    "item": (M.NUMBER,),
    "id": (M.NUMBER,),
    "": (),
}
SYNONYMS = {
    **dict.fromkeys(("no", "nr", "num", "ref", "reference", "#", "№", "nos"), "number"),
    **dict.fromkeys(("rec", "recs", "recommend", "recc", "reco"), "recommendation"),
    "subrecommendation": "sub recommendation",
    "recno": "recommendation number",
    "recnumber": "recommendation number",
    **dict.fromkeys(("expected", "estimated", "anticipated", "forecast"), "planned"),
    "asks": "ask",
    "asked": "ask",
}
WORDS = sorted({word for _, options in HEADINGS for option in options.split("|") for word in option.split()})
NOT_MISSPELT = re.compile("actual|past|arena|actions|last|test|rate|ratio|party|start|sub")
OF_OTHERS = re.compile(
    r"o?pf?ccs?|commissioners?|mayors?|apcc|hmicfrs|hmic|iopc|npcc|college|inspectorate|agency|agencies|partners?|"
    r"(?P<thing>next|previous|original|former|priority|type|category|source|risk|cost)"
)
"""Words by which a column tells of another body, or another thing, than its other words say."""
MOST_LETTERS_OF_A_HEADING = 120
FITTING_SHARE = 0.7
"""How many of the cells below a heading must be what it means."""


@dataclass
class Column:
    """A heading, and what stands below it."""

    heading: str
    meaning: Meaning | None = None
    """``None`` as long as nobody has said it."""
    date: PartialDate | None = None
    """The date in the heading, as in “March 2026 update”."""
    sample: str = ""
    why_asked: str = ""
    period: str = ""
    """Words in the heading that are no exact date, as in “Q4 2024/25 update”."""
    holds_numbers: bool = False
    """Whether its cells begin with the number of their recommendation."""
    replaced_by: str = ""
    """The heading of a later column that says the same for a later date."""


def heading_words(heading: str) -> list[str]:
    """Return the words of a heading, corrected where they are misspelt."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    found = re.findall(r"[a-z]+|#|№", text.casefold().replace("-", " ").replace("’", ""))
    words: list[str] = []
    for word in found:
        words += _corrected(word).split()
    return words


def _corrected(word: str) -> str:
    for known in (word, word.removesuffix("s")):
        if known in SYNONYMS:
            return SYNONYMS[known]
        if known in WORDS:
            return known
    if len(word) < 5 or NOT_MISSPELT.fullmatch(word):
        return word
    close = get_close_matches(word, [*WORDS, *SYNONYMS], n=1, cutoff=0.84)
    return _corrected(close[0]) if close else word


def meanings_of(heading: str) -> tuple[tuple[Meaning, ...], PartialDate | None]:
    """Return what ``heading`` may mean, in the order in which it is tried, and the date in it."""
    if len(heading) > MOST_LETTERS_OF_A_HEADING:
        return (), None
    if heading in OWN_LABELS:
        return (OWN_LABELS[heading],), None
    date, rest = find_date(heading)
    plain = re.sub(r"\bas (?:at|of)\b", "", rest, flags=re.IGNORECASE) if date else rest
    words = heading_words(plain)
    if date and (not words or (plain != rest and M.STATUS not in (_known_meanings(words) or ()))):
        return (M.UPDATE,), date
    alone = " ".join(words)
    if alone in ALONE:
        return ALONE[alone], date
    return _without_doubtful(_known_meanings(words) or (), set(words)), date


def _known_meanings(words: Sequence[str]) -> tuple[Meaning, ...] | None:
    """Return the meanings of the first line of ``HEADINGS`` that fits; ``None`` if none does."""
    for meanings, options in HEADINGS:
        if any(set(option.split()) <= set(words) for option in options.split("|")):
            return meanings
    return None


def _without_doubtful(meanings: tuple[Meaning, ...], words: set[str]) -> tuple[Meaning, ...]:
    doubtful = [found for word in words if (found := OF_OTHERS.fullmatch(word))]
    if M.WORDING in meanings or meanings == (M.NUMBER,):  # which other bodies made
        doubtful = [found for found in doubtful if found["thing"]]
    return () if doubtful and not {"next", "step"} <= words else meanings


def is_heading(text: str) -> bool:
    """Tell whether ``text`` is a heading, though perhaps one of which a person has to say what it means."""
    known = text.strip() and _known_meanings(heading_words(find_date(text)[1])) is not None
    return bool(known or (text.strip() and meanings_of(text)[0]))


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell.strip() and not says_nothing(cell)]
    return not filled or sum(map(fits, filled)) >= len(filled) * FITTING_SHARE


def _is_date(text: str) -> bool:
    when = read_when(text, ANY_DAY)
    return bool(when.date or when.printed or when.choices)


def _is_text(text: str) -> bool:
    """Tell whether a cell says something: no tick, no figure and no date alone."""
    return not TICK_OR_FIGURE.fullmatch(text.strip().casefold()) and not read_when(text, ANY_DAY).date


def _may_be_numbers(cells: Sequence[str]) -> bool:
    """Tell whether cells hold numbers, of which not all can be read."""
    holds_some = any(map(read_numbers, cells)) or all(map(LIKE_A_NUMBER.fullmatch, cells))
    return holds_some and not all(split_leading_number(cell)[0] or read_numbers(cell) for cell in cells)


LIKE_A_NUMBER = re.compile(
    r"(?:rec\w*\.?\s*)?(?:\d[\d.]*[\s,]*(?:part\s*)?\(?(?:[ivx]+|[a-z]|\d{1,2})?\)?|[ivx]+)[.:]?",
    re.IGNORECASE,
)
TICK_OR_FIGURE = re.compile(r"[a-z✓✔☑☐✗✘]|yes|no|\d+ ?%?")
ANY_DAY = datetime.date(2026, 1, 1)
"""To tell what is a date, it does not matter which day it is."""
FITS: dict[Meaning, Callable[[str], bool]] = {
    M.NUMBER: lambda text: bool(read_numbers(text)),
    M.STATUS: lambda text: bool(read_status(text)),
    M.POSITION: lambda text: bool(read_position(text)),
    **dict.fromkeys(DATES, _is_date),
    **dict.fromkeys((M.WORDING, M.TITLE, M.SUMMARY, M.ACTION, M.UPDATE, M.REASON, M.EVIDENCE), _is_text),
    M.ANSWER: lambda text: _is_text(text) and not read_status(text),
}
"""What a cell must be to fit a meaning; any other meaning takes any text."""


def understand(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Column]:
    columns = []
    has_status = any(meanings_of(heading)[0] == (M.STATUS,) for heading in headings)
    for heading, below in zip(headings, cells, strict=True):
        meanings, date = meanings_of(heading)
        if has_status and M.UPDATE in meanings:  # “Done” is an update, beside a column of statuses
            meanings = (M.UPDATE,)
        is_ours = heading in OWN_LABELS
        fitting = [each for each in meanings if is_ours or each not in FITS or _share(below, FITS[each])]
        sample = next((cell for cell in below if cell.strip()), "")
        # An empty column fits anything: what takes any text does no harm.
        column = Column(heading, (fitting[0] if sample else fitting[-1]) if fitting else None, date, sample)
        column.period = "" if date else find_period(heading)
        if not column.meaning:
            column.why_asked = (
                f"Its cells do not look like “{LABELS[meanings[0]]}”."
                if meanings
                else "Its heading is not known."
            )
        columns.append(column)
    _look_at_each_other(columns, cells)
    settle(columns, cells)
    return columns


def _look_at_each_other(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    """Read the headings that tell what they mean only beside others, and ask where they do not."""
    found = {column.meaning for column in columns}
    for column, below in zip(columns, cells, strict=True):
        words = set(heading_words(column.heading))
        may_be_position = M.POSITION in meanings_of(column.heading)[0]
        titles = [cell for cell in below if cell.strip() and column.heading not in OWN_LABELS]
        if column.meaning == M.AS_AT and words == {"date"} and M.UPDATE not in found:
            column.meaning, column.why_asked = None, "It does not say of what it is the date."
        elif column.meaning == M.UPDATE and may_be_position and any(map(says_status_or_position, below)):
            column.meaning, column.why_asked = None, "Some cells are a status or position, some are text."
        elif column.meaning == M.COMPLETED and "completion" in words and M.DUE not in found:
            column.meaning, column.why_asked = None, "It may be when it was completed, or when it is due."
        elif column.meaning == M.WORDING and _may_be_numbers(titles):
            column.meaning, column.why_asked = None, "Its cells look like numbers, and not all can be read."
        elif column.meaning == M.TITLE and len(set(titles)) < len(titles):
            column.meaning, column.why_asked = None, "Several recommendations have the same."
        elif column.meaning == M.OPERATIONAL_LEAD and words <= {"lead", "officer"} and M.ACTION in found:
            column.meaning = M.OWNER


def settle(columns: list[Column], cells: Sequence[Sequence[str]]) -> None:
    """Find out which columns hold numbers before their words, and ask where two say the same."""
    if not any(column.meaning == M.NUMBER for column in columns):
        _find_leading_numbers(columns, cells)
    for meaning in {column.meaning for column in columns if column.meaning} - MAY_STAND_TWICE:
        same = [column for column in columns if column.meaning == meaning]
        if len(same) > 1:
            _settle_same(same, meaning)


def _find_leading_numbers(columns: list[Column], cells: Sequence[Sequence[str]]) -> None:
    for column, below in zip(columns, cells, strict=True):
        if column.meaning in MAY_HOLD_NUMBERS and any(cell.strip() for cell in below):
            column.holds_numbers = _share(below, lambda text: bool(split_leading_number(text)[0]))
            if column.holds_numbers:
                return


def _settle_same(same: list[Column], meaning: Meaning) -> None:
    dates = {column.date for column in same if column.date}
    if len(dates) == len(same) and meaning == M.ANSWER:
        return
    last = max(same, key=lambda column: str(column.date))
    for column in same:
        if len(dates) == len(same) and meaning == M.STATUS:
            column.replaced_by = "" if column is last else last.heading
        else:
            column.meaning, column.why_asked = None, f"Two columns look like “{LABELS[meaning]}”."


def signature(headings: Iterable[str]) -> str:
    """Return what is the same in every table of this shape: its headings without their dates."""
    return " | ".join(" ".join(heading_words(find_date(heading)[1])) for heading in headings)

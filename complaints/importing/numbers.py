"""Reads the numbers of recommendations as people write them: “Rec 7”, “R7.1”, “(7)”, “1, 4 and 5”."""

import re
from typing import NamedTuple

NUMBER = r"[1-9]\d{0,2}(?:\.[1-9]\d{0,2})?(?:\s?\(?[a-z]\)?)?"
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
MOST_IN_A_RANGE = 30


class Numbers(NamedTuple):
    """The numbers that a cell names."""

    numbers: tuple[str, ...]
    kind: str
    """``action`` if the cell says so; empty for a recommendation."""


def read_numbers(text: str) -> Numbers | None:
    """Return the numbers that ``text`` consists of; ``None`` if it is anything else."""
    words = " ".join(text.casefold().split()).rstrip(" .:")
    found = NUMBERS.fullmatch(words)
    if not found:
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
        elif not re.fullmatch(r"[1-9]\d{0,2}(\.[1-9]\d{0,2})?[a-z]?", number):
            return None
        numbers.append(number)
    return Numbers(tuple(dict.fromkeys(numbers)), "action" if words.startswith("action") else "")


def _fill_range(numbers: list[str], last: str) -> bool:
    first = numbers[-1]
    if not first.isdecimal() or not last.isdecimal() or not 0 < int(last) - int(first) <= MOST_IN_A_RANGE:
        return False
    numbers.extend(str(number) for number in range(int(first) + 1, int(last)))
    return True


def split_leading_number(text: str) -> tuple[str, str]:
    """Return the number that ``text`` begins with, and the rest; an empty number if it has none."""
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

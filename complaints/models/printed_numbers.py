"""Recommendation numbers as reports print them: ``7``, its sub-item ``7.1``, ``12a``."""

import re

from django.core.validators import RegexValidator

PRINTED_NUMBER = r"[1-9]\d{0,2}(\.[1-9]\d{0,2})?[a-z]?"

validate_number = RegexValidator(
    rf"^{PRINTED_NUMBER}\Z", "Enter the number as printed, like 7, 7.1 or 12a.", flags=re.ASCII
)


def is_number(text: str) -> bool:
    """Tell whether ``text`` is a printed number."""
    return bool(re.fullmatch(PRINTED_NUMBER, text, re.ASCII))


def number_sort_key(number: str) -> str:
    """Return text that sorts numbers as people do: 2 before 10, 7 before 7.1 before 8."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(4), number) if number else "~"


def number_in_slug(number: str) -> str:
    """Return the number as an address shows it: ``7-1``."""
    return number.replace(".", "-")


def is_numbered_slug(slug: str) -> bool:
    """Tell whether a slug was made from a kind and a number."""
    return bool(re.fullmatch(r"[a-z]+-\d+(-\d+)?[a-z]?", slug))


def is_numbered_identifier(identifier: str) -> bool:
    """Tell whether an identifier was made from a kind and a number."""
    return is_number(identifier.partition("-")[2])


def parent_number(number: str) -> str:
    """Return the number of the item that this is a sub-item of: ``7`` for ``7.1``; else an empty text."""
    return number.rpartition(".")[0]

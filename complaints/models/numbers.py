"""Recommendation numbers as reports print them: ``7``, its part ``7.1``, ``12a``."""

import re

from django.core.validators import RegexValidator

PRINTED_NUMBER = r"[1-9]\d{0,2}(\.[1-9]\d{0,2})?[a-z]?"

validate_number = RegexValidator(
    rf"^{PRINTED_NUMBER}\Z", "Enter the number as printed, like 7, 7.1 or 12a.", flags=re.ASCII
)


def sort_key(number: str) -> str:
    """Return text that sorts numbers the way people do: 2 before 10, 7 before 7.1 before 8."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(4), number) if number else "~"


def slug_part(number: str) -> str:
    """Return the number as an address shows it: ``7-1``."""
    return number.replace(".", "-")


def is_slug_of_a_number(slug: str) -> bool:
    """Tell whether the last part of an address was made from a kind and a number."""
    return bool(re.fullmatch(r"[a-z]+-\d+(-\d+)?[a-z]?", slug))


def parent_number(number: str) -> str:
    """Return the number that this is a part of: ``7`` for ``7.1``; empty where there is none."""
    return number.rpartition(".")[0]

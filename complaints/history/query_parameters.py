"""Reads the query parameters of histories, comparisons and past days."""

import re
from datetime import date

from pages.http_cache import clock

INVALID_DATE = "Enter a date like 2026-03-31: year, month and day."
FUTURE_DATE = "That day has not come yet. Choose today or an earlier day."
CHOOSE_TWO_VERSIONS = "Choose two versions to compare."


class InvalidParameterError(ValueError):
    """A parameter is invalid; the message tells the reader what to put right."""


def parse_version_number(text: str) -> int:
    """Return the number of a version; raise ``InvalidParameterError`` for anything else."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise InvalidParameterError(CHOOSE_TWO_VERSIONS)
    return int(text)


def parse_day(text: str) -> date:
    """Return the day ``YYYY-MM-DD``, not after today; raise ``InvalidParameterError`` otherwise."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            raise ValueError
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidParameterError(INVALID_DATE) from error
    if day > clock.today():
        raise InvalidParameterError(FUTURE_DATE)
    return day

"""Reads the query parameters of histories, comparisons and past days."""

import re
from datetime import date

from django.utils import timezone

from pages.core.partial_dates import UnreadableDateError, read_date

MAX_LENGTH_OF_DATE = 60

DAY_MISSING = "Enter the day, too, for example 31 March 2026."
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
    """Return the day that somebody typed, not after today; raise ``InvalidParameterError`` otherwise.

    Addresses that we make have it as ``YYYY-MM-DD``.
    """
    try:
        found = read_date(text[:MAX_LENGTH_OF_DATE])
    except UnreadableDateError as error:
        raise InvalidParameterError(str(error)) from error
    if not found.day:
        raise InvalidParameterError(DAY_MISSING)
    day = found.earliest
    if day > timezone.localdate():
        raise InvalidParameterError(FUTURE_DATE)
    return day

"""What a reader asks for in an address, read so that nothing in it can break a page."""

import re
from datetime import date

from pages.http_cache import clock

NO_DATE = "Enter a date like 2026-03-31: year, month and day."
FUTURE = "That day has not come yet. Choose today or an earlier day."
NO_VERSIONS = "Choose two versions to compare."


class AskedWronglyError(ValueError):
    """What was asked for makes no sense; the message says what to put right."""


def number_in(text: str) -> int:
    """Return the number of a version; raise ``AskedWronglyError`` for anything else."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise AskedWronglyError(NO_VERSIONS)
    return int(text)


def day_in(text: str) -> date:
    """Return the day ``YYYY-MM-DD``, today at the latest; raise ``AskedWronglyError`` for anything else."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            raise ValueError
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise AskedWronglyError(NO_DATE) from error
    if day > clock.today():
        raise AskedWronglyError(FUTURE)
    return day

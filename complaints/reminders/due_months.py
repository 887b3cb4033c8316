"""How many dates fall into each of the coming months: a small chart, with a table behind it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateformat import format as format_date

from pages.core.moments import months_later

MONTHS_AHEAD = 6
BAR, HIGHEST, BASELINE = 40, 60, 80
"""The width of a bar with the gap beside it, the height of the highest, and the height at which all begin."""


@dataclass(frozen=True)
class Bar:
    """The dates of one month, or of all before or after the months that are shown."""

    words: str
    label: str
    number: int
    x: int
    height: float
    is_passed: bool = False

    @property
    def y(self) -> float:
        return BASELINE - self.height

    @property
    def middle(self) -> float:
        return self.x + BAR * 0.4


def count_due_months(days: Iterable[date]) -> list[Bar]:
    """Count ``days``, the due days of what is unfinished, by month; return no bars if no day is to come."""
    today = timezone.localdate()
    numbers = Counter[int]()
    for day in days:
        place = min(_months_from(today, day), MONTHS_AHEAD) if day >= today else -1
        numbers[place] += 1
    if max(numbers, default=-1) < 0:
        return []
    places = [
        place
        for place in range(-1, MONTHS_AHEAD + 1)
        if 0 <= place < MONTHS_AHEAD or numbers[place]
    ]
    most = max(numbers.values())
    return [
        Bar(
            *_names(today, place),
            numbers[place],
            BAR * at,
            HIGHEST * numbers[place] / most,
            place < 0,
        )
        for at, place in enumerate(places)
    ]


def _months_from(today: date, day: date) -> int:
    return (day.year - today.year) * 12 + day.month - today.month


def _names(today: date, place: int) -> tuple[str, str]:
    month = months_later(today, place)
    if place < 0:
        return "Date has passed", "Past"
    if place == MONTHS_AHEAD:
        return f"{format_date(month, 'F Y')} or later", "Later"
    return format_date(month, "F Y"), format_date(month, "M")

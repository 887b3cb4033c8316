"""Bars of numbers by status."""

from collections.abc import Mapping
from dataclasses import dataclass

from complaints.vocabulary import Status

CHART_WIDTH = 100.0
PLAIN_IN_CHARTS = frozenset({Status.PAST_DEADLINE, Status.NOT_STARTED})
"""Statuses without a pattern: one is full, the other is empty."""


@dataclass(frozen=True)
class BarPart:
    """The number with one status, and its place in the bar."""

    status: Status
    number: int
    x: float
    width: float

    @property
    def end(self) -> float:
        return self.x + self.width

    @property
    def has_pattern(self) -> bool:
        return self.status not in PLAIN_IN_CHARTS


def list_bar_parts(numbers: Mapping[Status, int]) -> list[BarPart]:
    """Return the parts of a bar of the ``numbers`` by status, in their order; what has none is left out."""
    total = sum(numbers.values())
    parts = []
    x = 0.0
    for status, number in numbers.items():
        if number:
            width = CHART_WIDTH * number / total
            parts.append(BarPart(status, number, x, width))
            x += width
    return parts

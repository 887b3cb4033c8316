"""The order of what belongs to a page: its responses, actions, due dates and updates."""

from collections.abc import Iterable
from typing import Any


def next_place(siblings: Iterable[Any]) -> int:
    """Return the place below the last of ``siblings``."""
    return max((each.sort_order or 0 for each in siblings), default=-1) + 1

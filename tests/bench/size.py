"""How large a measurement is: whole, or in the smallest form, by which a test sees that it still starts."""

import os

IS_SMALLEST = os.environ.get("BENCH_SIZE") == "smallest"


def sized(whole: int, smallest: int) -> int:
    """Return ``whole``, or ``smallest`` where ``BENCH_SIZE`` asks for the smallest form."""
    return smallest if IS_SMALLEST else whole

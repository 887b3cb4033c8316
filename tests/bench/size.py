"""How large a measurement is: whole, or in the smallest form, by which a test sees that it still starts.

For the smallest, the test lends a database that has content already, and names it in
``BENCH_DATABASE``.
"""

import os

LENT_DATABASE = os.environ.get("BENCH_DATABASE", "")
IS_SMALLEST = bool(LENT_DATABASE)


def sized[Amount](whole: Amount, smallest: Amount) -> Amount:
    """Return ``whole``, or ``smallest`` in the smallest form."""
    return smallest if IS_SMALLEST else whole

"""How large a measurement is: whole, or in the smallest form, by which a test sees that it still starts.

For the smallest, the test lends a database that has content already, and names it in
``BENCH_DATABASE``.
"""

import os

from tests.effort import by_effort

LENT_DATABASE = os.environ.get("BENCH_DATABASE", "")
IS_SMALLEST = bool(LENT_DATABASE)
IS_ONE_PAGE = by_effort(IS_SMALLEST, False)
"""Whether one public page is enough to look at: before a release a test looks at the CMS, too."""


def sized[Amount](whole: Amount, smallest: Amount) -> Amount:
    """Return ``whole``, or ``smallest`` in the smallest form."""
    return smallest if IS_SMALLEST else whole

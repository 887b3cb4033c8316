"""How long it takes to publish a super-complaint and its recommendations, one by one."""

import statistics
import time

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from tests.factories.published import clear

from .delivery.table import Row
from .size import sized

ROUNDS = sized(5, 1)
MOST_MILLISECONDS = 100


def rows() -> list[Row]:
    """Publish each page with another title; a figure a round."""
    longest = max(SuperComplaintPage.objects.live(), key=lambda each: each.numchild)
    pages = [longest, *RecommendationResponsePage.objects.child_of(longest).live()]
    took = [
        _milliseconds([_cleared(page, number) for page in pages])
        for number in range(ROUNDS)
    ]
    each = [statistics.mean(times) for times in took]
    return [
        Row(
            f"publication of {len(pages)} pages, each",
            "ms",
            each,
            most=MOST_MILLISECONDS,
            digits=0,
        ),
        Row(
            "    of the super-complaint, by whose title all others are found",
            "ms",
            [t[0] for t in took],
        ),
        Row("    of the slowest recommendation", "ms", [max(t[1:]) for t in took]),
    ]


def _cleared(page, number: int):
    """Return a revision of ``page`` that counts as approved."""
    page = type(page).objects.get(pk=page.pk)
    page.title = f"{page.title.rpartition(' · ')[0] or page.title} · {number}"
    page.change_note = "Measured."
    return clear(page)


def _milliseconds(revisions: list) -> list[float]:
    times = []
    for revision in revisions:
        start = time.perf_counter()
        revision.publish()
        times.append((time.perf_counter() - start) * 1000)
    return times

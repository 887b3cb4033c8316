"""How long it takes to publish a super-complaint and its recommendations, one by one."""

import time

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from tests.factories.published import clear

from .delivery.table import Row

ROUNDS = 5
MOST_MILLISECONDS = 100


def rows() -> list[Row]:
    """Publish each page with another title; a figure a round."""
    longest = max(SuperComplaintPage.objects.live(), key=lambda each: each.numchild)
    pages = [longest, *RecommendationResponsePage.objects.child_of(longest).live()]
    took = [_milliseconds([_cleared(page, number) for page in pages]) for number in range(ROUNDS)]
    return [Row(f"publication of {len(pages)} pages, each", "ms", took, most=MOST_MILLISECONDS, digits=0)]


def _cleared(page, number: int):
    """Return a revision of ``page`` that counts as approved."""
    page = type(page).objects.get(pk=page.pk)
    page.title = f"{page.title.rpartition(' · ')[0] or page.title} · {number}"
    page.change_note = "Measured."
    return clear(page)


def _milliseconds(revisions: list) -> float:
    start = time.perf_counter()
    for each in revisions:
        each.publish()
    return (time.perf_counter() - start) / len(revisions) * 1000

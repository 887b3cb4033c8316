"""How long it takes to publish a super-complaint and its recommendations, one by one.

Beside it stands what Wagtail alone takes for a page of its own type, which has a title
and nothing else, so that the figure says little of the machine.
"""

import statistics
import time

from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.publication_permit import permitted
from tests.factories.published import clear

from .delivery.table import Row
from .size import sized

ROUNDS = sized(5, 1)
TIMES = sized(30, 1)
PLAIN = "plain"
"""The slug of a page of Wagtail's own type."""
MOST_TIMES = 3.5
"""How many times as long as Wagtail alone a publication may take."""


def rows() -> list[Row]:
    """Publish each page with another title; a figure a round."""
    longest = max(SuperComplaintPage.objects.live(), key=lambda each: each.numchild)
    pages = [longest, *RecommendationResponsePage.objects.child_of(longest).live()]
    took = [
        _milliseconds([_cleared(page, number) for page in pages])
        for number in range(ROUNDS)
    ]
    each = [statistics.mean(times) for times in took]
    alone = [_milliseconds_of_wagtail(number) for number in range(ROUNDS)]
    return [
        Row(
            "publication of a page / of a plain page by Wagtail alone",
            "ratio",
            [ours / its for ours, its in zip(each, alone, strict=True)],
            most=MOST_TIMES,
        ),
        Row(f"    publication of {len(pages)} pages, each", "ms", each, digits=0),
        Row("    of a plain page by Wagtail alone", "ms", alone, digits=0),
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


def _milliseconds_of_wagtail(number: int) -> float:
    """Return what Wagtail takes to publish the plain page, the mean of so many times."""
    page = Page.objects.get(slug=PLAIN)
    revisions = []
    with permitted():
        for attempt in range(TIMES):
            page.title = f"Plain {number}.{attempt}"
            revisions.append(page.save_revision())
        return statistics.mean(_milliseconds(revisions))

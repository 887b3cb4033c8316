"""A range of deadlines finds deadlines that are certainly within it, at any precision."""

import itertools

import pytest

from complaints.models import RecommendationResponsePage
from complaints.register.filters import filter_by_deadline
from pages.core.partial_dates import PartialDate
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory

DATES = [
    PartialDate.parse(text)
    for text in (
        "2024",
        "2024-01-01",
        "2024-02",
        "2024-02-01",
        "2024-02-28",
        "2024-02-29",
        "2024-03",
        "2024-03-01",
        "2024-12",
        "2024-12-30",
        "2024-12-31",
        "2025",
        "2025-01",
        "2025-01-01",
    )
]


@pytest.mark.django_db
def test_a_deadline_range_finds_deadlines_certainly_within_it(section):
    above = SuperComplaintPageFactory(
        parent=section, report_published=PartialDate(2023)
    )
    for place, deadline in enumerate([None, *DATES]):
        RecommendationResponsePageFactory(
            parent=above, number=str(place + 1), deadline=deadline
        )

    for start, end in itertools.product([None, *DATES], repeat=2):
        found = filter_by_deadline(RecommendationResponsePage.objects.all(), start, end)
        expected = {
            deadline
            for deadline in DATES
            if (not start or deadline.earliest >= start.earliest)
            and (not end or deadline.latest <= end.latest)
        } | ({None} if not start and not end else set())
        assert {page.deadline for page in found} == expected, (start, end)

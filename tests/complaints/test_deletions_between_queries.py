"""A page still renders when something on it is hidden or deleted between two of its queries."""

import pytest
from django.db import connection, transaction

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from pages.moderation.approval.publication_permit import permitted
from tests.effort import by_effort
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
    publish,
)

pytestmark = pytest.mark.slow

LISTS = [
    "/super-complaints/",
    "/super-complaints/recommendations/",
    "/super-complaints/stalking/",
    "/super-complaints/stalking/whole-response/",
    "/super-complaints/stalking/history/",
    "/super-complaints/updates.atom",
    "/super-complaints/data/recommendations.json",
    "/super-complaints/data/super-complaints.json",
    "/sitemap.xml",
]
MOST_QUERIES = 45
STEP = by_effort(5, 1)
"""Something happens before each query, or before every fifth: for each list another fifth."""


def hide():
    SuperComplaintPage.objects.filter(slug="other").update(live=False)
    RecommendationResponsePage.objects.filter(number="2").update(live=False)
    RecommendationState.objects.filter(page__number="2").delete()


def delete():
    with permitted():
        RecommendationResponsePage.objects.get(number="2").delete()
        SuperComplaintPage.objects.get(slug="other").delete()


class Before:
    """Runs a change before the query with a given number, counted from 0."""

    def __init__(self, number, act):
        self.left, self.act, self.done = number, act, False

    def __call__(self, execute, sql, params, many, context):
        if not self.done and self.left == 0:
            self.done = True
            self.act()
        self.left -= 1
        return execute(sql, params, many, context)


class UndoneError(Exception):
    """Rolls the change back."""


@pytest.fixture(scope="module")
def two_super_complaints(module_db):
    """One with two recommendations, and one with one."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    for slug, numbers in (("stalking", ["1", "2"]), ("other", ["3"])):
        above = publish(SuperComplaintPageFactory(parent=section, slug=slug))
        for number in numbers:
            publish(RecommendationResponsePageFactory(parent=above, number=number))


@pytest.mark.by_turns
@pytest.mark.django_db
@pytest.mark.parametrize("act", [hide, delete])
@pytest.mark.parametrize("address", LISTS)
def test_pages_render_when_content_is_deleted_between_two_queries(
    client, two_super_complaints, address, act
):
    client.get(address)

    tried = range(LISTS.index(address) % STEP, MOST_QUERIES, STEP)
    for number in tried:
        before = Before(number, act)
        try:
            with transaction.atomic():
                with connection.execute_wrapper(before):
                    answer = client.get(address)
                assert answer.status_code == 200
                assert answer.content
                raise UndoneError
        except UndoneError:
            pass
        if not before.done:
            break

    assert tried[0] < number < tried[-1]

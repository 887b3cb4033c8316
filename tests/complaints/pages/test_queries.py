"""No page takes more queries because a report is long."""

import pytest

from complaints.models import Action, DueDate, ProgressUpdate, Response
from complaints.vocabulary import ActionStatus, Position
from pages.partial_dates import PartialDate
from tests.factories import OrganisationFactory, RecommendationResponsePageFactory, SiteWordingFactory
from tests.factories.published import change_live

# Of an uncached page, all included: the site, the way to the page, who may see it, the frame.
SUPER_COMPLAINT = 15
WHOLE_RESPONSE = 20
RECOMMENDATION = 19


@pytest.fixture
def report(stalking, force):
    """Return a function that makes the report as long as asked for, each item with all its parts."""
    SiteWordingFactory()
    commissioner = OrganisationFactory(name="The commissioner")

    def make(length):
        for place in range(1, length + 1):
            for number in (str(place), f"{place}.1"):
                page = RecommendationResponsePageFactory(parent=stalking, number=number, addressees=[force])
                answers = []
                for order, who in enumerate((force, commissioner)):
                    answer = Response(position=Position.ACCEPTED, sort_order=order)
                    answer.respondents = [who]
                    answers.append(answer)
                page.responses = answers
                action = Action(title="Train", description="<p>x</p>", status=ActionStatus.IN_PROGRESS)
                action.due_dates = [DueDate(due=PartialDate(2025, 1))]
                page.actions = [action]
                page.progress_updates = [ProgressUpdate(as_at=PartialDate(2025), text="<p>x</p>")]
                change_live(page)

    return make


@pytest.mark.parametrize("length", [1, 15])
@pytest.mark.parametrize(
    ("below", "queries"),
    [
        ("", SUPER_COMPLAINT),
        ("whole-response/", WHOLE_RESPONSE),
        ("recommendation-1/", RECOMMENDATION),
    ],
)
def test_a_page_takes_as_many_queries_for_thirty_recommendations_as_for_two(
    client, stalking, report, below, queries, length, django_assert_num_queries
):
    report(length)
    client.get(f"{stalking.url}{below}")  # what is asked for once, however many pages are shown

    with django_assert_num_queries(queries):
        assert client.get(f"{stalking.url}{below}").status_code == 200

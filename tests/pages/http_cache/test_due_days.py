"""A page with a due date has the key of that day."""

from complaints.models import Action, DueDate, Response
from complaints.vocabulary import Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    publish,
)


def test_a_page_with_a_due_date_is_purged_when_that_day_ends(cache, section, committed, time_machine):
    time_machine.move_to("2038-03-28T12:00Z", tick=False)
    page = RecommendationResponsePageFactory(parent=SuperComplaintPageFactory(parent=section))
    action = Action(title="Train everybody", description="<p>All of them.</p>", status="in_progress")
    action.due_dates = [DueDate(due=PartialDate(2038, 3, 28))]
    response = Response(position=Position.ACCEPTED)
    response.respondents = [OrganisationFactory()]
    page.responses, page.actions = [response], [action]
    with committed():
        publish(page)
    for hours, is_over in [(1, False), (12, True)]:
        time_machine.shift(hours * 3600)

        assert (b"Overdue" in cache.get(page.url).body) == is_over
        [answer] = cache.store.responses.values()
        assert ("day-2038-03-28" in answer.keys) != is_over

"""A super-complaint and a recommendation, published on days of the test's own."""

import datetime

import pytest
from django.utils import timezone

from complaints.models import Action, DueDate, Response
from complaints.vocabulary import Position
from pages.moderation.models import PublishedVersion
from pages.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    publish,
)


def london(text: str) -> datetime.datetime:
    """Return the moment that ``text`` means in Europe/London."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


@pytest.fixture
def publish_on():
    """Return a function that publishes a page with other fields, as if it had been at another time."""

    def publish_then(page, moment, *, approvals=(), minor=False, note="", **fields):
        for name, value in {"change_note": note, "minor_correction": minor, **fields}.items():
            setattr(page, name, value)
        page = publish(page)
        newest = PublishedVersion.objects.of(page).first()
        newest.published_at, newest.approvals = london(moment), list(approvals)
        newest.save()
        return page

    return publish_then


@pytest.fixture
def stalking(section, publish_on):
    """A super-complaint that was published on 1 March 2025."""
    page = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    return publish_on(page, "2025-03-01 10:00")


@pytest.fixture
def force(db):
    """Whoever answers."""
    return OrganisationFactory(name="Northamptonshire Police")


@pytest.fixture
def recommendation(stalking, force, publish_on):
    """Recommendation 7, published on 2 March 2025: accepted, and to be done by the end of March."""
    page = RecommendationResponsePageFactory(parent=stalking, number="7", title="Train officers")
    response = Response(position=Position.ACCEPTED)
    response.respondents = [force]
    action = Action(title="Train everybody", description="<p>All of them.</p>", status="in_progress")
    action.due_dates = [DueDate(due=PartialDate(2025, 3))]
    page.responses, page.actions = [response], [action]
    return publish_on(page, "2025-03-02 10:00")

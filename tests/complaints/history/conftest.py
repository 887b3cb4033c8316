"""A super-complaint and a recommendation that tests publish on chosen days."""

import datetime

import pytest
from django.utils import timezone

from complaints.models import (
    Action,
    DueDate,
    Organisation,
    RecommendationResponsePage,
    Response,
    SuperComplaintPage,
)
from complaints.vocabulary import Position
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
    publish,
)

FORCE = "Northamptonshire Police"


def london(text: str) -> datetime.datetime:
    """Return the moment that ``text`` means in Europe/London."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def publish_at(page, moment, *, approvals=(), note="", **fields):
    """Publish a page with other fields, as if it had been at another time."""
    for name, value in {"change_note": note, **fields}.items():
        setattr(page, name, value)
    page = publish(page)
    newest = PublishedVersion.objects.for_object(page).first()
    newest.published_at, newest.approvals = london(moment), list(approvals)
    newest.save()
    return page


@pytest.fixture
def publish_on():
    """Return a function that publishes a page with other fields, as if it had been at another time."""
    return publish_at


@shared_content
def published_super_complaint():
    """A super-complaint that was published on 1 March 2025."""
    make_stalking(SuperComplaintIndexPageFactory(parent=make_home()))


@shared_content
def accepted_recommendation():
    """Recommendation 7 below a super-complaint, and the force that accepted it."""
    stalking = make_stalking(SuperComplaintIndexPageFactory(parent=make_home()))
    make_recommendation(stalking, OrganisationFactory(name=FORCE))


@pytest.fixture
def stalking(published_super_complaint, section):
    """That super-complaint, alone or above the recommendation."""
    return SuperComplaintPage.objects.get()


def make_stalking(section):
    """Return a super-complaint that was published on 1 March 2025."""
    page = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    return publish_at(page, "2025-03-01 10:00")


@pytest.fixture
def force(db):
    """The police force that responds."""
    return Organisation.objects.filter(name=FORCE).first() or OrganisationFactory(
        name=FORCE
    )


@pytest.fixture
def recommendation(accepted_recommendation, db):
    """Recommendation 7, published on 2 March 2025: accepted, and to be done by the end of March."""
    return RecommendationResponsePage.objects.get()


def make_recommendation(stalking, force):
    """Return a recommendation of ``stalking`` that was published on 2 March 2025."""
    page = RecommendationResponsePageFactory(
        parent=stalking, number="7", title="Train officers"
    )
    action = Action(
        title="Train everybody", description="<p>All of them.</p>", status="in_progress"
    )
    action.respondents = [force]
    action.due_dates = [DueDate(due=PartialDate(2025, 3))]
    page.responses, page.actions = (
        [Response(position=Position.ACCEPTED, respondents=[force])],
        [action],
    )
    return publish_at(page, "2025-03-02 10:00")

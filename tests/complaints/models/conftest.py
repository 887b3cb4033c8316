"""A super-complaint with recommendations in every state, and changes of pages that are public."""

import pytest

from complaints.models import Action, DueDate, Response
from complaints.vocabulary import Position
from pages.moderation.gate.roles import EDITORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
)
from tests.factories.published import change_live, publish


@pytest.fixture
def editor(db, signed_in):
    """The editor that the client is signed in as."""
    return signed_in(EDITORS)


@pytest.fixture
def force(db):
    return OrganisationFactory(name="Northamptonshire Police")


@pytest.fixture
def answered(stalking, force):
    """Return a function that makes a recommendation with one answer, and actions if any are given."""

    def make(number, position=Position.ACCEPTED, actions=(), respondents=(), **fields):
        page = RecommendationResponsePageFactory(parent=stalking, number=number, **fields)
        response = Response(position=position, reason="Because.")
        response.respondents = respondents or [force]
        page.responses = [response]
        page.actions = list(actions)
        return change_live(page)

    return make


@pytest.fixture
def action():
    """Return a function that makes an action which was promised for some dates, one after the other."""

    def make(status, *due_dates, completed=None):
        made = Action(title="Train", description="<p>x</p>", status=status, completed=completed)
        made.due_dates = [
            DueDate(sort_order=place, due=due, reason="A new system." if place else "")
            for place, due in enumerate(due_dates)
        ]
        return made

    return make


@pytest.fixture
def publish_change(django_capture_on_commit_callbacks):
    """Return a function that publishes a live page with other fields."""

    def change(page, **fields):
        page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        for name, value in {**fields, "change_note": "Renamed."}.items():
            setattr(page, name, value)
        page.full_clean()
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)
        return type(page).objects.get(pk=page.pk)

    return change

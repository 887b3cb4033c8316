"""A super-complaint with recommendations in every state, and changes of pages that are public."""

import pytest

from complaints.vocabulary import Position
from pages.moderation.approval.roles import EDITORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_response,
    publish,
)


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
        fields |= {
            "responses": [make_response(position, *(respondents or [force]))],
            "actions": actions,
        }
        return RecommendationResponsePageFactory(
            parent=stalking, number=number, **fields
        )

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

"""Recommendations with responses and actions, and their stored states."""

import pytest

from complaints.models import RecommendationState
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
)


def change_action(page, **fields):
    """Change the one action of ``page``, not yet stored."""
    changed = page.actions.get()
    for name, value in fields.items():
        setattr(changed, name, value)
    page.actions = [changed]


def rows(page):
    """Return state and position of each respondent of ``page`` by name, ``None`` for the whole."""
    stored = RecommendationState.objects.filter(page=page).select_related("respondent")
    return {
        row.respondent and row.respondent.name: (row.detailed_status, row.position)
        for row in stored
    }


def statuses(page):
    """Return the status that readers are shown today of each respondent of ``page``, and of the whole."""
    stored = RecommendationState.objects.filter(page=page).select_related("respondent")
    return {row.respondent and row.respondent.name: row.status_today for row in stored}


@pytest.fixture
def force(db):
    return OrganisationFactory(name="Force")


@pytest.fixture
def our_force(force):
    """The force whose site this is."""
    SiteWordingFactory(force_name=force.name)
    return force


@pytest.fixture
def commissioner(db):
    return OrganisationFactory(name="Commissioner")


@pytest.fixture
def make_recommendation(section):
    """Return a function that publishes a recommendation."""
    above = SuperComplaintPageFactory(parent=section)
    return lambda **fields: RecommendationResponsePageFactory(parent=above, **fields)

"""A reader of the CMS's lists of recommendations."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from complaints.models import Response
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    make_action,
    publish,
)

from .update_rounds import Round

DUE = PartialDate(2027, 3)


@pytest.fixture
def editor(section, signed_in):
    """The editor that the client is signed in as."""
    return signed_in(EDITORS)


@pytest.fixture
def rows(client, editor):
    """Return a function that lists the rows at an address, each as the words of its columns."""

    def read(query="", address=None):
        answer = client.get((address or reverse("recommendations:index")) + query)
        assert answer.status_code == 200
        table = BeautifulSoup(answer.content, "html.parser").select_one(
            "table.recommendation-list"
        )
        found = table.select("tbody tr") if table else []
        return [
            [cell.get_text(" ", strip=True) for cell in row.select("td")[1:]]
            for row in found
        ]

    return read


@pytest.fixture
def titles(rows):
    """Return a function that lists the first column."""
    return lambda *args: [row[0] for row in rows(*args)]


@pytest.fixture
def site_force(section):
    """Our force, which the site wording names."""
    force = OrganisationFactory(name="Our police")
    SiteWordingFactory(force_name=force.name)
    return force


@pytest.fixture
def answered(stalking, site_force):
    """Return a function that publishes a recommendation with a response, actions and updates of our force."""

    def make(number, due=DUE, parent=None, **fields):
        response = Response(
            position=Position.ACCEPTED,
            date=PartialDate(2024, 11),
            respondents=[site_force],
        )
        given = {
            "responses": [response],
            "actions": [
                make_action(ActionStatus.IN_PROGRESS, due, respondents=[site_force])
            ],
        }
        for each in [*fields.get("progress_updates", []), *fields.get("actions", [])]:
            each.respondents = each.respondents.all() or [site_force]
        fields = {"title": f"Do {number}", **given, **fields}
        return publish(
            RecommendationResponsePageFactory(
                parent=parent or stalking, number=number, **fields
            )
        )

    return make


@pytest.fixture
def opened(client, editor, stalking):
    """Return a function that opens the screen."""
    return lambda: Round(client, stalking)

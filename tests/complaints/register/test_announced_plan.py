"""A plan that the force announced, and that is not here, is told wherever its response is missing."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import OrganisationKind, Position
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_response,
    publish,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db

PLAN = "The force announced an action plan in November 2024."
ANNOUNCEMENT = "https://www.example.police.uk/plan/"


@pytest.fixture
def force(section):
    SiteWordingFactory(force_name="A force")
    return OrganisationFactory(name="A force", kind=OrganisationKind.POLICE_FORCE)


@pytest.fixture
def plan_announced(section, force):
    """A super-complaint with one recommendation without a response of the force, and one with."""
    above = SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    RecommendationResponsePageFactory(parent=above, number="1", addressees=[force])
    RecommendationResponsePageFactory(
        parent=above,
        number="2",
        addressees=[force],
        responses=[make_response(Position.ACCEPTED, force)],
    )
    above.plan_announced, above.plan_link = PLAN, ANNOUNCEMENT
    publish(above)
    return above


def main_of(client, address: str):
    return BeautifulSoup(client.get(address).content, "html.parser").main


def words(element) -> str:
    return " ".join(element.text.split())


def test_the_page_without_a_response_tells_of_the_plan_and_leads_to_it(
    client, plan_announced
):
    heading = main_of(client, f"{plan_announced.url}recommendation-1/").select_one(
        ".page-heading"
    )

    assert f"No response from the force is on this site. {PLAN}" in words(heading)
    assert heading.find("a", href=ANNOUNCEMENT)
    [card] = main_of(client, f"{plan_announced.url}recommendation-1/").select(
        ".party--organisation"
    )
    assert PLAN in words(card)
    assert card.find("a", href=ANNOUNCEMENT)


def test_rows_and_the_whole_response_tell_of_the_plan_where_a_response_is_missing(
    client, plan_announced
):
    for address in (LIST, plan_announced.url):
        first, second = main_of(client, address).select("tr.row")
        assert "a plan was announced" in words(first).lower()
        link = first.find("a", href=f"{plan_announced.url}#plan")
        assert bool(link) == (address == LIST), "its own page says it above the table"
        assert "plan" not in words(second)
    plan = main_of(client, plan_announced.url).find(id="plan")
    assert words(plan) == f"{PLAN} Read the announcement"
    first, second = main_of(client, f"{plan_announced.url}whole-response/").select(
        ".whole__item"
    )
    assert first.find("a", href=ANNOUNCEMENT)
    assert PLAN not in words(second)


def test_the_page_with_a_response_does_not_tell_of_the_plan(client, plan_announced):
    assert PLAN not in words(main_of(client, f"{plan_announced.url}recommendation-2/"))


def test_a_plan_that_is_taken_back_is_told_nowhere(client, plan_announced):
    plan_announced.plan_announced = ""
    publish(plan_announced)

    assert "plan" not in words(
        main_of(client, f"{plan_announced.url}recommendation-1/")
    )
    assert "plan" not in words(main_of(client, LIST))


def test_the_silence_of_another_organisation_is_not_explained_by_the_plan_of_the_force(
    client, section, force
):
    commissioner = OrganisationFactory(
        name="A commissioner", kind=OrganisationKind.COMMISSIONER
    )
    above = SuperComplaintPageFactory(parent=section, plan_announced=PLAN)
    page = RecommendationResponsePageFactory(
        parent=above, number="1", addressees=[commissioner]
    )

    assert PLAN not in words(main_of(client, page.url))

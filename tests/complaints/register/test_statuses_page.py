"""The page that explains the statuses."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position, Status
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
)
from tests.factories.published import unpublish

ADDRESS = "/super-complaints/how-statuses-work/"

pytestmark = pytest.mark.django_db


def test_every_status_is_explained_once(client, section):
    soup = BeautifulSoup(client.get(ADDRESS).content, "html.parser")

    terms = soup.select_one("dl.facts").find_all("dt")
    assert [term.text.strip() for term in terms] == [
        *Status.labels,
        "For other organisations",
    ]
    for status in Status:
        assert soup.find(id=status).dt.text.strip() == status.label
        assert status.meaning in soup.find(id=status).dd.text
    assert (
        f"<loc>http://localhost{ADDRESS}</loc>"
        in client.get("/sitemap.xml").content.decode()
    )

    unpublish(section)

    assert client.get(ADDRESS).status_code == 404


def test_each_status_leads_to_its_explanation(client, section):
    above = SuperComplaintPageFactory(parent=section)
    page = RecommendationResponsePageFactory(
        parent=above,
        number="1",
        responses=[make_response(Position.ACCEPTED, OrganisationFactory())],
        actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025))],
    )

    for address in (
        page.url,
        above.url,
        f"{above.url}whole-response/",
        "/super-complaints/recommendations/",
    ):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        assert soup.main.find("a", href=f"{ADDRESS}#past_deadline"), address
    assert BeautifulSoup(client.get(section.url).content, "html.parser").main.find(
        "a", href=ADDRESS
    )

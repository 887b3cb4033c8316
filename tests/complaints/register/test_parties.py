"""The cards of the organisations on the page of a recommendation."""

from bs4 import BeautifulSoup

from complaints.vocabulary import OrganisationKind, Position
from tests.factories import OrganisationFactory, RecommendationResponsePageFactory, make_response


def test_only_cards_of_those_who_were_asked_have_a_status_where_these_differ(client, stalking):
    force = OrganisationFactory(name="A force")
    college = OrganisationFactory(name="A college", kind=OrganisationKind.OTHER)
    council = OrganisationFactory(name="A council", kind=OrganisationKind.OTHER)
    page = RecommendationResponsePageFactory(
        parent=stalking,
        number="1",
        addressees=[force, college],
        responses=[
            make_response(Position.NOT_ACCEPTED, force),
            make_response(Position.ACCEPTED, college),
            make_response(Position.ACCEPTED, council),
        ],
    )

    soup = BeautifulSoup(client.get(page.url).content, "html.parser")

    cards = soup.select(".party--organisation")
    with_status = [card.h2.get_text() for card in cards if card.select(".status")]
    assert with_status == ["A force", "A college"]
    assert len(cards) == 3

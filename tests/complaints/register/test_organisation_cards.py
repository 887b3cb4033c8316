"""The cards of the organisations on the page of a recommendation."""

from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, OrganisationKind, Position
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_action,
    make_response,
)


def test_only_cards_of_those_who_were_asked_have_a_status_where_these_differ(
    client, stalking
):
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


def lead_card(client, page) -> str:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return " ".join(soup.select(".party")[-1].get_text().split())


def test_the_posts_responsible_for_actions_are_named_beside_a_lead_that_is_not_recorded(
    client, stalking
):
    force = OrganisationFactory(name="A force")
    page = RecommendationResponsePageFactory(
        parent=stalking,
        number="1",
        responses=[make_response(Position.ACCEPTED, force)],
        actions=[
            make_action(
                ActionStatus.IN_PROGRESS, owning_post=posts, respondents=[force]
            )
            for posts in ("Head of Crime", "Head of Crime\nHead of Training", "")
        ],
    )

    card = lead_card(client, page)

    assert "Lead No overall lead recorded here" in card
    assert (
        "Responsible for actions Head of Crime Head of Training Later checks by inspectors"
        in card
    )
    assert "No lead recorded here" not in card


def test_without_a_lead_or_a_responsible_post_the_card_says_only_that_no_lead_is_recorded(
    client, stalking
):
    page = RecommendationResponsePageFactory(parent=stalking, number="1")

    assert "Lead No lead recorded here Later checks by inspectors" in lead_card(
        client, page
    )

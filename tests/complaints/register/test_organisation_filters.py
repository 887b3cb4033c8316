"""The filters by who was asked, who responded and whether they accept mean what their labels say."""

import pytest
from bs4 import BeautifulSoup

from complaints.admin.recommendation_filters import RecommendationFilterSet
from complaints.models import RecommendationResponsePage
from complaints.vocabulary import OrganisationKind, Position
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
    make_response,
)

from .conftest import LIST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("answers_of_every_kind")]

FORCE = "A force"
COMMISSIONER = "A commissioner"
ASSOCIATION = "An association"
MINISTRY = "A ministry"


@shared_content
def answers_of_every_kind():
    """Recommendations that were answered by those asked, on their behalf, beside them, or not at all."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    above = SuperComplaintPageFactory(parent=section, slug="stalking")
    force = OrganisationFactory(name=FORCE, kind=OrganisationKind.POLICE_FORCE)
    commissioner = OrganisationFactory(
        name=COMMISSIONER, kind=OrganisationKind.COMMISSIONER
    )
    association = OrganisationFactory(name=ASSOCIATION, kind=OrganisationKind.OTHER)
    ministry = OrganisationFactory(name=MINISTRY, kind=OrganisationKind.GOVERNMENT)
    accepts = Position.ACCEPTED
    for number, asked, responses in [
        ("1", [force], [make_response(accepts, force)]),
        ("2", [force], [make_response(accepts, force, answered_by=ASSOCIATION)]),
        ("3", [force], [make_response(accepts, association)]),
        (
            "4",
            [force, commissioner],
            [
                make_response(accepts, force),
                make_response(Position.NOT_STATED, commissioner),
            ],
        ),
        ("5", [commissioner, ministry], []),
        ("5.1", [force], []),
    ]:
        RecommendationResponsePageFactory(
            parent=above, number=number, addressees=asked, responses=responses
        )


def options(soup, name: str) -> dict[str, str]:
    """Return the values of a filter by their labels, which end in the number found."""
    return {
        option.text: option["value"]
        for option in soup.select(f"#id_{name} option")
        if option["value"]
    }


@pytest.fixture
def choose(open_list):
    """Return a function that reads the list with choices that are given by their labels, without numbers."""

    def read(**labels: str):
        chosen = {}
        soup = open_list().soup
        for name, label in labels.items():
            found = options(soup, name)
            [chosen[name]] = [
                value
                for each, value in found.items()
                if each.rpartition(" (")[0] == label
            ]
        return open_list(**chosen)

    return read


def test_asked_of_lists_what_was_asked_of_an_organisation_whether_it_responded_or_not(
    choose, open_list
):
    assert choose(asked=FORCE).numbers == ["1", "2", "3", "4", "5"], (
        "5 has a part for the force"
    )
    assert choose(asked=COMMISSIONER).numbers == ["4", "5"]
    assert choose(asked=MINISTRY).numbers == ["5"]
    assert list(options(open_list().soup, "asked")) == [
        f"{COMMISSIONER} (2)",
        f"{FORCE} (5)",
        f"{MINISTRY} (1)",
    ]
    assert choose(asked=FORCE).heading == f"5 recommendations: asked of {FORCE}"


def test_responded_lists_what_an_organisation_itself_responded_to(choose, open_list):
    assert choose(respondent=FORCE).numbers == ["1", "4"]
    assert choose(respondent=COMMISSIONER).numbers == ["4"]
    assert choose(respondent=ASSOCIATION).numbers == ["2", "3"], (
        "on behalf of the force, and beside it"
    )
    labels = list(options(open_list().soup, "respondent"))
    assert labels == [f"{COMMISSIONER} (1)", f"{FORCE} (2)", f"{ASSOCIATION} (2)"]
    assert choose(respondent=FORCE).heading == f"2 recommendations: response by {FORCE}"


def test_accepts_means_that_an_organisation_that_was_asked_accepts_itself(choose):
    assert choose(position="Accepts").numbers == ["1", "4"]
    assert choose(
        position="Accepts (response by another body, such as the NPCC)"
    ).numbers == ["2", "3"]
    assert choose(position="Not the same for every organisation").numbers == ["4"]
    assert choose(asked=FORCE, position="Accepts").numbers == ["1", "4"]
    assert choose(
        asked=COMMISSIONER, position="Does not say whether it accepts"
    ).numbers == ["4"]
    assert choose(respondent=ASSOCIATION, position="Accepts").numbers == ["2", "3"]


def test_every_choice_gives_as_many_as_it_says_beside_other_choices(open_list):
    for chosen in ({}, {"position": "accepted"}, {"status": "response_published"}):
        soup = open_list(**chosen).soup
        for name in ("asked", "respondent", "position"):
            for label, value in options(soup, name).items():
                told = int(label.rpartition("(")[2].rstrip(")"))
                assert open_list(**{**chosen, name: value}).total == told, (
                    chosen,
                    name,
                    label,
                )


def test_a_row_says_whose_position_it_shows(open_list):
    rows = {
        row.select_one(".row__number").text: " ".join(row.text.split())
        for row in open_list().soup.select("tr.row")
    }

    assert f"Accepts (response by the {ASSOCIATION})" in rows["2"]
    assert f"{ASSOCIATION}: accepts" in rows["3"]
    assert "response by" not in rows["1"]


def test_the_cms_finds_the_same_by_position(open_list):
    for position in ("accepted", "accepted_by_another", "mixed", "response_missing"):
        declared = RecommendationFilterSet.base_filters["position"]
        pages = declared.filter(
            RecommendationResponsePage.objects.order_by("sort_key"), [position]
        )
        found = [page.number for page in pages if "." not in page.number]
        assert found == open_list(position=position).numbers, position


def test_the_field_says_whose_acceptance_is_meant(client):
    soup = BeautifulSoup(client.get(LIST).content, "html.parser")
    select = soup.find(id="id_position")
    hint = soup.find(id=select["aria-describedby"])
    assert "any that was asked" in hint.text

"""The date of the latest response, update or completion: that of the record, whatever a text says."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_action,
    make_response,
)

RESPONDED = PartialDate(2024, 12, 16)
RECORDED = (
    "The latest response, update or completion here is by A force, dated 16 December 2024. "
    "It may not show what happens today."
)
LATER = "A text on this page names a later update"


@pytest.fixture
def force():
    return OrganisationFactory(name="A force")


@pytest.fixture
def caption(client, stalking):
    """Return a function that reads what the page of a recommendation says of its dates."""

    def read(*responses, **fields) -> str:
        page = RecommendationResponsePageFactory(parent=stalking, responses=list(responses), **fields)
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        return " ".join(soup.select_one(".page-heading__caption").text.split())

    return read


def with_text(text, force, **fields):
    return make_response(Position.ACCEPTED, force, narrative=[("text", f"<p>{text}</p>")], **fields)


def test_a_later_update_that_a_text_names_is_told_with_its_date_beside_the_latest_recorded(caption, force):
    response = with_text("It published an update on 25 March 2025.", force, date=RESPONDED)

    assert caption(response).startswith(f"{RECORDED} {LATER}, of 25 March 2025.")


@pytest.mark.parametrize(
    "text",
    [
        "It published an update on 16 December 2024.",
        "It published an update in 2021.",
        "Training is due by 25 March 2025.",
        "It accepted this.",
    ],
)
def test_a_text_that_names_no_later_update_adds_nothing(caption, force, text):
    told = caption(with_text(text, force, date=RESPONDED))

    assert told.startswith(RECORDED)
    assert LATER not in told


def test_the_date_of_what_is_summarised_counts_where_the_response_has_no_other(caption, force):
    response = with_text("x", force, source_link="https://example.org/", source_date=RESPONDED)

    assert caption(response).startswith(RECORDED)


def test_a_completion_is_not_called_a_response_or_an_update(caption, force):
    done = make_action(ActionStatus.COMPLETE, completed=RESPONDED, respondents=[force])
    response = make_response(Position.ACCEPTED, force, date=PartialDate(2024, 10))

    assert caption(response, actions=[done]).startswith(RECORDED)

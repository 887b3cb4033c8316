"""The date of the latest response, update or completion: that of the record, whatever a text says."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from complaints.vocabulary import ActionStatus, Position
from pages.core.moments import months_later
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


@pytest.fixture
def force():
    return OrganisationFactory(name="A force")


@pytest.fixture
def caption(client, stalking):
    """Return a function that reads what the page of a recommendation says of its dates."""

    def read(*responses, **fields) -> str:
        page = RecommendationResponsePageFactory(
            parent=stalking, responses=list(responses), **fields
        )
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        return " ".join(soup.select_one(".page-heading__caption").text.split())

    return read


def with_text(text, force, **fields):
    return make_response(
        Position.ACCEPTED, force, narrative=[("text", f"<p>{text}</p>")], **fields
    )


def test_the_date_of_what_is_summarised_counts_where_the_response_has_no_other(
    caption, force
):
    response = with_text(
        "x", force, source_link="https://example.org/", source_date=RESPONDED
    )

    assert caption(response).startswith(RECORDED)


def test_a_completion_is_not_called_a_response_or_an_update(caption, force):
    done = make_action(ActionStatus.COMPLETE, completed=RESPONDED, respondents=[force])
    response = make_response(Position.ACCEPTED, force, date=PartialDate(2024, 10))

    assert caption(response, actions=[done]).startswith(RECORDED)


OUT_OF_DATE = "It may not show what happens today."


def test_what_is_older_than_six_months_is_said_to_be_perhaps_out_of_date(
    caption, force
):
    today = timezone.localdate()
    old, new = months_later(today, -7), months_later(today, -5)

    assert OUT_OF_DATE in caption(
        make_response(Position.ACCEPTED, force, date=PartialDate.of_day(old))
    )
    assert OUT_OF_DATE not in caption(
        make_response(Position.ACCEPTED, force, date=PartialDate.of_day(new))
    )


def test_a_response_without_a_date_may_be_out_of_date_and_no_response_cannot_be(
    caption, force
):
    undated = "What is published here may not show what happens today."

    assert caption(make_response(Position.ACCEPTED, force)).startswith(undated)
    assert "may not show" not in caption()


def test_a_super_complaint_says_that_an_old_response_below_it_may_be_out_of_date(
    client, stalking, force
):
    RecommendationResponsePageFactory(
        parent=stalking,
        responses=[make_response(Position.ACCEPTED, force, date=RESPONDED)],
    )

    soup = BeautifulSoup(client.get(stalking.url).content, "html.parser")
    told = " ".join(soup.select_one(".page-heading__caption").text.split())
    assert f"from any organisation, is dated 16 December 2024. {OUT_OF_DATE}" in told


def test_all_who_reported_on_the_last_date_are_named(caption, force):
    other = OrganisationFactory(name="Another body")
    responses = [
        make_response(Position.ACCEPTED, each, date=RESPONDED)
        for each in (force, other)
    ]

    assert "is by A force and Another body, dated 16 December 2024." in caption(
        *responses
    )

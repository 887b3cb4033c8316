"""Stated, stated not to exist and not recorded each have a sentence, a filter and a count everywhere."""

import re
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus, OrganisationKind, Position
from pages.core.partial_dates import PartialDate
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_home,
    make_response,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db


class Value(NamedTuple):
    """The fields of a recommendation, its sentence, the fact beside it and the filter that finds it."""

    fields: dict[str, Any]
    sentence: str
    fact: str = ""
    filter: str = ""
    in_table: str = ""


DEADLINES = {
    "1": Value(
        {"deadline": PartialDate(2025, 3, 27)},
        "The report asked for this by 27 March 2025.",
        "Deadline 27 March 2025",
        in_table="27 March 2025",
    ),
    "2": Value(
        {"deadline_printed": "within 56 days"},
        "The report asked for this “within 56 days”.",
        "Deadline “within 56 days”",
        in_table="“within 56 days”",
    ),
    "3": Value(
        {"no_deadline": True},
        "The report gives no deadline.",
        "Deadline The report gives no deadline",
        "deadline_none",
        "None given",
    ),
    "4": Value(
        {},
        "We have not recorded a deadline.",
        "",
        "deadline_not_entered",
        "Not recorded here",
    ),
}
ASKED = {
    "11": Value(
        {"addressees_printed": "the Home Office"},
        "This recommendation is for other organisations.",
    ),
    "12": Value(
        {"addressees_printed": "", "no_addressees": True},
        "The report does not say who is asked.",
        "For The report does not say who is asked",
        "addressees_none",
    ),
    "13": Value(
        {"addressees_printed": ""},
        "We have not recorded who is asked.",
        "For We have not recorded who is asked",
        "addressees_not_entered",
    ),
}
POSITIONS = {
    Position.ACCEPTED: "Accepts",
    Position.NOT_STATED: "Does not say whether it accepts",
    "": "Not recorded",
}
ACTION_STATUSES = {
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.NOT_STATED: "Other status or none given",
    "": "We have not recorded a status",
}


@shared_content
def one_of_each_value():
    """Recommendations of which each has another value of its deadline or of who is asked."""
    above = SuperComplaintPageFactory(
        parent=SuperComplaintIndexPageFactory(parent=make_home()), slug="one"
    )
    for number, value in {**DEADLINES, **ASKED}.items():
        RecommendationResponsePageFactory(parent=above, number=number, **value.fields)


@pytest.fixture
def read(client):
    """Return a function that gives the page at an address."""

    def open_page(address: str, **query: str) -> BeautifulSoup:
        response = client.get(address, query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return open_page


def words(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


@pytest.mark.parametrize("number", [*DEADLINES, *ASKED])
def test_each_value_has_the_same_sentence_on_its_page_and_in_what_is_shared(
    one_of_each_value, read, number
):
    value = {**DEADLINES, **ASKED}[number]
    page = RecommendationResponsePage.objects.get(number=number)

    shown = read(page.url)

    others = {
        each.sentence for each in (DEADLINES if number in DEADLINES else ASKED).values()
    }
    for text in (
        words(shown.select_one(".page-heading .answer")),
        shown.find("meta", {"name": "description"})["content"],
        shown.find("meta", {"property": "og:description"})["content"],
    ):
        assert {other for other in others if other in text} == {value.sentence}
    facts = words(shown.find("section", {"aria-label": "Key facts"}))
    if value.fact:
        assert value.fact in facts
    elif number in DEADLINES:
        assert "Deadline" not in facts


@pytest.mark.parametrize("number", DEADLINES)
def test_each_value_of_a_deadline_is_told_in_the_list_and_found_and_counted_by_its_filter(
    one_of_each_value, read, number
):
    value = DEADLINES[number]
    everything = read(LIST)

    [item] = [
        each
        for each in everything.select("tr.row")
        if f"Recommendation {number}:" in str(each.th)
    ]
    assert value.in_table == words(item.select_one("[data-heading=Deadline]"))
    if value.filter:
        option = everything.select_one(f"#id_recorded option[value='{value.filter}']")
        assert option.text.endswith("(1)")
        found = read(LIST, recorded=value.filter)
        assert found.h1.text.startswith("1 recommendation:")
        assert f"Recommendation {number}:" in str(found.select_one(".row__asked"))


def test_what_has_no_status_is_counted_by_what_is_known_of_who_is_asked(
    one_of_each_value, read
):
    told = (
        "1 more is for other organisations. In 1 more, the report does not say who is asked. "
        "In 1 more, we have not recorded who is asked."
    )
    for address in ("/", "/super-complaints/"):
        assert told in words(read(address).find(attrs={"aria-labelledby": "progress"}))
    above = read("/super-complaints/one/")
    assert told in words(above.find(attrs={"aria-labelledby": "progress"}))
    asked = [words(each) for each in above.select("tr.row [data-heading=For]")]
    assert set(asked) == {
        "“chief constables”",
        "“the Home Office”",
        "The report does not say",
        "Not recorded here",
    }


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("status", ACTION_STATUSES)
def test_each_value_of_a_position_and_of_a_status_is_told_as_itself(
    section, read, open_list, position, status
):
    force = OrganisationFactory(kind=OrganisationKind.POLICE_FORCE)
    page = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section, slug="one"),
        responses=[make_response(position, force)],
        actions=[make_action(status, respondents=[force])],
    )

    shown = read(page.url)

    response, action = (
        words(shown.select_one(".response")),
        words(shown.select_one(".card--action")),
    )
    assert {
        each for each in POSITIONS.values() if f"Does it accept? {each}" in response
    } == {POSITIONS[position]}
    assert {each for each in ACTION_STATUSES.values() if each in action} == {
        ACTION_STATUSES[status]
    }
    assert open_list(position=position or "not_entered").total == 1
    assert open_list(action_status=status or "not_entered").total == 1
    for other in POSITIONS.keys() - {position}:
        assert open_list(position=other or "not_entered").total == 0
    for other in ACTION_STATUSES.keys() - {status}:
        assert open_list(action_status=other or "not_entered").total == 0


CLAIMS_OF_THE_WORLD = re.compile(
    r"\bnot known\b|has not answered|not answered|\blists? no action|\bdone\b|\bwaits?\b|\bstands?\b"
    r"|past (its|their) date|No date is|no status stated|No position stated|\boverdue since\b"
    r"|Nobody|\bsomebody\b"
    r"|with a page here|as printed|;",
    re.IGNORECASE,
)
"""What generated words never say: they speak of what this site has published or recorded."""
GENERATED = (
    ".answer, .statuses, .standings, .counts, .figures__oldest, .page-heading__caption, "
    "[aria-labelledby=progress] p"
)


def check_generated_words(read) -> None:
    recommendations = RecommendationResponsePage.objects.live().public()
    parents = {page.get_parent().url for page in recommendations}
    addresses = [
        "/",
        "/super-complaints/",
        LIST,
        *sorted(parents),
        *(page.url for page in recommendations),
    ]

    texts = {
        words(each)
        for address in addresses
        for each in read(address).main.select(GENERATED)
    }

    assert len(texts) > 10
    assert [text for text in texts if CLAIMS_OF_THE_WORLD.search(text)] == []


def test_generated_words_about_the_real_content_claim_nothing_of_the_world(
    demonstration, read
):
    check_generated_words(read)


def test_generated_words_about_every_status_claim_nothing_of_the_world(
    mixed_recommendations, read
):
    check_generated_words(read)


def test_generated_words_about_every_value_claim_nothing_of_the_world(
    one_of_each_value, read
):
    check_generated_words(read)

"""Malformed parameters give the list with a notice about what was left out."""

import logging
import string
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.register.recommendation_list import PARAMETER_NAMES
from pages.core.addresses import TOO_MANY_PARAMETERS
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory

from .conftest import LIST


@pytest.fixture
def item(section):
    """One recommendation."""
    above = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    return RecommendationResponsePageFactory(
        parent=above, title="Train officers", number="1"
    )


def test_malformed_parameters_give_the_page_with_a_message(item, open_list):
    cases = [
        (
            "nonsense=1",
            "We did not recognise “nonsense”, so the list is not filtered by it.",
        ),
        (
            "a=1&b=2&c=3&d=4&e=5",
            "“a”, “b”, “c” and 2 more, so the list is not filtered by them.",
        ),
        ("%00=1&<script>=2", "We did not recognise"),
        ("status=nonsense", "“nonsense” is not a status in this list."),
        ("super_complaint=nowhere", "“nowhere” is not a super-complaint in this list."),
        ("respondent=999999999999999999999999", "is not an organisation in this list."),
        ("respondent=1'%20OR%201=1", "is not an organisation in this list."),
        ("position=%00", "could not read part of this address"),
        ("status=past_dead%00line", "could not read part of this address"),
        ("progress=finished", "“finished” is not a kind of progress"),
        (
            "status=past_deadline&status=marked_complete",
            "“Status” is given more than once. Choose one.",
        ),
        ("deadline_from=2024-02-31", "Deadline from: There is no 31 February 2024"),
        ("deadline_to=99999-01-01", "Deadline up to: There is no such day"),
        ("deadline_to=0001", "Deadline up to: Enter a year between 1900 and 2100."),
        ("deadline_from=2025&deadline_to=2024", "Deadline up to: 2024 is before 2025."),
        ("page=0", "There is no page “0”. This is page 1 of 1."),
        ("page=-1", "There is no page “-1”."),
        ("page=9999", "There is no page “9999”."),
        ("page=abc", "There is no page “abc”."),
        ("page=1e3", "There is no page “1e3”."),
        ("page=" + "9" * 5000, "There is no page “9999"),
        ("sort=size", "cannot sort this list by “size”"),
        ("q=%ff%fe%00%ed%a0%80", "could not read part of this address"),
        ("q=" + "x" * 201, "could not read part of this address"),
        ("q=%e2%80%ae%e2%80%8btrain", "could not read part of this address"),
        ("&".join(f"x{number}=1" for number in range(1001)), "asks for too much"),
        ("&".join(["progress=unfinished"] * 50), "could not read part of this address"),
    ]
    for query, told in cases:
        shown = open_list(f"{LIST}?{query}")

        assert told in shown.told(), query[:60]
        assert shown.heading.split()[1].startswith("recommendation")
        assert "\0" not in shown.response.content.decode()


def test_too_many_parameters_are_ignored_everywhere(client, item, caplog):
    for address, told in [
        ("/super-complaints/", TOO_MANY_PARAMETERS),
        ("/super-complaints/recommendations/", TOO_MANY_PARAMETERS),
        ("/search/", TOO_MANY_PARAMETERS),
        ("/super-complaints/stalking/", "Stalking"),
        ("/super-complaints/stalking/recommendation-1/", "Train officers"),
        ("/super-complaints/stalking/history/", "History"),
        (
            "/super-complaints/stalking/history/compare/",
            "does not have two versions to compare.",
        ),
        ("/super-complaints/updates.atom", "<feed"),
        ("/super-complaints/data/recommendations.json", '"recommendations"'),
        ("/sitemap.xml", "<urlset"),
    ]:
        caplog.clear()

        answer = client.get(f"{address}?{'a&' * 1_100}", follow=True)

        assert answer.status_code == 200, address
        assert told in answer.content.decode(), address
        assert not [
            record for record in caplog.records if record.levelno >= logging.WARNING
        ], address


def test_a_wrong_value_is_an_error_of_its_field_and_other_filters_work(item, open_list):
    shown = open_list(
        f"{LIST}?status=nonsense&deadline_from=soon&super_complaint=stalking"
    )

    assert shown.soup.title.text.startswith("Error: 1 recommendation: ")
    summary = shown.soup.select_one(".govuk-error-summary")
    assert [link["href"] for link in summary.find_all("a")] == [
        "#id_status",
        "#id_deadline_from",
    ]
    assert shown.soup.find("details").has_attr("open")
    field = shown.soup.find(id="id_deadline_from")
    assert field["aria-invalid"] == "true"
    assert field["value"] == "soon"
    assert all(shown.soup.find(id=name) for name in field["aria-describedby"].split())
    assert "The list is not filtered by what has an error." in shown.told()


def test_parameters_are_shown_as_escaped_text_and_cut(item, open_list):
    rude = "<script>alert(1)</script>"

    for name in (*PARAMETER_NAMES, rude):
        content = open_list(
            f"{LIST}?{quote(name)}={quote(rude)}"
        ).response.content.decode()
        assert rude not in content
    shown = open_list(f"{LIST}?q={'x' * 10_000_000}&{'y' * 1_000_000}=1")
    assert "could not read part" in shown.told()
    assert len(shown.response.content) < 100_000


words = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=string.printable, max_size=30),
    st.sampled_from(
        [
            "overdue",
            "unfinished",
            "stalking",
            "accepted",
            "2024",
            "27 March 2025",
            "recommendation 1",
        ]
    ),
)


@settings(max_examples=40)
@given(
    pairs=st.lists(
        st.tuples(st.one_of(st.sampled_from(PARAMETER_NAMES), words), words), max_size=6
    )
)
def test_any_address_gives_the_page(item, client, pairs):
    encodable = [
        (name.encode("utf-8", "replace"), value.encode("utf-8", "replace"))
        for name, value in pairs
    ]

    response = client.get(f"{LIST}?{urlencode(encodable)}")

    assert response.status_code == 200
    assert "<h1>" in response.content.decode()

"""Counts are disjoint, have the words of the statuses and add up to the total that is said first."""

import csv
import io
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from complaints.models import SuperComplaintPage
from complaints.vocabulary import ActionStatus, Position, Status
from pages.core.page_visibility import public_pages
from pages.core.partial_dates import PartialDate
from tests.complaints.data.data_client import entries, entry_with_id
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
    publish,
)

pytestmark = pytest.mark.django_db

SECTION = "/super-complaints/"
STATUS_WORDS = {status.counted_words: status for status in Status}
WHOSE = r"(?:,? (?:\d+ )?for the [^:.]*)?"
SENTENCE = re.compile(
    rf"(\d+) (?:recommendations?|ha(?:s|ve) a page here){WHOSE}: (\d[^.:]*)\.( None is marked complete\.)?"
)
TOTAL = re.compile(r"(\d+) recommendations?(?: on \d+ \w+ \d{4})? ?:")


def read_counts(words: list[str]) -> dict[Status, int]:
    """Return the number of each status in ``words``, such as “7 past the deadline”, each of them once."""
    numbers_by_status = {}
    for word in words:
        number, _, told = " ".join(word.split()).partition(" ")
        assert STATUS_WORDS[told] not in numbers_by_status, words
        numbers_by_status[STATUS_WORDS[told]] = int(number)
    assert list(numbers_by_status) == [
        each for each in Status if each in numbers_by_status
    ], "another order"
    return numbers_by_status


def check_sentences(text: str) -> int:
    """Check every sentence of counts in ``text``, and return how many there are."""
    sentences = SENTENCE.findall(text)
    for total, counts, none in sentences:
        numbers = read_counts(counts.split(", "))
        assert sum(numbers.values()) == int(total), counts
        assert bool(none) == (Status.MARKED_COMPLETE not in numbers), counts
    return len(sentences)


def check_lists(main) -> int:
    """Check every list of counts in ``main``, and return how many there are."""
    lists = [
        each
        for each in main.select("ul.counts")
        if not each.find_parent("dl", class_="facts")
    ]
    for each in lists:
        numbers = read_counts([row.text for row in each.find_all("li")])
        before = " ".join("".join(reversed([*text_before(each)])).split())
        [*_, total] = TOTAL.findall(before)
        assert sum(numbers.values()) == int(total), before[-100:]
    return len(lists)


def text_before(element):
    """Yield the texts before ``element`` on the page, the nearest first."""
    for each in element.previous_elements:
        if isinstance(each, str):
            yield each


def check_page(client, address: str, sentences: int, lists: int) -> None:
    main = BeautifulSoup(client.get(address).content, "html.parser").main

    paragraphs = [" ".join(each.text.split()) for each in main.find_all("p")]
    assert sum(map(check_sentences, paragraphs)) >= sentences, address
    assert check_lists(main) >= lists, address


def check_all_pages(client) -> None:
    shown = public_pages(SuperComplaintPage.objects.all())
    with_counts = [page for page in shown if page.report_published]
    check_page(client, "/", 1 + len(with_counts), 0)
    check_page(client, SECTION, 1 + len(with_counts), 0)
    for page in with_counts:
        check_page(client, page.url, 1, 0)
        check_page(client, f"{page.url}whole-response/", 1, 0)


def test_the_counts_of_the_real_content_add_up_on_every_page(client, demonstration):
    check_all_pages(client)
    check_page(client, "/search/?q=stalking", 1, 0)
    themes = BeautifulSoup(client.get(SECTION).content, "html.parser").select_one(
        ".themes"
    )
    assert check_lists(themes) > 3


@pytest.fixture
def every_status(section):
    """Two super-complaints with recommendations of every status, and one without a status."""
    force = OrganisationFactory()
    accepted = [make_response(Position.ACCEPTED, force)]
    refused = [make_response(Position.NOT_ACCEPTED, force)]
    fields_by_number = {
        "1": {"deadline": PartialDate(2024, 10)},
        "2": {},
        "3": {"responses": accepted},
        "4": {
            "responses": accepted,
            "actions": [make_action(ActionStatus.NOT_STARTED)],
        },
        "5": {
            "responses": accepted,
            "actions": [make_action(ActionStatus.IN_PROGRESS)],
        },
        "6": {"responses": refused},
        "7": {"responses": accepted, "actions": [make_action(ActionStatus.COMPLETE)]},
        "8": {"addressees_printed": "the Home Office"},
    }
    for numbers in ("12345678", "1123"):
        above = SuperComplaintPageFactory(parent=section)
        for place, number in enumerate(numbers):
            fields = fields_by_number[number]
            publish(
                RecommendationResponsePageFactory(
                    parent=above, number=str(place + 1), **fields
                )
            )
        publish(above)


def test_the_counts_of_every_status_add_up_on_every_page(client, every_status):
    register = BeautifulSoup(client.get(SECTION).content, "html.parser")
    found = {
        each["class"][0].removeprefix("chart__")
        for each in register.select(".chart rect")
    }

    assert found == set(Status)
    check_all_pages(client)


Counts = Counter[Status]


def counts_in_heading(client, address: str) -> Counts:
    """Return the number of each status in the sentence at the top of a page; nothing if it has none."""
    heading = " ".join(read(client, address).select_one(".page-heading").text.split())
    found = SENTENCE.findall(heading)
    assert len(found) <= 1, address
    return Counter(read_counts(found[0][1].split(", "))) if found else Counter()


def read(client, address: str):
    return BeautifulSoup(client.get(address).content, "html.parser").main


def addresses_in_list(client, **filters: str) -> set[str]:
    """Return the addresses of the recommendations in the list; as many as its heading says."""
    answer = client.get(
        f"{SECTION}recommendations/list-of-recommendations.csv", filters
    )
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    found = {row["Address"] for row in rows}
    heading = BeautifulSoup(
        client.get(f"{SECTION}recommendations/", filters).content, "html.parser"
    ).h1
    assert int(heading.text.split()[0]) == len(found), filters
    return found


def check_list(client, counts: Counts, **filters: str) -> None:
    """Check that the lists of each status are disjoint, as long as ``counts`` says, and together all."""
    seen: set[str] = set()
    for status in Status:
        found = addresses_in_list(client, status=status.value, **filters)
        assert len(found) == counts[status], (status, filters)
        assert not found & seen, (status, filters)
        seen |= found
    assert len(seen) == counts.total(), filters


def check_same_numbers_everywhere(client) -> None:
    """Check that home, register, super-complaints, lists and data count the same."""
    found = entries(client)
    counted = [each for each in found if each["past_a_deadline"] in {"yes", "no"}]
    everything = Counter(Status(each["status"]) for each in counted)
    assert counts_in_heading(client, "/") == everything
    assert counts_in_heading(client, SECTION) == everything
    check_list(client, everything)
    sum_of_pages: Counts = Counter()
    for page in public_pages(SuperComplaintPage.objects.all()):
        of_page = Counter(
            Status(each["status"])
            for each in counted
            if each["super_complaint"] == page.identifier
        )
        sum_of_pages += of_page
        assert counts_in_heading(client, page.url) == of_page, page.slug
        assert counts_in_heading(client, f"{page.url}whole-response/") == of_page, (
            page.slug
        )
        check_list(client, of_page, super_complaint=page.slug)
        entry = entry_with_id(entries(client, "super-complaints"), page.identifier)
        assert counts_in_row(entry, "recommendations_shown") == of_page, page.slug
    assert sum_of_pages == everything


def counts_in_row(row: dict, total: str) -> Counts:
    """Return the number of each status in a row of the data, which adds up to its ``total``."""
    found = Counter({status: int(row[f"count_{status.value}"]) for status in Status})
    assert found.total() == int(row[total])
    return +found


def test_the_real_content_has_the_same_disjoint_numbers_on_pages_in_lists_and_in_the_data(
    client, demonstration
):
    check_same_numbers_everywhere(client)


def test_every_status_has_the_same_disjoint_numbers_on_pages_in_lists_and_in_the_data(
    client, every_status
):
    check_same_numbers_everywhere(client)


def test_counts_that_do_not_add_up_are_noticed():
    right = "7 recommendations: 5 past the deadline, 2 in progress. None is marked complete."

    assert check_sentences(right) == 1
    for wrong in (
        right.replace("7", "8", 1),
        right.replace("5 past the deadline", "5 done"),
        right.replace("2 in progress", "2 past the deadline"),
        right.replace(" None is marked complete.", ""),
    ):
        with pytest.raises((AssertionError, KeyError)):
            check_sentences(wrong)


def test_the_file_says_past_a_deadline_of_what_the_list_shows_as_overdue_alone(
    client, mixed_recommendations
):
    rows = list(
        csv.DictReader(
            client.get(f"{SECTION}data/recommendations.csv")
            .content.decode()
            .splitlines()
        )
    )
    page = BeautifulSoup(
        client.get(f"{SECTION}recommendations/?progress=overdue").content, "html.parser"
    )

    shown = [link["href"] for link in page.select("tr.row th > a")]

    past = [
        urlsplit(row["url"]).path for row in rows if row["past_a_deadline"] == "yes"
    ]
    assert sorted(past) == sorted(shown)
    assert 0 < len(past) < len(rows)

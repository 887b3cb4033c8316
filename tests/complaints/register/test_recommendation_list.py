"""The list of all recommendations: filters, their names, sorting and pages."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.admin.recommendation_filters import RecommendationFilterSet
from complaints.models import Organisation, RecommendationResponsePage
from complaints.models.recommendation_queryset import CHOICE_FILTERS
from complaints.register import recommendation_list
from complaints.register.filters import WORDS_OF_VALUES, RecommendationFilters
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_home,
    make_response,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2025, 6, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def force(one_for_each_filter):
    return Organisation.objects.get(name="Northamptonshire Police")


@pytest.fixture
def commissioner(one_for_each_filter):
    return Organisation.objects.get(name="Commissioner")


@shared_content
@time_machine.travel(NOW)
def one_for_each_filter():
    """Recommendations of which each filter finds some."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    force, commissioner = (
        OrganisationFactory(name=name)
        for name in ("Northamptonshire Police", "Commissioner")
    )
    stalking = SuperComplaintPageFactory(
        parent=section, slug="stalking", title="The response to stalking"
    )
    safe = SuperComplaintPageFactory(
        parent=section,
        slug="safe",
        title="Safe to share",
        identifier="sharing",
        respond_by=PartialDate(2024, 11, 22),
    )
    march = PartialDate(2025, 3, 27)
    accepted, both = (
        [make_response(Position.ACCEPTED, force)],
        [
            make_response(Position.ACCEPTED, force),
            make_response(Position.NOT_ACCEPTED, commissioner),
        ],
    )
    by_commissioner = [make_response(Position.ACCEPTED, commissioner)]
    begun, late = (
        make_action(ActionStatus.IN_PROGRESS),
        make_action(ActionStatus.IN_PROGRESS, march, PartialDate(2025, 12)),
    )
    done = make_action(ActionStatus.COMPLETE, march, completed=PartialDate(2025, 4, 1))
    awaiting = make_response(Position.AWAITING, force, date=PartialDate(2024, 11))
    for parent, number, fields in [
        (stalking, "1", {"deadline": march, "responses": accepted, "actions": [begun]}),
        (
            stalking,
            "2",
            {"deadline": PartialDate(2025, 9), "responses": both, "actions": [late]},
        ),
        (
            stalking,
            "7",
            {"responses": by_commissioner, "actions": [done], "no_deadline": True},
        ),
        (
            stalking,
            "8.1",
            {"wording": "Officers should be trained in 50 % of searches_."},
        ),
        (
            safe,
            "10",
            {"responses": [make_response("", force)], "actions": [make_action("")]},
        ),
        (safe, "9", {"responses": [awaiting]}),
    ]:
        page = RecommendationResponsePageFactory(
            parent=parent, number=number, title=f"Do {number}", **fields
        )
        told = (
            datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC) if number == "9" else NOW
        )
        first = told - datetime.timedelta(days=number == "2")
        change_live(page, first_published_at=first, last_published_at=told)


@pytest.fixture
def items(one_for_each_filter, time_machine):
    """Those recommendations, on the day on which they were published."""
    time_machine.move_to(NOW)


def test_a_section_without_recommendations_says_so(section, open_list):
    assert (
        "No recommendations have been published here yet." in open_list().soup.main.text
    )
    assert open_list(q="stalking").total == 0


class TestFilters:
    def test_each_filter_finds_what_it_says(self, items, open_list):
        for asked, found in [
            ({}, ["1", "2", "7", "8.1", "9", "10"]),
            ({"super_complaint": "safe"}, ["9", "10"]),
            ({"status": "past_deadline"}, ["1"]),
            ({"status": "in_progress"}, ["2"]),
            ({"status": "response_missing"}, ["8.1", "9"]),
            ({"status": "response_published"}, ["10"]),
            ({"status": "marked_complete"}, ["7"]),
            ({"status": "closed"}, []),
            ({"position": "mixed"}, ["2"]),
            ({"position": "accepted"}, ["1", "2", "7"]),
            ({"position": "not_accepted"}, ["2"]),
            ({"position": "not_stated"}, []),
            ({"position": "not_entered"}, ["10"]),
            ({"position": "response_missing"}, ["8.1", "9"]),
            ({"position": "awaiting"}, ["9"]),
            ({"action_status": "complete"}, ["7"]),
            ({"action_status": "not_stated"}, []),
            ({"action_status": "not_entered"}, ["10"]),
            ({"recorded": "deadline_none"}, ["7"]),
            ({"recorded": "deadline_not_entered"}, ["8.1", "9", "10"]),
            ({"progress": "unfinished"}, ["1", "2", "8.1", "9", "10"]),
            ({"progress": "overdue"}, ["1", "9"]),
            ({"progress": "slipped"}, ["2"]),
            ({"progress": "completed_late"}, ["7"]),
            ({"progress": "silent"}, ["1", "2", "8.1", "9", "10"]),
            ({"progress": ["unfinished", "slipped"]}, ["2"]),
            ({"progress": ["completed_late", "slipped"]}, []),
            ({"deadline_from": "2025-03-28"}, ["2"]),
            ({"deadline_to": "March 2025"}, ["1"]),
            ({"deadline_from": "2025", "deadline_to": "2025"}, ["1", "2"]),
            (
                {
                    "super_complaint": "stalking",
                    "position": "accepted",
                    "status": "past_deadline",
                },
                ["1"],
            ),
            ({"super_complaint": "safe", "status": "past_deadline"}, []),
        ]:
            shown = open_list(**asked)

            assert (shown.numbers, shown.told()) == (found, ""), asked
            assert shown.total == len(found)

    def test_position_and_status_are_those_of_the_chosen_respondent(
        self, items, open_list, commissioner
    ):
        who = str(commissioner.pk)

        assert open_list(respondent=who).numbers == ["2", "7"]
        assert open_list(respondent=who, position="not_accepted").numbers == ["2"]
        assert open_list(respondent=who, position="mixed").numbers == ["2"]
        assert open_list(respondent=who, status="closed").numbers == ["2"]

    def test_text_finds_words_numbers_and_identifiers(self, items, open_list):
        for text, found in [
            ("recommendation 8.1", ["8.1"]),
            ("Recommendation 8", ["8.1"]),
            ("Recommendation 7", ["7"]),
            ("stalking/recommendation-8.1", ["8.1"]),
            ("sharing/recommendation-9", ["9"]),
            ("sharing/recommendation-7", []),
            ("OFFICERS trained", ["8.1"]),
            ("officers untrained", []),
            ("Safe to share", ["9", "10"]),
            ("do 10", ["10"]),
            ("50 %", ["8.1"]),
            ("_.", ["8.1"]),
            ("'; DROP TABLE --", []),
            (" ".join(["do"] * 80), ["1", "2", "7", "8.1", "9", "10"]),
        ]:
            assert open_list(q=text).numbers == found, text

    def test_white_space_of_any_kind_separates_search_words(self, items, open_list):
        for blank in "\t\n\x1f\x85\xa0\u1680\u2009\u2028\u202f\u3000":
            shown = open_list(q=f"officers{blank}trained")

            assert (shown.numbers, shown.told()) == (["8.1"], ""), ascii(blank)
            assert shown.heading == "1 recommendation: with “officers trained”"
        assert open_list(q="officers\0trained").numbers == ["8.1"]
        assert open_list(q="offi\u200bcers").numbers == ["8.1"]

    @pytest.mark.parametrize(
        ("typed", "same", "found"),
        [
            ("overdue", {"progress": "overdue"}, ["1", "9"]),
            ("Late", {"progress": "overdue"}, ["1", "9"]),
            ("past the deadline", {"progress": "overdue"}, ["1", "9"]),
            ("missed deadlines", {"progress": "overdue"}, ["1", "9"]),
            ("not answered", {"position": "response_missing"}, ["8.1", "9"]),
            ("no response", {"position": "response_missing"}, ["8.1", "9"]),
            ("done", {"status": "marked_complete"}, ["7"]),
            ("complete", {"status": "marked_complete"}, ["7"]),
            ("not done", {"progress": "unfinished"}, ["1", "2", "8.1", "9", "10"]),
            ("rejected", {"position": "not_accepted"}, ["2"]),
        ],
    )
    def test_words_for_a_status_are_read_as_its_filter(
        self, items, open_list, typed, same, found
    ):
        by_words, by_filter = open_list(q=typed), open_list(**same)

        assert by_words.numbers == by_filter.numbers == found
        assert by_words.heading == by_filter.heading
        assert by_words.soup.select_one("#id_q").get("value", "") == ""
        # Beside other words, they are words.
        assert open_list(q=f"{typed} zebra").numbers == []

    def test_every_choice_of_a_filter_is_accepted(self, items, open_list):
        for declared in CHOICE_FILTERS:
            for value, label in declared.choices:
                shown = open_list(**{declared.name: value})
                assert not shown.told()
                told = WORDS_OF_VALUES.get((declared.name, value), label.lower())
                assert told in shown.heading.lower()

    def test_the_respondent_filter_offers_public_respondents_only(
        self, items, open_list, commissioner
    ):
        OrganisationFactory(name="Answers nothing")
        change_live(commissioner, live=False)

        shown = open_list()

        options = [option.text for option in shown.soup.select("#id_respondent option")]
        assert options == ["All", "Northamptonshire Police (4)"]
        assert "no longer named here" in shown.soup.main.text
        assert "Commissioner" not in shown.soup.main.text

    def test_a_part_is_found_and_listed_as_its_recommendation(self, items, open_list):
        stalking = RecommendationResponsePage.objects.get(number="7").get_parent()
        part = RecommendationResponsePageFactory(
            parent=stalking,
            number="7.1",
            title="Keep notes",
            summary="Write every call down.",
        )

        for words in ("recommendation 7.1", "every call"):
            assert open_list(q=words).numbers == ["7"]
        shown = open_list(super_complaint="stalking")
        assert shown.numbers == ["1", "2", "7", "8.1"]
        assert shown.soup.find("a", href=part.url)
        # The status that counts first is that of both.
        assert open_list(status="response_missing").numbers == ["7", "8.1", "9"]


class TestActiveFilters:
    def test_title_and_heading_have_the_count_and_the_filters(
        self, items, open_list, force
    ):
        shown = open_list(
            respondent=str(force.pk), status="past_deadline", deadline_to="2025-03"
        )

        filters = "past the deadline, deadline up to March 2025"
        words = f"1 recommendation: response by Northamptonshire Police, {filters}"
        assert shown.heading == words
        assert shown.soup.title.text.startswith(f"{words} – ")

    def test_each_filter_is_removed_by_a_link_that_keeps_the_others(
        self, items, open_list
    ):
        shown = open_list(
            progress=["unfinished", "silent"],
            super_complaint="safe",
            sort="deadline",
            deadline_to="2026",
        )
        *links, everything = shown.soup.select(".chips a")

        assert [link["aria-label"] for link in links] == [
            f"Remove the filter: {link.bdi.text}" for link in links
        ]
        assert [link.bdi.text for link in links] == [
            "Safe to share",
            "deadline up to 2026",
            "not marked complete or closed",
            "not updated for 6 months",
        ]
        kept = "progress=unfinished&progress=silent"
        assert [link["href"] for link in links] == [
            f"{LIST}?deadline_to=2026&{kept}&sort=deadline",
            f"{LIST}?super_complaint=safe&{kept}&sort=deadline",
            f"{LIST}?super_complaint=safe&deadline_to=2026&progress=silent&sort=deadline",
            f"{LIST}?super_complaint=safe&deadline_to=2026&progress=unfinished&sort=deadline",
        ]
        assert (everything.text, everything["href"]) == (
            "Remove all filters",
            f"{LIST}?sort=deadline",
        )

    def test_the_form_holds_the_filters_in_use_and_stays_folded(self, items, open_list):
        soup = open_list(
            status="past_deadline",
            progress="unfinished",
            q="do",
            deadline_from="2025-01",
        ).soup

        assert (
            soup.select_one("#id_status option[selected]")["value"] == "past_deadline"
        )
        assert [box["value"] for box in soup.select("input[checked]")] == ["unfinished"]
        assert soup.find(id="id_q")["value"] == "do"
        form = soup.find("form", attrs={"aria-label": "Filter the list"})
        assert form["method"] == "get"
        assert form.find("button", type="submit")
        assert not form.details.has_attr("open")

    def test_an_empty_list_explains_itself_and_links_on(self, items, open_list):
        one, several = (
            open_list(status="closed"),
            open_list(status="closed", super_complaint="safe"),
        )

        for shown in (one, several):
            text = " ".join(shown.soup.main.text.split())
            assert shown.heading.startswith("0 recommendations: ")
            assert "Nothing found" in text
            assert shown.soup.find("a", string="all recommendations")["href"] == LIST
        assert "No recommendations match “closed”." in one.soup.main.text
        assert (
            "No recommendations match “zebra”." in open_list(q="zebra").soup.main.text
        )
        assert "Remove one of them above" in several.soup.main.text

    def test_search_engines_index_only_the_unfiltered_list(self, items, open_list):
        plain, filtered = open_list(), open_list(status="past_deadline", utm_source="x")

        assert not plain.soup.find("meta", {"name": "robots"})
        assert filtered.soup.find("meta", {"name": "robots"})["content"] == "noindex"
        assert plain.soup.find("link", rel="canonical")["href"].endswith(LIST)
        assert filtered.soup.find("link", rel="canonical")["href"].endswith(
            f"{LIST}?status=past_deadline"
        )


class TestListedItems:
    def test_response_and_status_of_each_respondent_as_shape_and_word(
        self, items, open_list
    ):
        [card] = open_list(position="mixed").soup.select("tr.row")
        text = " ".join(card.text.split())

        for words in (
            "Northamptonshire Police",
            "Accepts",
            "In progress",
            "Commissioner",
            "Closed, not complete",
        ):
            assert words in text
        assert all(status.svg for status in card.select(".status"))
        assert "The response to stalking" in text
        assert "September 2025 Commissioner Closed, not complete Not accepted" in text
        assert "Northamptonshire Police In progress Accepts" in text
        assert "Page changed: 1 June 2025." in text
        [late] = open_list(status="past_deadline").soup.select("tr.row")
        told = " ".join(late.text.split())
        assert told.count("27 March 2025") == 1, "the deadline has a column of its own"
        assert (
            "27 March 2025 Past the deadline, not marked complete Accepts, marked as in progress"
            in told
        )

    def test_the_day_of_the_first_publication_is_told_as_no_change_or_report(
        self, items, open_list
    ):
        first = RecommendationResponsePage.objects.get(number="9")
        # The moment of a set is fixed before its items are written.
        for moment in (
            first.last_published_at,
            first.first_published_at - datetime.timedelta(seconds=1),
        ):
            change_live(first, last_published_at=moment)
            [card] = open_list(position="awaiting").soup.select("tr.row")
            text = " ".join(card.text.split())

            assert "Latest from any organisation: November 2024." in text
            assert "Page changed" not in text
        assert (
            "Last updated 31 December 2023"
            in open_list(q="do 9").soup.select_one(".page-foot").text
        )
        for card in open_list(position="response_missing").soup.select("tr.row"):
            assert card.select_one(".status").text.strip() == "Response missing"


class TestSortingAndPaging:
    def test_sorting_puts_missing_deadlines_last_and_recent_changes_first(
        self, items, open_list
    ):
        first = RecommendationResponsePage.objects.get(number="10")
        change_live(first, deadline=PartialDate(2024, 12))

        assert open_list(sort="number").numbers == ["1", "2", "7", "8.1", "9", "10"]
        assert open_list(sort="deadline").numbers == ["10", "1", "2", "7", "8.1", "9"]
        assert open_list(sort="overdue").numbers == ["10", "1", "9", "2", "7", "8.1"]
        assert open_list(sort="changed").numbers == ["1", "2", "7", "8.1", "10", "9"]

    def test_deadlines_in_words_come_after_dates_and_before_those_not_recorded(
        self, items, open_list
    ):
        in_words = RecommendationResponsePage.objects.get(number="10")
        change_live(in_words, deadline_printed="within six months")

        assert open_list(sort="deadline").numbers == ["1", "2", "10", "7", "8.1", "9"]

    def test_longest_past_the_deadline_goes_by_the_deadline_that_the_column_shows(
        self, items, open_list
    ):
        stalking = (
            RecommendationResponsePage.objects.get(number="7").get_parent().specific
        )
        change_live(stalking, respond_by=PartialDate(2024, 11, 22))
        RecommendationResponsePageFactory(
            parent=stalking, number="3", addressees_printed="Chief constables"
        )
        for number, month in [("4", 12), ("5", 11), ("6", 10)]:
            RecommendationResponsePageFactory(
                parent=stalking,
                number=number,
                addressees_printed="Chief constables",
                deadline=PartialDate(2024, month),
            )

        in_order = [
            number for number in open_list(sort="overdue").numbers if number in "3456"
        ]

        assert in_order == ["6", "5", "4", "3"]

    def test_what_is_past_a_deadline_in_words_follows_what_is_past_a_date_and_is_counted(
        self, items, open_list
    ):
        stalking = RecommendationResponsePage.objects.get(number="7").get_parent()
        for number, is_over in [("3", False), ("4", True)]:
            RecommendationResponsePageFactory(
                parent=stalking,
                number=number,
                deadline_printed="within six months",
                deadline_over=is_over,
            )

        shown = open_list(sort="overdue")

        assert shown.numbers == ["1", "4", "9", "2", "3", "7", "8.1", "10"]
        link = shown.soup.find("a", string="1 past a deadline in words")
        assert open_list(link["href"]).numbers == ["4"]
        assert (
            "1 past a deadline in words, such as “within six months”, is listed after those with a date."
            in " ".join(shown.soup.main.text.split())
        )
        assert not open_list(sort="number").soup.find(
            "a", string="1 past a deadline in words"
        )
        home = open_list("/").soup.select_one(".figures__oldest")
        told = " ".join(home.text.split())
        assert (
            "1 recommendation is past a deadline without a date. We cannot say since when."
            in told
        )
        link = home.find(
            "a", string="1 recommendation is past a deadline without a date"
        )
        assert open_list(link["href"]).numbers == ["4"]

    def test_pages_keep_filters_and_order(self, items, open_list, monkeypatch):
        monkeypatch.setattr(recommendation_list, "PAGE_SIZE", 2)

        first = open_list(progress="unfinished", sort="deadline")
        second = open_list(first.soup.find("a", rel="next")["href"])
        third = open_list(second.soup.find("a", rel="next")["href"])

        assert [page.numbers for page in (first, second, third)] == [
            ["1", "2"],
            ["8.1", "9"],
            ["10"],
        ]
        assert {page.total for page in (first, second, third)} == {5}
        assert second.soup.title.text.startswith(
            "5 recommendations: not marked complete or closed (page 2 of 3)"
        )
        assert (
            second.soup.find("a", rel="prev")["href"]
            == f"{LIST}?progress=unfinished&sort=deadline"
        )
        assert second.soup.head.find("link", rel="next")["href"].endswith("&page=3")
        assert not third.soup.find(rel="next")
        for page in ("4", "9" * 30):
            beyond = open_list(progress="unfinished", sort="deadline", page=page)
            assert (beyond.numbers, beyond.total) == (third.numbers, 5)
            assert "This is page 3 of 3." in beyond.told()

    def test_the_list_is_below_the_register_and_evaluates_its_filters_once(
        self, items, client, open_list
    ):
        with CaptureQueriesContext(connection) as queries:
            assert open_list(q="officers").numbers == ["8.1"]
        assert (
            len([query for query in queries if "OFFICERS" in query["sql"].upper()]) == 1
        )

        crumbs = [link.text for link in open_list().soup.select(".govuk-breadcrumbs a")]
        assert crumbs == ["Home", "Super-complaints"]
        assert client.head(LIST).status_code == 200
        assert not client.get(LIST).cookies


@pytest.mark.usefixtures("demonstration")
def test_every_declared_filter_is_offered_on_the_page(client):
    answer = client.get("/super-complaints/recommendations/")
    page = BeautifulSoup(answer.content, "html.parser")
    offered = {field["name"] for field in page.select(".filters [name]")}

    assert {declared.name for declared in CHOICE_FILTERS} <= offered


def test_a_declared_filter_is_in_the_register_and_in_the_cms():
    for declared in CHOICE_FILTERS:
        field = RecommendationFilters.base_fields[declared.name]
        cms = RecommendationFilterSet.base_filters[declared.name]
        assert [choice for choice in field.choices if choice[0]] == list(
            declared.choices
        )
        assert list(cms.extra["choices"]) == list(declared.choices)

"""Readers who are new to the real content do not misread its dates, deadlines and counts."""

import csv
import re

import pytest
from bs4 import BeautifulSoup

from complaints.catalogue.reader import read_catalogue
from complaints.models import RecommendationResponsePage, SuperComplaintPage

DAY_OF_PUBLICATION = re.compile(
    r"\bpublished (?:its|the|their) (?:reply|letter) on (\d+\s\w+\s\d{4})"
)
STALKING = "/super-complaints/stalking/"
FROM_THE_NEWS = ("screening", "investigation", "online")
"""Recommendations on stalking whose deadline comes from a news report about another force."""


def words(element) -> str:
    return " ".join(element.text.split())


@pytest.fixture
def read(demonstration, db, client):
    return lambda address: BeautifulSoup(client.get(address).content, "html.parser")


@pytest.fixture
def rows(demonstration, db, client):
    text = client.get("/super-complaints/data/recommendations.csv").content.decode()
    return list(csv.DictReader(text.splitlines()))


def test_the_day_on_which_a_website_published_a_reply_is_not_the_date_of_the_reply():
    days = 0
    for report in read_catalogue().reports:
        for item in report.recommendations:
            for reply in item.replies:
                for day in DAY_OF_PUBLICATION.findall(reply.text):
                    days += 1
                    assert reply.date is None or reply.date.words != " ".join(
                        day.split()
                    ), item.title
                    assert "We do not know the date of the reply itself." in " ".join(
                        reply.text.split()
                    )

    assert days == 6


def test_no_response_is_called_late_by_the_day_of_its_publication(read):
    for page in RecommendationResponsePage.objects.all():
        told = words(read(page.url).main)
        assert "after the deadline to respond" not in told, page.url
        for day in ("8 January 2025", "13 May 2024", "7 June 2022"):
            assert f"dated {day}" not in told, page.url
            assert f"Date of the response {day}" not in told, page.url
    of_commissioners = words(read(f"{STALKING}recommendation-15/").main)
    assert (
        "GOV.UK published its reply on 8 January 2025. We do not know the date of the reply itself."
        in (of_commissioners)
    )


def test_a_deadline_from_the_news_is_called_the_deadline_of_the_report_nowhere(
    read, rows
):
    note = "This date is from a news report about another force, not from the report"
    for slug in FROM_THE_NEWS:
        [row] = [each for each in rows if each["id"] == f"stalking/{slug}"]
        main = read(row["url"]).main
        events = main.select(".timeline--across > li")
        [event] = [
            each
            for each in events
            if words(each.select_one(".timeline__what")) == "Deadline"
        ]
        assert note in words(event), slug
        history = words(read(f"{row['url']}history/").main)
        for told in (words(main), history, *row.values()):
            assert "report’s deadline" not in told
            assert "The report asked for this by" not in told
        assert row["passed_limit_label"] == "The deadline"
    told = words(read(STALKING).select_one(".timeline--across"))
    assert f"Deadline for 3 of the 9 recommendations with a page here {note}" in told


def test_the_acceptance_and_the_overview_of_the_police_chiefs_have_their_own_dates(
    read,
):
    above = SuperComplaintPage.objects.get(slug="police-perpetrated-domestic-abuse")
    main = read(f"{above.url}recommendation-1/").main

    responses = [words(each) for each in main.select("article.response")]
    assert len(responses) == 2
    for response in responses:
        assert response.startswith(
            "National Police Chiefs’ Council (NPCC), on behalf of Northamptonshire Police"
        )
    assert "Accepts Date of the response 5 September 2022" in responses[0]
    assert "This recommendation is one of the three." in responses[0]
    assert (
        "Does not say whether it accepts Date of the response 30 December 2022"
        in responses[1]
    )
    answer = words(main.parent.select_one(".page-heading .answer"))
    assert answer.startswith(
        "The deadline given is “within six months”. "
        "A page on GOV.UK gives this time for the letter to the national bodies. "
        "Those six months have passed."
    )


def test_what_the_police_chiefs_say_of_the_plans_is_on_the_page_of_the_recommendation_to_publish_one(
    read, rows
):
    [row] = [each for each in rows if each["id"] == "stalking/action-plan"]
    main = read(row["url"]).main

    responses = [words(each) for each in main.select("article.response")]
    [told] = [
        response
        for response in responses
        if "every force published its action plan in November 2024" in response
    ]
    assert told.startswith("National Police Chiefs’ Council (NPCC)")
    assert "GOV.UK published that report on 1 August 2025." in told


def test_a_published_response_is_told_beside_a_deadline_that_has_passed(read, rows):
    [row] = [each for each in rows if each["id"] == "section-60/recommendation-10"]

    heading = words(read(row["url"]).select_one(".page-heading"))

    assert "Past the deadline, not marked complete" in heading
    assert "esponse published" in heading


def test_the_file_says_how_to_get_the_number_that_the_pages_give(read, rows):
    counted = [row for row in rows if row["past_a_deadline"] in {"yes", "no"}]

    assert words(read("/").select_one(".page-heading .counted")).startswith(
        f"{len(counted)} recommendations: "
    )
    told = words(read("/super-complaints/data/").main)
    assert (
        "take the rows of recommendations.csv in which past_a_deadline is yes or no"
        in told
    )


def test_a_missing_response_is_said_once_in_the_heading_and_once_on_each_card(read):
    main = read(f"{STALKING}recommendation-25/")

    heading = words(main.select_one(".page-heading"))
    assert heading.lower().count("response missing") == 1
    assert "Response missing from" not in heading
    [card] = [
        each
        for each in main.select(".party--organisation")
        if "Response missing" in words(each)
    ]
    assert "No response published here" not in words(card)


def test_a_part_without_a_number_says_that_we_do_not_know_of_which_recommendation(read):
    told = words(
        read("/super-complaints/safe-to-share/").find(id="recommendations").parent
    )

    assert "Part of a recommendation. We do not know of which" in told
    assert "We count a recommendation and its parts as one." in told


def test_a_search_says_how_much_of_a_report_it_found_is_not_on_this_site(read):
    found = words(read("/search/?q=stalking protection order").main)

    assert "17 more recommendations in the report are not on this site." in found

"""What readers of the first content come for stands first, is the same everywhere, and has a way on."""

import re

import pytest
from bs4 import BeautifulSoup

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from tests.factories.published import change_live

LIST = "/super-complaints/recommendations/"

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.django_db]


@pytest.fixture
def read(client):
    """Return a function that gives the page at an address."""

    def open_page(address: str, **query: str) -> BeautifulSoup:
        return BeautifulSoup(client.get(address, query).content, "html.parser")

    return open_page


def words(element) -> str:
    return " ".join(element.text.split())


def answers_on(soup, selector=".answer") -> list[str]:
    return [words(each) for each in soup.select(f"main {selector}")]


def test_the_answer_is_the_same_on_a_page_in_the_whole_response_and_in_what_is_shared(
    read,
):
    for page in RecommendationResponsePage.objects.all():
        soup = read(page.url)
        [answer] = answers_on(soup, ".page-heading .answer")
        shared = [
            soup.find("meta", {"name": "description"}),
            soup.find("meta", {"property": "og:description"}),
        ]

        assert answer == page.answer_sentence
        assert [each["content"] for each in shared] == [answer, answer]
        assert answer in answers_on(
            read(f"{page.super_complaint.url}whole-response/"), ".whole__item .answer"
        )


def test_a_recommendation_says_what_was_asked_then_how_far_it_is_and_then_who_said_what(
    read,
):
    main = read("/super-complaints/stalking/recommendation-16/").main

    heading = main.select_one(".page-heading")
    order = [".asked", ".state", ".answer", ".page-heading__caption"]
    places = [heading.find_all().index(heading.select_one(part)) for part in order]
    assert places == sorted(places)
    headings = [words(each) for each in main.select("h2:not(.printed > h2)")]
    assert headings == [
        "Northamptonshire Police",
        "Northamptonshire Police, Fire and Crime Commissioner",
        "National Police Chiefs’ Council (NPCC)",
        "Lead and inspectors",
        "What happened when",
        "Responses",
        "Use this page",
        "People who can help",
    ]
    assert words(main).count("Past the deadline, not marked complete") == 1
    cards = [words(card) for card in main.select(".party")]
    assert cards[3] == (
        "Lead and inspectors Lead No lead recorded here "
        "Later checks by inspectors No inspection of this work is recorded here"
    )
    assert main.select_one(".support-link a[href^='tel:']")["href"] == "tel:08088020300"


def test_the_timeline_of_a_recommendation_is_in_order_and_says_where_we_have_no_date(
    read,
):
    main = read("/super-complaints/stalking/recommendation-16/").main

    events = [words(each) for each in main.select(".timeline--across > li")]
    assert events == [
        "27 September 2024 Report published",
        "22 November 2024 Response by National Police Chiefs’ Council (NPCC)",
        "22 November 2024 Deadline to respond",
        "27 March 2025 Deadline",
        "Date not recorded Response by Association of Police and Crime Commissioners (APCC)",
        "Updates None published here",
    ]


def test_a_super_complaint_says_once_how_much_of_its_report_is_not_here(read):
    told = words(read("/super-complaints/stalking/").find(id="recommendations").parent)

    assert "The report makes 29 recommendations: read the report." in told
    assert "3 more are listed below." in told
    assert "recommendations in the report are not on this site" not in told
    heading = words(read("/super-complaints/stalking/").select_one(".page-heading"))
    counted = "makes 29 recommendations. 9 have a page here: "
    assert heading.count(counted) == 1
    assert (
        "3 more are listed below without a page. "
        "17 more recommendations in the report are not on this site."
    ) in heading
    whole = words(
        read("/super-complaints/stalking/whole-response/").select_one(".page-heading")
    )
    assert whole.count(counted) == 1
    assert (
        "3 more are listed on the super-complaint’s page without a page. "
        "17 more recommendations in the report are not on this site."
    ) in whole
    assert 9 + 3 + 17 == 29


def test_what_is_known_of_a_deadline_in_words_stands_with_the_answer_while_the_work_is_open(
    read,
):
    told = {
        address: answers_on(
            read(f"/super-complaints/{address}/"), ".page-heading .answer"
        )[0]
        for address in (
            "section-60/recommendation-10",
            "safe-to-share/recommendation-1",
            "stalking/recommendation-16",
        )
    }

    assert told == {
        "section-60/recommendation-10": "The deadline given is “within 56 days”. The 56 days are over. "
        "The force accepted this recommendation. It is not marked complete.",
        "safe-to-share/recommendation-1": "The report asked for this “as an interim measure, immediately”. "
        "The force’s web editors marked the force’s part complete, going by what the force reported. "
        "No completion date is given. "
        "The commissioner responded.",
        "stalking/recommendation-16": "The report asked for this by 27 March 2025. "
        "No response from the force is on this site. "
        "The force announced an action plan on an undated page. The plan itself is not on this site. "
        "The deadline to respond was 22 November 2024. "
        "The APCC responded on behalf of the commissioner and accepted it. "
        "No actions by the commissioner are on this site.",
    }


def test_a_super_complaint_says_the_same_on_its_page_its_card_and_in_a_search(read):
    cards, found = (
        answers_on(read("/super-complaints/")),
        read("/search/", q="stalking"),
    )
    for page in SuperComplaintPage.objects.all():
        soup = read(page.url)
        answer = answers_on(soup, ".page-heading .answer")[0]
        assert answer in cards
        assert soup.find("meta", {"property": "og:description"})["content"] == answer

    stalking = RecommendationResponsePage.objects.get(number="7")
    assert (
        "The report of 27 September 2024 makes 29 recommendations. "
        "9 have a page here: 8 past the deadline, 1 with a response missing. "
        "None is marked complete. 8 are for the force and 1 for the commissioner alone."
    ) in cards
    assert stalking.answer_sentence in answers_on(found, ".results__one .answer")
    delays = answers_on(read("/super-complaints/sexual-offence-delays/"))[0]
    assert delays.startswith(
        "It was submitted in December 2025. It is being investigated. There is no report yet."
    )


def test_pages_about_abuse_by_officers_lead_outside_the_force_flagged_or_not(read):
    above = SuperComplaintPage.objects.get(slug="police-perpetrated-domestic-abuse")
    for flagged in (True, False):
        change_live(above, sensitive=flagged)
        for page in (above, *above.get_children()):
            soup = read(page.url)
            support = words(soup.find(id="support"))
            assert soup.main.find(
                "a", href="/staying-safe-online/#if-it-was-a-police-officer"
            )
            assert (
                "Police Anti-Corruption and Abuse Reporting Service 0800 085 0000"
                in support
            )
            assert "Independent Office for Police Conduct" in support
    assert read("/staying-safe-online/").find(id="if-it-was-a-police-officer")


def test_every_page_leads_to_the_main_places_and_long_ones_to_their_parts_without_scripts(
    read,
):
    for address in (
        "/",
        "/super-complaints/stalking/history/",
        "/search/",
        "/no-such-page/",
    ):
        places = read(address).select("header .header__places a")
        assert [place["href"] for place in places] == [
            "/super-complaints/",
            LIST,
            "/staying-safe-online/",
            "/search/",
        ]
    soup = read("/staying-safe-online/")
    links = soup.select(".contents a")
    assert links[0].text == "If it was a police officer"
    assert all(soup.find(id=link["href"][1:]) for link in links)
    other_words = read(LIST, q="stolking").select_one(".page-heading .answer a")
    assert other_words["href"] == f"{LIST}?q=stalking"


def test_each_choice_of_a_filter_says_how_many_it_gives(read):
    soup = read(LIST)
    told = {
        (select["name"], option["value"]): int(
            option.text.rpartition("(")[2].rstrip(")")
        )
        for select in soup.select(".filters select")
        for option in select.select("option")
        if option["value"]
    } | {
        ("progress", tick["value"]): int(
            words(tick.parent).rpartition("(")[2].rstrip(")")
        )
        for tick in soup.select(".filters [type=checkbox]")
    }

    assert ("status", "in_progress") not in told
    assert {name for name, _ in told} >= {"respondent", "progress"}
    for (name, value), number in told.items():
        assert read(LIST, **{name: value}).h1.text.split()[0] == str(number), (
            name,
            value,
        )
    both = read(LIST, super_complaint="section-60", status="response_published")
    assert "Response published (3)" in words(both.find(id="id_status"))
    assert both.find("option", value="in_progress") is None
    chosen = {"super_complaint": "stalking", "status": "past_deadline"}
    respondents = read(LIST, **chosen).select("#id_respondent option")[1:]
    assert len(respondents) > 1
    for respondent in respondents:
        found = read(LIST, **chosen, respondent=respondent["value"]).h1.text.split()[0]
        assert respondent.text.endswith(f"({found})"), respondent.text


def test_each_number_that_leads_to_a_list_is_that_of_the_list(read):
    pages = [
        "/",
        "/super-complaints/",
        *(page.url for page in SuperComplaintPage.objects.all()),
    ]
    numbers_by_address = {}
    for page in pages:
        for link in read(page).main.select(f'a[href^="{LIST}"]'):
            number = words(link).partition(" ")[0]
            if number.isdigit():
                numbers_by_address.setdefault(link["href"], set()).add(number)

    assert len(numbers_by_address) > 20
    for address, numbers in numbers_by_address.items():
        found = read(address).h1.text.split()[0]
        assert numbers == {found}, address


def test_the_state_of_things_leads_to_the_list_of_each_status(read):
    for page in ("/", "/super-complaints/", "/super-complaints/stalking/"):
        heading = read(page).select_one(".page-heading .counted")
        shown = [words(each) for each in heading.select(".counts__count a")]
        total = sum(int(each.split()[0]) for each in shown)
        told = words(heading)
        counted = "have a page here" if "stalking" in page else "recommendations"
        assert told.startswith(f"{total} {counted}: {shown[0]}")
        assert told.endswith(" for the commissioner alone.")
        assert (
            read(page).select_one("#progress").find_parent("section").select(".counts")
            == []
        )


def test_how_many_are_overdue_and_how_many_have_a_response_missing_is_said_beside_the_counts(
    read,
):
    pages = [
        "/",
        "/super-complaints/",
        *(page.url for page in SuperComplaintPage.objects.all()),
    ]
    told_on = {}
    for page in pages:
        section = read(page).main.find("section", attrs={"aria-labelledby": "progress"})
        for sentence in re.findall(
            r"(?:\d+ of the|The one|A response|\d+ of them|The other) [^.]*\.",
            words(section) if section else "",
        ):
            told_on.setdefault(page, []).append(sentence.strip())

    everything = [
        "1 of the 7 with a response missing is past the deadline to respond.",
        "A response is missing for 13 of the 28 recommendations.",
        "7 of them have the status “Response missing”.",
        "The other 6 are counted as past the deadline.",
    ]
    assert told_on == {
        "/": everything,
        "/super-complaints/": everything,
        "/super-complaints/stalking/": [
            "The one with a response missing is past the deadline to respond.",
            "A response is missing for 7 of the 9 recommendations.",
            "1 of them has the status “Response missing”.",
            "The other 6 are counted as past the deadline.",
        ],
    }
    assert read(LIST, progress="overdue").h1.text.split()[0] == "13"
    assert read(LIST, position="response_missing").h1.text.split()[0] == "13"


def test_a_list_of_one_status_leads_to_those_of_another_for_which_the_same_holds(read):
    told = {
        status: words(
            read(LIST, status=status).find(attrs={"aria-labelledby": "results"})
        )
        for status in ("past_deadline", "response_missing", "response_published")
    }

    late, missing = told["past_deadline"], told["response_missing"]
    assert (
        "1 more is past only the deadline to respond. See all 13 past either deadline."
        in late
    )
    assert (
        "6 more have a response missing and are past the deadline. See all 13 with a"
        in missing
    )
    assert "See all" not in told["response_published"]
    for status, number in {"past_deadline": "13", "response_missing": "13"}.items():
        link = read(LIST, status=status).find(
            "a", string=lambda text: text and text.startswith("See all")
        )
        assert read(link["href"]).h1.text.split()[0] == number
    of_one = read(LIST, status="response_missing", super_complaint="stalking")
    assert "6 more have a response missing" in words(of_one.main)


def test_the_list_of_missing_responses_says_from_whom_they_are_missing(read):
    soup = read(LIST, position="response_missing")
    [told] = [
        each for each in soup.select("p") if words(each).startswith("Missing from:")
    ]

    assert words(told) == (
        "Missing from: Northamptonshire Police (12), Northamptonshire Police, Fire and Crime Commissioner (2)"
    )
    for link in told.select("a"):
        number = words(link).rpartition("(")[2].rstrip(")")
        assert read(link["href"]).h1.text.split()[0] == number
        assert "Missing from:" not in words(read(link["href"]).main)


def test_beside_the_helpline_of_a_subject_stands_one_for_anybody_with_its_hours(read):
    for address, first in {
        "stalking": "0808 802 0300 (Check opening times on its website)",
        "sexual-offence-delays": "Talk to someone who is not the police",
        "police-perpetrated-domestic-abuse": "0808 2000 247 (24 hours a day, free to call)",
    }.items():
        told = words(read(f"/super-complaints/{address}/").select_one(".support-link"))
        assert first in told
        assert "Victim Support, 08 08 16 89 111 (24 hours a day, free to call)" in told


def test_a_search_that_finds_nothing_leads_to_what_is_late(read):
    assert read("/search/", q="zzzqqq").main.find("a", href=f"{LIST}?progress=overdue")

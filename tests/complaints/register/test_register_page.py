"""The register: the progress of each super-complaint, and numbers that equal the lists."""

import datetime

import pytest
from bs4 import BeautifulSoup

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.effort import by_effort
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
)

pytestmark = pytest.mark.django_db
REGISTER = "/super-complaints/"


@pytest.fixture
def register(client):
    """Return a function that reads a page of the register."""

    def read(**parameters):
        response = client.get(REGISTER, parameters)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def numbers(soup):
    """Return the links of the register to lists, each with the number that it shows."""
    links = soup.main.select("a[href*='/recommendations/']")
    words = [(link.text.split()[0], link["href"]) for link in links]
    return [(int(number), address) for number, address in words if number.isdigit()]


@pytest.mark.slow
def test_every_number_of_the_register_equals_its_list(
    mixed_recommendations, register, open_list, time_machine
):
    for day in by_effort(["2025-03-28"], ["2025-03-28", "2026-01-01"]):
        time_machine.move_to(datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00"))

        shown = set(numbers(register()))

        assert len(shown) >= 3 + 2 * 3
        for number, address in shown:
            assert open_list(address).total == number, (day, address)


def test_the_numbers_of_statuses_add_up_without_hidden_pages(
    mixed_recommendations, register, open_list
):
    soup = register()
    by_address = dict(reversed(number) for number in numbers(soup))
    for slug in ("stalking", "safe"):
        of_statuses = {
            a: n
            for a, n in by_address.items()
            if f"super_complaint={slug}&status=" in a
        }
        total = by_address[f"{REGISTER}recommendations/?super_complaint={slug}"]
        assert sum(of_statuses.values()) == total == 5
    assert by_address[f"{REGISTER}recommendations/"] == 10

    everything = open_list()
    assert everything.total == 2 * 5
    assert not {"90", "91"} & set(everything.numbers)
    offered = everything.soup.select("#id_super_complaint option")
    assert "closed" not in [option["value"] for option in offered]

    # Links to different lists have different texts.
    links, lists = soup.select(".super-complaint a[href*='/recommendations/']"), {}
    for link in links:
        lists.setdefault(
            " ".join(link.get("aria-label", link.text).split()), set()
        ).add(link["href"])
    assert len(links) > 6
    assert {words: found for words, found in lists.items() if len(found) > 1} == {}


def test_the_figures_tell_apart_what_is_past_a_deadline_complete_and_closed(
    section, register, open_list
):
    above = SuperComplaintPageFactory(parent=section)
    force = OrganisationFactory()
    done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025))
    late = make_action(ActionStatus.IN_PROGRESS, PartialDate(2025))
    for number, fields in enumerate(
        [
            {"deadline": PartialDate(2024, 10)},
            {"responses": [make_response(Position.ACCEPTED, force)], "actions": [late]},
            {"responses": [make_response(Position.ACCEPTED, force)], "actions": [done]},
            {
                "responses": [make_response(Position.NOT_ACCEPTED, force)],
                "deadline": PartialDate(2024, 10),
            },
            {"deadline_printed": "immediately"},
            {
                "responses": [make_response(Position.NOT_ACCEPTED, force)],
                "deadline_printed": "immediately",
            },
            {"addressees_printed": "the Home Office"},
            {"addressees_printed": ""},
            {"addressees_printed": "", "no_addressees": True},
            {
                "addressees_printed": "the Home Office",
                "responses": [make_response(Position.ACCEPTED, force)],
            },
        ],
        start=1,
    ):
        RecommendationResponsePageFactory(parent=above, number=str(number), **fields)

    soup = register()

    text = " ".join(soup.find(attrs={"aria-labelledby": "progress"}).text.split())
    heading = " ".join(soup.select_one(".page-heading").text.split())
    assert (
        "7 recommendations: 2 past the deadline, 1 with a response missing, 1 with a response"
        in heading
    )
    assert (
        "A response is missing for 2 of the 7 recommendations. "
        "1 of them has the status “Response missing”. The other is counted as past the deadline."
        in text
    )
    assert (
        "Each recommendation is counted once, under the first status that applies."
        in text
    )
    assert "How statuses work" in text
    assert (
        "1 of the 7 is for other organisations, with a response or update here. 1 more is"
        in text
    )
    assert "1 more is for other organisations." in text
    assert "In 1 more, we have not recorded who is asked." in text
    assert "In 1 more, the report does not say who is asked." in text
    assert (
        "1 unfinished recommendation has a deadline without a date, such as “within six months”."
        in text
    )
    oldest = soup.select_one(".figures__oldest")
    assert "Longest past the deadline: Recommendation 1: Do thing" in " ".join(
        oldest.text.split()
    )
    assert oldest.time.text == "October 2024"
    RecommendationResponsePageFactory(
        parent=above, number="11", deadline=PartialDate(2024, 10)
    )
    oldest = register().select_one(".figures__oldest")
    assert "1 other has the same date" in oldest.text, (
        "the list of one month has its days, too"
    )
    for page in RecommendationResponsePage.objects.filter(number__in=["1", "10"]):
        change_live(page, deadline=PartialDate(2024, 10, 1))
    link = (
        register()
        .select_one(".figures__oldest")
        .find("a", string="2 recommendations have this deadline")
    )
    assert open_list(link["href"]).total == 2


def test_none_is_called_the_oldest_where_some_are_past_a_deadline_without_a_date(
    section, register, open_list
):
    above = SuperComplaintPageFactory(parent=section)
    RecommendationResponsePageFactory(
        parent=above, number="1", deadline=PartialDate(2025, 3, 27)
    )
    for number in ("2", "3"):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            deadline_printed="within six months",
            deadline_over=True,
        )

    oldest = register().select_one(".figures__oldest")

    told = " ".join(oldest.text.split())
    assert told.startswith("Longest past a deadline that has a date: Recommendation 1")
    in_words = "2 recommendations are past a deadline without a date"
    assert f"{in_words}. We cannot say since when. It may be longer." in told
    assert "Longest past the deadline" not in told
    assert open_list(oldest.find("a", string=in_words)["href"]).numbers == ["2", "3"]


def test_a_deadline_in_words_that_is_over_counts_as_passed(
    section, register, open_list
):
    above = SuperComplaintPageFactory(parent=section)
    RecommendationResponsePageFactory(
        parent=above, deadline_printed="within six months", deadline_over=True
    )

    soup = register()

    assert (
        "1 recommendation: 1 past the deadline. None is marked complete."
        in soup.select_one(".answer").text
    )
    assert "Longest past" not in soup.main.text
    # No date says how long ago.
    assert not soup.select_one(".figures__oldest")
    assert open_list(q="overdue").total == 1


def test_what_is_for_the_force_and_has_no_page_is_counted(section, register):
    block = {
        "kind": "recommendation",
        "title": "Publish a plan",
        "summary": "Put a plan on the site.",
    }
    listed = [
        ("recommendation", {**block, "number": "", "addressees": each, "deadline": ""})
        for each in ("chief constables", "the Home Office")
    ]
    above = SuperComplaintPageFactory(parent=section, other_recommendations=listed)
    RecommendationResponsePageFactory(parent=above)

    text = " ".join(register().find(attrs={"aria-labelledby": "progress"}).text.split())

    assert (
        "1 more is not counted here, because it has no page. See the list on the page of each"
        in text
    )


def test_each_theme_shows_how_far_its_recommendations_are(section, register, open_list):
    above = SuperComplaintPageFactory(parent=section)
    force = OrganisationFactory()
    done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025))
    answered = {
        "responses": [make_response(Position.ACCEPTED, force)],
        "actions": [done],
    }
    for number, theme in (
        ("1", "training"),
        ("2", "training"),
        ("3", "victims"),
        ("4", ""),
    ):
        RecommendationResponsePageFactory(parent=above, number=number, theme=theme)
    RecommendationResponsePageFactory(
        parent=above, number="5", theme="training", **answered
    )

    rows = register().find(attrs={"aria-labelledby": "themes"}).select("dl > div")

    words = [" ".join(row.get_text(" ", strip=True).split()) for row in rows]
    assert words == [
        "Support for victims 1 recommendation : 1 with a response missing",
        "Training and knowledge 3 recommendations : 2 with a response missing 1 marked complete",
    ]
    for row in rows:
        for link in row.find_all("a"):
            assert link["aria-label"].endswith(row.dt.text.strip().lower())
            assert open_list(link["href"]).total == int(link.text.split()[0])


def test_parts_count_with_their_recommendation_and_others_without_a_page_are_described(
    section, register
):
    listed = {
        "kind": "recommendation",
        "number": "2",
        "title": "Review the law",
        "summary": "Look at it.",
    }
    above = SuperComplaintPageFactory(
        parent=section,
        recommendations_made=8,
        other_recommendations=[
            ("recommendation", {**listed, "addressees": "", "deadline": ""})
        ],
    )
    for number in ("7", "7.1", "7.2"):
        RecommendationResponsePageFactory(parent=above, number=number)

    text = " ".join(register().select_one(".super-complaint").text.split())

    assert "makes 8 recommendations." in text
    assert "2 of the 8 are on this site, 1 of them without a page." in text
    assert "1 has a page here: 1 with a response missing" in text


def test_each_super_complaint_has_its_stage_dates_and_lead_body(section, register):
    SuperComplaintPageFactory(
        parent=section,
        title="Stalking",
        found_eligible=PartialDate(2023, 1, 26),
        lead_bodies=[OrganisationFactory(name="Suzy Lamplugh Trust")],
    )

    [card] = register().select(".super-complaint")

    text = " ".join(card.text.split())
    for words in (
        "Stalking",
        "Raised by Suzy Lamplugh Trust",
        "submitted November 2022",
        "The report was published on 27 September 2024.",
    ):
        assert words in text
    assert not card.find("svg", role="img")


def test_the_chart_has_a_name_and_repeats_the_numbers_beside_it(
    mixed_recommendations, register
):
    charts = register().find_all("svg", role="img")

    assert charts
    for chart in charts:
        rows = chart.find_previous(class_="counted").find_all(class_="counts__count")
        parts = chart.find_all("rect")
        numbers = [int(row.text.split()[0]) for row in rows]
        told = ", ".join(" ".join(row.text.split()) for row in rows)
        assert chart["aria-label"] == f"Chart of {sum(numbers)}: {told}"
        assert sum(float(part["width"]) for part in parts) == pytest.approx(
            100, abs=0.1
        )
        for part, row, number in zip(parts, rows, numbers, strict=True):
            assert float(part["width"]) == pytest.approx(
                100 * number / sum(numbers), abs=0.01
            )
            status = part["class"][0].partition("__")[2]
            assert row["class"][1].partition("--")[2] == status
            mark = part.find_next_sibling()
            has_pattern = mark is not None and f"chart__mark--{status}" in mark["class"]
            assert has_pattern == (status not in {"past_deadline", "not_started"})
        assert not chart.find_all(style=True)


def test_the_register_is_paged_with_the_newest_first(section, register, monkeypatch):
    monkeypatch.setattr("complaints.register.register_page.PAGE_SIZE", 2)
    for place in range(4):
        SuperComplaintPageFactory(
            parent=section, title=f"S{place}", submitted=PartialDate(1990 + place)
        )

    first, second = register(), register(page="2")

    titles = [
        [each.text for each in soup.select(".super-complaint h3 a")]
        for soup in (first, second)
    ]
    assert titles == [["S3", "S2"], ["S1", "S0"]]
    assert first.find("a", rel="next")["href"] == f"{REGISTER}?page=2"
    assert second.find("a", rel="prev")["href"] == REGISTER
    assert "4 super-complaints" in first.find(id="super-complaints").text
    for page in ["0", "-1", "9999", "abc", "9" * 300, "\0"]:
        text = register(page=page).main.text
        assert "S3" in text or "S0" in text, page
        assert ("There is no page" in text) or ("could not read part" in text), page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_printed_register_has_its_list_and_no_forms(
    new_page, mixed_recommendations
):
    page = new_page(width=700)
    for path in (
        "",
        "recommendations/?status=response_missing&deadline_to=x",
    ):
        page.emulate_media(media="screen")
        page.goto(f"{REGISTER}{path}")
        assert page.locator("main form").count()

        page.emulate_media(media="print")

        for pressed in page.locator("main :is(input, select, button, summary)").all():
            assert not pressed.is_visible()
        assert page.locator("h1").is_visible()
        assert page.locator(".chips li").count() == path.count("status=")


def test_pages_that_show_others_are_as_new_as_the_newest_of_them(client, section):
    moment = datetime.datetime(2025, 1, 5, 12, tzinfo=datetime.UTC)
    above = SuperComplaintPageFactory(parent=section, slug="stalking")
    item = RecommendationResponsePageFactory(parent=above, number="7")
    hidden = RecommendationResponsePageFactory(parent=above, number="8", live=False)
    for place, page in enumerate(
        (section.get_parent().specific, section, above, item, hidden)
    ):
        change_live(page, last_published_at=moment + datetime.timedelta(days=place))

    for address in ("/", REGISTER, f"{REGISTER}stalking/whole-response/"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert "Last updated 8 January 2025" in page.select_one(".page-foot").text, (
            address
        )
    for address in (REGISTER, f"{REGISTER}stalking/"):
        assert '"dateModified": "2025-01-08T' in client.get(address).content.decode(), (
            address
        )
    # The data page says when its files changed; the day of the register would
    # contradict it.
    data = BeautifulSoup(
        client.get(f"{REGISTER}data/").content, "html.parser"
    ).main.text
    assert "They last changed on" in data
    assert "Last updated" not in data

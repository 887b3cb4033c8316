"""The page of a super-complaint: its recommendations by addressees, with their states."""

from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    change_live,
    make_action,
    make_response,
)
from tests.factories.published import unpublish


def soup_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def row(soup, page):
    """Return the row of ``page`` in the table."""
    return soup.find("a", href=page.url).find_parent("tr")


def test_recommendations_are_a_table_by_number_which_says_who_was_asked(
    client, stalking, force
):
    other = OrganisationFactory(name="Home Office")
    RecommendationResponsePageFactory(
        parent=stalking, number="2", addressees=[force, other]
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="10", addressees_printed=""
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="1", addressees_printed="chief constables"
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="", no_addressees=True, addressees_printed=""
    )

    table = soup_of(client, stalking.url).find("table")

    assert [words(each) for each in table.select("thead th")] == [
        "Number",
        "What the report asks",
        "For",
        "Deadline",
        "Status",
    ]
    assert [
        [words(each) for each in line.find_all("td")[:2]]
        for line in table.select("tbody tr")
    ] == [
        ["1", "“chief constables”"],
        [
            "2",
            "Home Office and Northamptonshire Police In the report’s words: Chief constables",
        ],
        ["10", "Not recorded here"],
        ["Not recorded", "The report does not say"],
    ]


def test_parts_are_in_the_row_of_their_recommendation(client, stalking):
    whole = RecommendationResponsePageFactory(parent=stalking, number="7")
    parts = [
        RecommendationResponsePageFactory(parent=stalking, number=number)
        for number in ("7.1", "7.2")
    ]

    soup = soup_of(client, stalking.url)

    assert len(soup.select("tr.row")) == 1
    for part in parts:
        assert row(soup, whole).find("a", href=part.url)
        assert len(soup.find_all("a", href=part.url)) == 1


def test_the_status_is_words_beside_a_shape_and_what_is_said_stands_with_it(
    client, stalking, answered
):
    page = answered(
        "1", Position.ACCEPTED_IN_PART, [make_action(ActionStatus.IN_PROGRESS)]
    )
    late = answered(
        "2", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))]
    )
    silent = RecommendationResponsePageFactory(parent=stalking, number="3")

    soup = soup_of(client, stalking.url)
    [status] = row(soup, page).select(".status")

    assert words(status) == "In progress"
    assert status.svg["aria-hidden"] == "true"
    assert words(row(soup, page)).endswith("In progress Accepts in part")
    past = "Past the deadline, not marked complete Accepts, its own due date was January 2025, marked as in"
    assert past in words(row(soup, late))
    assert "Response missing" in words(row(soup, silent))


def test_each_of_several_respondents_is_named_with_position_and_state(
    client, stalking, answered
):
    page = answered(
        "1",
        Position.ACCEPTED,
        [make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 1))],
    )
    commissioner = OrganisationFactory(name="The commissioner")
    second = make_response(Position.NOT_APPLICABLE, commissioner, sort_order=1)
    page.responses = [*page.responses.all(), second]
    page.actions = []
    change_live(page)

    statuses = row(soup_of(client, stalking.url), page).select(".state")

    assert [words(status) for status in statuses] == [
        "Northamptonshire Police Response published, not marked complete Accepts, no actions published",
        "The commissioner Closed, not complete Said not to apply",
    ]


def test_a_respondent_that_was_taken_down_is_not_named(
    client, stalking, answered, force
):
    page = answered(
        "1", respondents=[force, OrganisationFactory(name="The commissioner")]
    )
    unpublish(force)

    text = client.get(page.url).content.decode()

    for shown in (text, client.get(stalking.url).content.decode()):
        assert (
            "Northamptonshire Police"
            not in shown.partition("<main")[2].partition("</main")[0]
        )
    assert "an organisation that is no longer named here" in text


def test_every_number_on_the_page_equals_its_list(client, stalking, answered):
    done = make_action(
        ActionStatus.COMPLETE, PartialDate(2024, 12), completed=PartialDate(2025, 1, 5)
    )
    answered("1", actions=[done])
    answered("2", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))])
    answered(
        "2.1", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))]
    )
    answered("3", Position.AWAITING)
    RecommendationResponsePageFactory(parent=stalking, number="4")

    links = soup_of(client, stalking.url).select(".counted .counts__count a")
    listed = {}
    for link in links:
        heading = soup_of(client, link["href"]).h1
        listed[words(link)] = int(words(heading).split()[0])

    assert listed == {
        "1 past the deadline": 1,  # 2.1 counts together with 2
        "2 with a response missing": 2,
        "1 marked complete": 1,
    }


def test_the_page_leads_to_its_whole_response_and_its_history(client, stalking):
    links = {
        words(link): link["href"]
        for link in soup_of(client, stalking.url).main.find_all("a")
    }

    assert links["Read or print it all on one page"] == f"{stalking.url}whole-response/"
    assert links["History of this page"] == f"{stalking.url}history/"

"""The page of a super-complaint: its recommendations by addressees, with their states."""

import re

from bs4 import BeautifulSoup

from complaints.vocabulary import ActionStatus, Position, Status
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


def card(soup, page):
    """Return the card of ``page``, without the cards of its sub-items."""
    found = soup.find("a", href=page.url).find_parent(class_="card")
    for part in found.select(".card__parts"):
        part.extract()
    return found


def test_recommendations_are_grouped_by_addressees(client, stalking, force):
    other = OrganisationFactory(name="Home Office")
    RecommendationResponsePageFactory(parent=stalking, number="1", addressees_printed="chief constables")
    RecommendationResponsePageFactory(parent=stalking, number="2", addressees=[force, other])
    RecommendationResponsePageFactory(parent=stalking, number="3", addressees_printed="chief constables")
    RecommendationResponsePageFactory(parent=stalking, number="4", addressees_printed="")

    section = soup_of(client, stalking.url).find(attrs={"aria-labelledby": "recommendations"})
    tags = section.find_all(["h3", "h4"])
    headings = [((tag.a or {}).get("aria-label", words(tag)), tag.name) for tag in tags]
    groups = headings[1:]

    assert headings[0] == ("Progress", "h3")
    assert [(re.sub(r": Do thing \w+", "", text), name) for text, name in groups] == [
        ("For “chief constables”", "h3"),
        ("Recommendation 1", "h4"),
        ("Recommendation 3", "h4"),
        ("For Home Office and Northamptonshire Police", "h3"),
        ("Recommendation 2", "h4"),
        ("We have not recorded who is asked", "h3"),
        ("Recommendation 4", "h4"),
    ]


def test_a_sub_item_stays_under_its_parent_with_its_own_addressee(client, stalking):
    whole = RecommendationResponsePageFactory(parent=stalking, number="7")
    same = RecommendationResponsePageFactory(parent=stalking, number="7.1")
    another = RecommendationResponsePageFactory(parent=stalking, number="7.2", addressees_printed="PCCs")

    soup = soup_of(client, stalking.url)

    assert len(soup.find_all("a", href=another.url)) == 1
    above = soup.find("a", href=whole.url).find_parent(class_="card")
    assert above.find("a", href=same.url)
    assert above.find("a", href=another.url)
    assert "PCCs" in words(card(soup, another))
    assert "For “" not in words(card(soup, same))


def test_position_and_state_are_words_beside_a_shape(client, stalking, answered):
    page = answered("1", Position.ACCEPTED_IN_PART, [make_action(ActionStatus.IN_PROGRESS)])
    late = answered("2", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))])
    silent = RecommendationResponsePageFactory(parent=stalking, number="3")

    soup = soup_of(client, stalking.url)
    statuses = card(soup, page).select(".status")

    assert [words(each) for each in statuses] == ["In progress", "Accepts in part"]
    assert all(each.svg["aria-hidden"] == "true" for each in statuses)
    past = "Past the deadline, not marked complete its own due date was January 2025, marked as in progress"
    assert past in words(card(soup, late))
    assert "Response missing" in words(card(soup, silent))


def test_each_of_several_respondents_is_named_with_position_and_state(client, stalking, answered):
    page = answered(
        "1", Position.ACCEPTED, [make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 1))]
    )
    commissioner = OrganisationFactory(name="The commissioner")
    second = make_response(Position.NOT_APPLICABLE, commissioner, sort_order=1)
    page.responses = [*page.responses.all(), second]
    page.actions = []
    change_live(page)

    rows = [words(each) for each in card(soup_of(client, stalking.url), page).select(".standings > li")]

    assert rows == [
        "Northamptonshire Police Response published, not marked complete no actions published "
        f"Accepts {Status.RESPONSE_PUBLISHED.meaning}",
        f"The commissioner Closed, not complete said not to apply {Status.CLOSED.meaning}",
    ]


def test_a_respondent_that_was_taken_down_is_not_named(client, stalking, answered, force):
    page = answered("1", respondents=[force, OrganisationFactory(name="The commissioner")])
    unpublish(force)

    text = client.get(page.url).content.decode()

    for shown in (text, client.get(stalking.url).content.decode()):
        assert "Northamptonshire Police" not in shown.partition("<main")[2].partition("</main")[0]
    assert "an organisation that is no longer named here" in text


def test_every_number_on_the_page_equals_its_list(client, stalking, answered):
    done = make_action(ActionStatus.COMPLETE, PartialDate(2024, 12), completed=PartialDate(2025, 1, 5))
    answered("1", actions=[done])
    answered("2", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))])
    answered("2.1", actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 1))])
    answered("3", Position.AWAITING)
    RecommendationResponsePageFactory(parent=stalking, number="4")

    links = soup_of(client, stalking.url).select(".counts a")
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
    links = {words(link): link["href"] for link in soup_of(client, stalking.url).main.find_all("a")}

    assert links["Print the whole response"] == f"{stalking.url}whole-response/"
    assert links["History of this page"] == f"{stalking.url}history/"

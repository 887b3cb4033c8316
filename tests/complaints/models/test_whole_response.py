"""Everything about a super-complaint on one page."""

import pytest
from bs4 import BeautifulSoup

from complaints.models import Action, ProgressUpdate
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    DocumentFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    change_live,
    make_action,
    publish,
)


@pytest.fixture
def text(client, stalking, answered, force):
    done = make_action(
        ActionStatus.COMPLETE,
        PartialDate(2025, 1),
        PartialDate(2025, 6),
        completed=PartialDate(2025, 5),
    )
    page = answered(
        "7", Position.ACCEPTED_IN_PART, [done], wording="Seven is to be done."
    )
    told = {"text": "<p>Half is done.</p>", "respondents": [force]}
    page.progress_updates = [ProgressUpdate(as_at=PartialDate(2025, 3), **told)]
    change_live(page)
    RecommendationResponsePageFactory(
        parent=stalking, number="7.1", wording="A part of seven."
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="8", live=False, wording="Nobody knows."
    )
    return client.get(f"{stalking.url}whole-response/").content.decode()


def test_every_public_recommendation_is_there_in_full(text):
    for told in (
        "Seven is to be done.",
        "A part of seven.",
        "Accepts in part",
        "Because.",
        "January 2025",
        "June 2025",
        "Reason: Because.",
        " at first, completed",
        "Half is done.",
        'href="/super-complaints/stalking/recommendation-7-1/"',
    ):
        assert told in text, told
    assert "Nobody knows." not in text

    soup = BeautifulSoup(text, "html.parser")
    # The first response is shown beside later reports.
    columns = soup.select_one(".in-time")
    assert columns.find("h3", string="Response")
    assert "Half is done." in columns.text
    links = [
        link["href"]
        for link in soup.find("nav", {"aria-labelledby": "contents"}).find_all("a")
    ]
    assert links == ["#recommendation-7", "#recommendation-7-1"]
    assert all(soup.find(id=link[1:]).h2 for link in links)
    assert soup.title.text.startswith("The whole response – Stalking – ")
    assert (
        soup.select(".govuk-breadcrumbs a")[-1]["href"] == "/super-complaints/stalking/"
    )


def test_links_and_documents_of_each_recommendation_lead_to_their_own(
    client, home, stalking, answered
):
    documents = {
        number: DocumentFactory(title=f"File {number}") for number in ("1", "2")
    }
    for number, document in documents.items():
        page = StandardPageFactory(parent=home, slug=f"page-{number}")
        both = f'<a linktype="page" id="{page.pk}">It</a> <a linktype="document" id="{document.pk}">It</a>'
        evidence = [
            ("document", {"document": document, "title": "", "html_version": page})
        ]
        action = Action(title="Train", description=f"<p>{both}</p>", evidence=evidence)
        update = ProgressUpdate(as_at=PartialDate(2025), text=f"<p>{both}</p>")
        answered(number, actions=[action], progress_updates=[update])

    text = client.get(f"{stalking.url}whole-response/").content.decode()

    for number, document in documents.items():
        assert (
            text.count(f'href="/page-{number}/"')
            == text.count(f'href="{document.url}"')
            == 3
        )


def test_a_super_complaint_without_recommendations_has_a_whole_response(
    client, stalking
):
    answer = client.get(f"{stalking.url}whole-response/")

    assert answer.status_code == 200
    assert (
        "None of the recommendations in the report has a page here."
        in answer.content.decode()
    )


def test_a_response_that_several_recommendations_have_word_for_word_is_there_once(
    client, stalking, answered
):
    narrative = [("text", "<p>We announced a plan.</p>")]
    for number in ("1", "2", "3"):
        page = answered(number)
        response = page.responses.get()
        response.narrative = narrative
        page.responses = [response]
        change_live(page)
    another = answered("4", Position.ACCEPTED_IN_PART)

    soup = BeautifulSoup(
        client.get(f"{stalking.url}whole-response/").content, "html.parser"
    )

    assert soup.main.text.count("We announced a plan.") == 1
    told = [" ".join(each.text.split()) for each in soup.select(".response")]
    repeated = ["The same response as to recommendation 1." in each for each in told]
    assert repeated == [False, True, True, False]
    assert [link["href"] for link in soup.select(".response a[href^='#']")] == [
        "#recommendation-1"
    ] * 2
    assert "Because." in soup.find(id=another.slug).text


def test_what_a_status_means_is_said_once(client, stalking, answered):
    for number in ("1", "2"):
        answered(number)

    main = BeautifulSoup(
        client.get(f"{stalking.url}whole-response/").content, "html.parser"
    ).main

    assert (
        main.text.count(
            "A response is published. The recommendation is not marked complete."
        )
        == 1
    )


def test_wording_and_summary_say_whose_words_they_are_and_whether_they_are_checked(
    client, stalking
):
    def told(**fields):
        page = publish(RecommendationResponsePageFactory(parent=stalking, **fields))
        shown = {}
        for address in (page.url, f"{page.url}history/1/"):
            soup = BeautifulSoup(client.get(address).content, "html.parser")
            shown[address] = " ".join(soup.main.text.split())
        return shown

    source = {"wording": "Train them.", "wording_source": "A letter"}
    for text in told(number="1", **source, wording_checked=False).values():
        assert "Unchecked wording" in text
        assert "A letter" in text
        assert "We have not checked this wording against the report." in text
        assert "Exact wording" not in text
    for text in told(number="2", **source, wording_checked=True).values():
        assert "We have not checked" not in text
    summary = {"summary": "Train them.", "wording": "", "wording_source": ""}
    for text in told(number="3", **summary).values():
        assert "This is our summary." in text

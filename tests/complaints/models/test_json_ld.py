"""The JSON-LD description of a page."""

import json

from bs4 import BeautifulSoup

from pages.core.partial_dates import PartialDate
from tests.factories import RecommendationResponsePageFactory, SiteWordingFactory
from tests.factories.published import change_live, publish

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 'application/json'"


def json_ld_of(client, address) -> dict:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    [block] = soup.head.find_all("script", type="application/ld+json")
    return json.loads(block.string)


def test_a_super_complaint_says_what_it_is_about_and_since_when(client, stalking):
    SiteWordingFactory()
    page = publish(
        change_live(stalking, official_title="The police response to stalking")
    )

    data = json_ld_of(client, page.url)

    assert data["@type"] == "WebPage"
    assert data["@id"] == data["url"] == f"http://localhost{page.url}"
    assert data["identifier"] == "stalking"
    assert data["isPartOf"] == {
        "@type": "CollectionPage",
        "@id": "http://localhost/super-complaints/",
    }
    assert data["publisher"] == {
        "@type": "GovernmentOrganization",
        "name": "Northamptonshire Police",
    }
    assert data["dateModified"] == page.last_published_at.isoformat(timespec="seconds")
    assert data["about"] == {
        "@type": "Report",
        "name": "The police response to stalking",
        "datePublished": "2024-09-27",
    }


def test_a_recommendation_quotes_its_wording_and_names_what_it_is_part_of(
    client, stalking
):
    change_live(stalking, report_published=PartialDate(2024, 9))
    page = RecommendationResponsePageFactory(
        parent=stalking, number="7.1", title="Train", wording="Do it."
    )
    without = RecommendationResponsePageFactory(
        parent=stalking, wording="", summary="Train."
    )

    data = json_ld_of(client, page.url)

    assert data["name"] == "Recommendation 7.1: Train"
    assert data["identifier"] == "stalking/recommendation-7.1"
    assert data["isPartOf"]["@id"] == f"http://localhost{stalking.url}"
    assert data["about"]["text"] == "Do it."
    assert data["about"]["isPartOf"]["@type"] == "Report"
    assert json_ld_of(client, stalking.url)["about"]["datePublished"] == "2024-09"
    data = json_ld_of(client, without.url)
    assert "text" not in data["about"]
    # Wherever a machine reads it, the page says the same.
    soup = BeautifulSoup(client.get(without.url).content, "html.parser")
    shared = [
        soup.find("meta", {"name": "description"}),
        soup.find("meta", {"property": "og:description"}),
    ]
    assert {each["content"] for each in shared} == {without.answer_sentence}
    assert data["description"] == without.answer_sentence
    assert "We have not recorded a deadline." in data["description"]


def test_the_register_is_a_collection_with_the_sentence_that_stands_on_it(
    client, section, stalking
):
    RecommendationResponsePageFactory(parent=stalking, number="1")
    data = json_ld_of(client, section.url)
    soup = BeautifulSoup(client.get(section.url).content, "html.parser")

    assert data["@type"] == "CollectionPage"
    assert data["@id"] == "http://localhost/super-complaints/"
    counted = "1 recommendation: 1 with a response missing. None is marked complete."
    shared = [
        soup.find("meta", {"name": "description"}),
        soup.find("meta", {"property": "og:description"}),
    ]
    assert [data["description"], *(each["content"] for each in shared)] == [counted] * 3


def test_no_text_can_close_the_json_ld_script(client, stalking):
    for field in ["title", "official_title", "summary"]:
        change_live(stalking, **{field: HOSTILE})

        answer = client.get(stalking.url).content.decode()

        assert "alert(1)</script>" not in answer, field
        assert answer.count("application/ld+json") == 1, field
        assert HOSTILE in json.dumps(
            json_ld_of(client, stalking.url), ensure_ascii=False
        ).replace('\\"', '"'), field

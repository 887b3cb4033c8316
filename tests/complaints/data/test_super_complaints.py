"""The super-complaints as data."""

from tests.factories import StandardPageFactory, change_live
from tests.factories.published import unpublish

from .data_client import entries, entry_with_id


def test_a_super_complaint_has_its_dates_as_exactly_as_they_are_known(client, stalking):
    entry = entry_with_id(entries(client, "super-complaints"), "stalking")

    assert (entry["submitted"], entry["found_eligible"]) == ("2022-11", None)
    assert entry["report_published"] == "2024-09-27"
    assert (entry["respond_by"], entry["respond_by_printed"]) == (
        "2024-11-22",
        "56 days from publication",
    )
    assert (entry["stage"], entry["stage_label"]) == ("report", "Report published")
    assert entry["lead_bodies"] == [stalking.lead_bodies.get().name]
    assert (entry["recommendations_made"], entry["recommendations_shown"]) == (29, 0)


def test_links_and_letters_are_in_the_data_without_hidden_pages(client, stalking, home):
    about, hidden = (
        StandardPageFactory(parent=home, slug="about"),
        StandardPageFactory(parent=home),
    )
    stalking.links = [
        ("link", {"text": "Report", "url": "https://example.org/é", "page": None}),
        ("link", {"text": "About", "url": "", "page": about}),
        ("link", {"text": "Hidden", "url": "", "page": hidden}),
    ]
    letter = {
        "sender": "The inspectorate",
        "recipient": "The force",
        "sent": "",
        "received": "",
    }
    stalking.correspondence = stalking._meta.get_field(
        "correspondence"
    ).stream_block.to_python(
        [
            {
                "type": "letter",
                "value": {
                    **letter,
                    "sent": "2024-09",
                    "summary": "<p>One.</p><p>Two.</p>",
                },
            }
        ]
    )
    change_live(stalking)
    unpublish(hidden)

    entry = entry_with_id(entries(client, "super-complaints"), "stalking")

    assert entry["links"] == [
        {"text": "Report", "url": "https://example.org/%C3%A9"},
        {"text": "About", "url": "http://localhost/about/"},
        {"text": "Hidden", "url": None},
    ]
    [found] = entry["correspondence"]
    assert found == {
        **letter,
        "sent": "2024-09",
        "received": None,
        "summary": "One.\nTwo.",
    }


def test_a_recommendation_without_a_page_has_an_identifier_and_a_place_on_a_page(
    client, stalking
):
    told = {
        "kind": "recommendation",
        "number": "",
        "title": "Change the law",
        "summary": "Make it clear.",
    }
    stalking.other_recommendations = [
        ("recommendation", {**told, "addressees": "", "deadline": ""})
    ]
    change_live(stalking)

    [found] = entry_with_id(entries(client, "super-complaints"), "stalking")[
        "other_recommendations"
    ]
    page, anchor = found["url"].split("#")

    assert found["title"] == "Change the law"
    assert found["id"] == f"stalking/{anchor.removeprefix('other-')}"
    assert f'id="{anchor}"' in client.get(page).text

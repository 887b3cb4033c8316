"""Answers as forces really give them, entered through the forms: page, list and data say what they say."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.vocabulary import Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_response,
)
from tests.factories.published import publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

FORCE = "Kent Police"
DATA = "/super-complaints/data/recommendations.json"


@pytest.fixture
def report(section):
    """A report whose deadline has passed, with nothing answered but recommendation 20."""
    SiteWordingFactory(force_name=FORCE)
    force = OrganisationFactory(name=FORCE)

    page = SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    for number in ("1", "2", "4", "5", "7.1", "10", "11", "16", "20"):
        RecommendationResponsePageFactory(
            parent=page,
            number=number,
            title=f"Do {number}",
            deadline=PartialDate(2025, 3, 27),
            addressees_printed="chief constables",
            responses=[make_response(Position.ACCEPTED, force)]
            if number == "20"
            else [],
        )
    return page


@pytest.fixture
def editor(colleague, report):
    return colleague(EDITORS, width=1280, height=1000)


def item(number):
    return RecommendationResponsePage.objects.get(number=number)


def publish_draft(page):
    publish(page.get_latest_revision_as_object())


def enter_in_the_round(editor, report):
    """A completed action without a position, one “already in place”, and an update to an earlier answer."""
    screen = editor.page
    screen.goto(f"/admin/super-complaints/{report.pk}/update-round/")
    for number, completed in (("7.1", "Nov 2024"), ("11", "")):
        row = f"Recommendation {number}"
        screen.get_by_label(f"Status, {row}", exact=True).select_option(
            "Marked complete"
        )
        screen.get_by_label(f"Completed, {row}", exact=True).fill(completed)
        screen.get_by_label(f"Action, {row}", exact=True).fill("Record stalking")
        screen.get_by_label(f"What is done, {row}", exact=True).fill(
            "The system records it."
        )
    screen.get_by_label("Date of the update, Recommendation 20", exact=True).fill(
        "May 2025"
    )
    screen.get_by_label("Progress update, Recommendation 20", exact=True).fill(
        "Half of them are trained."
    )
    screen.get_by_role("button", name="Save draft").click()
    expect(screen.locator(".messages .success")).to_contain_text(
        "Saved as drafts: 3 recommendations"
    )
    for number in ("7.1", "11", "20"):
        publish_draft(item(number))


def enter_own_words(editor):
    """What the response says of an action in its own words."""
    editor.edit(item("11").pk)
    editor.page.get_by_text(
        "Record stalking: title, description, who is responsible"
    ).click()
    editor.page.locator("[name='actions-0-status_words']").fill("Green")
    editor.page.locator("[name='actions-0-completed_words']").fill("already in place")
    editor.save_draft()
    publish_draft(item("11"))


def enter_letter(editor, report):
    """One letter for 1, 4 and 5, and one sentence for all others."""
    editor.edit(report.pk)
    editor.open_tab("Responses")
    add = editor.page.get_by_role(
        "button", name="Add Response to several recommendations"
    )
    for place, (coverage, numbers, position) in enumerate(
        [
            (
                "The recommendations with these numbers",
                "1, 4 and 5",
                "Does not say whether it accepts",
            ),
            ("All other recommendations", "", "Has nothing to add"),
        ]
    ):
        add.click()
        editor.page.locator(f"[name='responses-{place}-coverage']").select_option(
            coverage
        )
        editor.page.locator(f"[name='responses-{place}-numbers']").fill(numbers)
        editor.page.locator(f"[name='responses-{place}-position']").select_option(
            position
        )
        editor.fill_date(f"responses-{place}-date", "Dec 2024")
    editor.save_draft()
    publish_draft(SuperComplaintPage.objects.get())


def entries(client):
    """Return what the data has of each recommendation, by its number."""
    return {each["number"]: each for each in client.get(DATA).json()["recommendations"]}


def stated(entry):
    return [
        (each["name"], each["position_label"], each["status_label"])
        for each in entry["respondents"]
    ]


def test_actions_an_update_and_a_letter_come_out_as_they_were_given(
    editor, report, new_page, client
):
    enter_in_the_round(editor, report)
    enter_own_words(editor)
    before = entries(client)
    assert stated(before["7.1"]) == [(FORCE, "Not recorded", "Marked complete")]
    assert before["7.1"]["last_reported"] == "2024-11"
    assert stated(before["1"]) == [
        (FORCE, "No response published", "Past the deadline, not marked complete")
    ]
    assert before["1"]["detailed_status"] == "deadline_passed"
    enter_letter(editor, report)

    found = entries(client)

    past = "Past the deadline, not marked complete"
    assert stated(found["7.1"]) == [(FORCE, "Has nothing to add", "Marked complete")]
    for number in ("1", "4", "5"):
        assert stated(found[number]) == [
            (FORCE, "Does not say whether it accepts", past)
        ]
        assert found[number]["detailed_status"] == "not_stated"
        [given] = found[number]["respondents"][0]["responses"]
        assert (given["covers"], given["date"]) == (
            "Recommendations 1, 4 and 5",
            "2024-12",
        )
    assert stated(found["2"]) == [(FORCE, "Has nothing to add", past)]
    assert found["11"]["status_label"] == "Marked complete"
    assert found["11"]["actions"][0]["completed_words"] == "already in place"
    assert stated(found["20"]) == [(FORCE, "Accepts", past)]
    assert found["20"]["progress_updates"][0]["respondents"] == [FORCE]
    reader = new_page()
    for number, said in {
        "1": [
            "recommendations 1, 4 and 5",
            "Does not say whether it accepts",
            "It is not marked complete.",
        ],
        "7.1": ["Marked complete", "November 2024"],
        "11": ["“Green”", "“already in place”"],
        "20": ["Half of them are trained.", "May 2025, Kent Police"],
    }.items():
        reader.goto(item(number).url)
        for words in said:
            expect(reader.get_by_role("main")).to_contain_text(words)
        for untrue in (
            "No response from the force is on this site",
            "Response missing",
        ):
            expect(reader.get_by_role("main")).not_to_contain_text(untrue)
    reader.goto(report.url)
    expect(
        reader.get_by_role("region", name="Responses to several recommendations")
    ).to_have_count(1)
    assert faults_of(reader) == []
    for chosen, number in (
        ("status=past_deadline", 7),
        ("progress=overdue", 7),
        ("status=response_missing", 0),
    ):
        reader.goto(f"/super-complaints/recommendations/?{chosen}")
        expect(reader.get_by_role("heading", level=1)).to_contain_text(
            f"{number} recommendations"
        )


def test_an_action_that_was_saved_without_words_asks_for_them_again(editor, report):
    screen = editor.page
    screen.goto(f"/admin/super-complaints/{report.pk}/update-round/")
    screen.get_by_label("Status, Recommendation 1", exact=True).select_option(
        "In progress"
    )
    screen.get_by_role("button", name="Save draft").click()
    expect(screen.locator(".messages .success")).to_contain_text(
        "Saved as drafts: 1 recommendation"
    )

    words = screen.get_by_label("Action, Recommendation 1", exact=True)
    expect(words).to_be_visible()
    expect(screen.get_by_label("Action, Recommendation 2", exact=True)).to_be_hidden()
    words.fill("Record stalking")
    screen.get_by_label("What is done, Recommendation 1", exact=True).fill(
        "The system records it."
    )
    screen.get_by_role("button", name="Save draft").click()

    expect(words).to_have_count(0)

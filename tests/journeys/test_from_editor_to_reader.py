"""A change made by an editor reaches a reader when two others have approved it."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.effort import by_effort
from tests.factories import (
    OrganisationFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


NUMBERS = by_effort(["7.1"], ["2", "10", "7.1"])
"""Printed numbers of the recommendations.

Another test, ``test_printed_numbers``, proves their order.
"""


def write_super_complaint(editor, section):
    """Write and submit a super-complaint whose report has 29 recommendations, one of them without a page."""
    editor.add("supercomplaintpage", section.pk)
    editor.fill("Title*", "The police response to stalking")
    editor.fill("Summary", "How the police respond to stalking.")
    editor.choose("Lead body or bodies", "Suzy Lamplugh Trust")
    editor.page.locator("[name=stage]").select_option("Report published")
    editor.fill_date("submitted", "November 2022")
    editor.fill_date("found_eligible", "26 January 2023")
    editor.fill_date("report_published", "27 September 2024")
    editor.fill("Address of the report", "https://example.org/report")
    editor.page.locator("[name=recommendations_made]").fill("29")
    editor.open_tab("Text and documents")
    others = editor.page.locator("[id$='-other_recommendations-section']")
    others.get_by_role("button", name="Insert a block").click()
    others.get_by_label("Printed number").fill("27")
    others.get_by_label("Title*").fill("Answer for all commissioners")
    others.get_by_label("What it asks*").fill("One reply is enough.")
    editor.submit()


def write_recommendation(editor, super_complaint, number):
    """Write and submit a recommendation with a response, an action and what somebody else says of it."""
    editor.add("recommendationresponsepage", super_complaint.pk)
    editor.fill("Title*", f"Do the thing of paragraph {number}")
    editor.fill("Printed number", number)
    editor.fill("What it asks", f"Chief constables are asked to do number {number}.")
    editor.page.locator("[name=theme]").select_option("Training and knowledge")
    editor.open_tab("Response")
    editor.fill("Executive lead", "Deputy Chief Constable")
    editor.page.get_by_role("button", name="Add response").click()
    editor.choose("Respondents", "Northamptonshire Police")
    editor.page.locator("[name='responses-0-position']").select_option("Accepts")
    editor.fill("Address of the original response", "https://example.org/response")
    editor.fill_date("responses-0-source_date", "November 2024")
    editor.open_tab("Progress")
    editor.page.get_by_role("button", name="Add action").click()
    editor.page.locator("[name='actions-0-title']").fill(f"Act on {number}")
    editor.write("actions-0-description", f"What we do about {number}.")
    editor.page.locator("[name='actions-0-status']").select_option("In progress")
    editor.choose("Responsible organisation", "Northamptonshire Police")
    editor.page.get_by_role("heading", name="What inspectors say").click()  # folded
    editor.page.get_by_role("button", name="Add finding by inspectors").click()
    editor.page.locator("[name='assurances-0-body']").fill("HMICFRS")
    editor.page.locator("[name='assurances-0-verdict']").select_option(
        "No further action needed"
    )
    editor.fill_date("assurances-0-date", "March 2025")
    editor.submit()


def test_a_new_super_complaint_with_its_recommendations_reaches_the_reader(
    new_page, colleague, section
):
    OrganisationFactory(name="Suzy Lamplugh Trust", kind="designated_body")
    OrganisationFactory(name="Northamptonshire Police")
    editor = colleague(EDITORS)

    write_super_complaint(editor, section)
    super_complaint = SuperComplaintPage.objects.get()

    for number in NUMBERS:
        write_recommendation(editor, super_complaint, number)

    recommendations = RecommendationResponsePage.objects.all()
    assert recommendations.count() == len(NUMBERS)
    moderator, officer = colleague(MODERATORS), colleague(APPROVING_OFFICERS)
    for page in [super_complaint, *recommendations]:
        for approver in (moderator, officer):
            approver.edit(page.pk)
            approver.approve()

    reader = new_page()
    reader.goto("/super-complaints/")
    reader.get_by_role(
        "link", name="The police response to stalking", exact=True
    ).click()
    main = reader.get_by_role("main")
    expect(main).to_contain_text("26 January 2023")
    expect(main).to_contain_text(
        "more recommendations in the report are not on this site"
    )
    expect(main).to_contain_text("1 more is listed below.")
    expect(main).to_contain_text("Recommendation 27: Answer for all commissioners")
    headings = main.get_by_role("link", name="Do the thing of paragraph")
    assert [text.rpartition(" ")[2] for text in headings.all_inner_texts()] == sorted(
        NUMBERS, key=float
    )
    headings.filter(has_text="7.1").click()
    expect(reader.get_by_role("main")).to_contain_text(
        "Chief constables are asked to do number 7.1."
    )
    expect(reader.get_by_role("main")).to_contain_text(
        "Source: the response on example.org"
    )
    expect(reader.get_by_role("main")).to_contain_text(", dated November 2024.")
    for told in (
        "Training and knowledge",
        "Deputy Chief Constable",
        "HMICFRS, March 2025",
        "No further action",
    ):
        expect(reader.get_by_role("main")).to_contain_text(told)
    expect(reader.get_by_role("main")).to_contain_text("What we do about 7.1.")
    expect(reader.get_by_role("main")).to_contain_text("Northamptonshire Police")

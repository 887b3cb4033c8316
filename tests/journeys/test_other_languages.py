"""An editor marks a response as Welsh and adds an easy-read summary, and readers get both."""

import pytest
from playwright.sync_api import expect

from complaints.vocabulary import Position
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_response,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_marks_a_response_as_welsh_and_adds_an_easy_read_summary(
    new_page, colleague, section
):
    force = OrganisationFactory(name="Northamptonshire Police")
    above = publish(
        SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    )
    response = make_response(Position.ACCEPTED, force, reason="")
    response.narrative = [("text", "<p>Rydym yn derbyn.</p>")]
    page = publish(
        RecommendationResponsePageFactory(
            parent=above, number="7", responses=[response]
        )
    )
    editor, moderator, officer = (
        colleague(role) for role in (EDITORS, MODERATORS, APPROVING_OFFICERS)
    )

    editor.edit(page.pk)
    editor.open_tab("Response")
    editor.page.locator("[name='responses-0-language']").select_option("Welsh")
    editor.submit()
    editor.edit(above.pk)
    editor.open_tab("Text and documents")
    versions = editor.page.locator("[id$='-summary_versions-section']")
    versions.get_by_role("button", name="Insert a block").click()
    versions.get_by_label("Language*").select_option("English")
    versions.get_by_label("Easy read").check()
    editor.write("summary_versions-0-value-text", "The police must do better.")
    editor.submit()
    reader = new_page()
    reader.goto("/super-complaints/stalking/")
    expect(reader.get_by_role("link", name="Easy read")).to_have_count(0)
    for approver in (moderator, officer):
        for each in (page, above):
            approver.edit(each.pk)
            approver.approve()

    reader.goto("/super-complaints/stalking/")
    reader.get_by_role("link", name="Easy read").click()
    expect(reader.get_by_role("main")).to_contain_text("The police must do better.")
    reader.goto(page.url)
    welsh = reader.locator("[lang='cy']")
    expect(welsh).to_have_text("Rydym yn derbyn.")
    expect(welsh).to_have_attribute("dir", "ltr")

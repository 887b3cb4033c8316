"""Screens open with their message in view, and an upload that was left is discarded."""

import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect
from wagtail.models import UploadedFile

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def an_empty_pdf() -> bytes:
    pdf, file = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


@pytest.fixture
def recommendation(demonstration):
    return RecommendationResponsePage.objects.filter(
        actions__isnull=False, responses__isnull=False
    ).last()


def test_an_upload_left_without_its_html_version_is_discarded_later(
    colleague, demonstration
):
    editor = UserFactory(roles=[EDITORS])
    screen = colleague(editor).page
    for _ in range(2):
        screen.goto("/admin/documents/")
        screen.get_by_role("link", name="Add a document").click()
        screen.set_input_files(
            "#fileupload",
            {
                "name": "letter.pdf",
                "mimeType": "application/pdf",
                "buffer": an_empty_pdf(),
            },
        )
        screen.get_by_role("button", name="Update").last.click()
        expect(screen.locator("#upload-list .error-message").last).to_be_visible()
    screen.goto("/admin/")
    screen.get_by_role("link", name="letter").first.click()

    screen.get_by_role("link", name="Delete").first.click()
    expect(screen.locator("#upload-list > li")).to_have_count(1)
    assert UploadedFile.objects.count() == 1


def test_a_saved_draft_opens_with_its_message_in_view(colleague, recommendation):
    editor = colleague(EDITORS, width=375)
    editor.edit(recommendation.pk)
    editor.open_tab("What it asks")
    editor.fill("Title*", "Changed")
    editor.save_draft()

    expect(editor.page).to_have_url(re.compile("#tab-what_it_asks$"))
    expect(editor.page.locator(".messages .success")).to_be_in_viewport(ratio=1)


def test_a_screen_that_back_shows_as_it_was_says_nothing_of_what_was_done_before(
    colleague, recommendation
):
    editor = colleague(EDITORS)
    editor.edit(recommendation.pk)
    editor.fill("Change note", "We corrected a name.")
    editor.save_draft()

    # What browsers do with a screen that they kept. Under remote control they keep
    # none.
    editor.page.evaluate(
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )

    expect(editor.page.locator(".messages .success")).to_have_count(0)

"""Screens open with all they say in view and no error in their scripts, and Back opens the one before."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from playwright.sync_api import expect
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from complaints.models import RecommendationResponsePage
from pages.moderation.approval import set_actions
from pages.moderation.approval.roles import EDITORS, MODERATORS
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


@pytest.fixture
def publication_set(recommendation):
    """A set of one recommendation, in moderation."""
    editor = UserFactory(roles=[EDITORS])
    draft = recommendation.get_latest_revision_as_object()
    draft.title = "Changed"
    draft.save_revision(user=editor)
    publication_set = set_actions.make_set(
        editor, "One page", "We put it right.", [recommendation]
    )
    set_actions.submit(publication_set, editor)
    return publication_set


def test_an_unfinished_upload_is_finished_later(colleague, demonstration):
    editor = UserFactory(roles=[EDITORS])
    kind = ContentType.objects.get_for_model(get_document_model())
    UploadedFile.objects.create(
        for_content_type=kind,
        uploaded_by_user=editor,
        file=ContentFile(b"%PDF-1.7", "letter.pdf"),
    )
    screen = colleague(editor).page
    screen.goto("/admin/")
    screen.get_by_role("link", name="letter").click()

    screen.get_by_role("button", name="Choose a page").click()
    screen.get_by_role(
        "link", name="How Northamptonshire Police responds"
    ).first.click()
    screen.get_by_role("button", name="Update").click()

    expect(screen.locator("#upload-list > li")).to_have_count(0)
    assert get_document_model().objects.get().html_equivalent.page.depth == 2


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


@pytest.mark.parametrize("width", [375, 1280])
def test_a_saved_draft_opens_with_its_message_in_view(colleague, recommendation, width):
    editor = colleague(EDITORS, width=width)
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


def test_the_review_of_a_set_of_one_page_has_no_error_in_its_scripts(
    colleague, publication_set
):
    moderator = colleague(MODERATORS)
    errors = []
    moderator.page.on("pageerror", lambda error: errors.append(str(error)))

    moderator.open_first_review()
    expect(moderator.page.get_by_role("region", name="What changes")).to_contain_text(
        "Changed"
    )

    assert errors == []


def test_back_from_a_decision_after_a_comment_opens_a_page(colleague, publication_set):
    moderator = colleague(MODERATORS)
    moderator.open_first_review()
    screen = moderator.page
    screen.get_by_label("Comment on your decision").fill("Well done.")
    screen.get_by_text("Add a comment", exact=True).click()
    screen.get_by_label("Your comment").fill("Who trained them?")
    screen.get_by_role("button", name="Add comment").click()
    expect(screen.locator(".messages .success")).to_contain_text("Comment added.")
    expect(screen.get_by_label("Comment on your decision")).to_have_value("Well done.")
    screen.get_by_role("button", name="Approve and send").click()
    expect(screen.locator(".messages .success")).to_contain_text(
        "Sent to the approving officer"
    )

    answer = screen.go_back()

    assert answer.ok
    expect(screen.get_by_role("main")).to_be_visible()

"""Screens open with all they say in view and no error in their scripts, and Back opens the one before."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.gate import sets
from pages.moderation.gate.roles import EDITORS, MODERATORS
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recommendation(demonstration):
    return RecommendationResponsePage.objects.filter(actions__isnull=False, responses__isnull=False).last()


@pytest.fixture
def publication_set(recommendation):
    """A set of one recommendation, in moderation."""
    editor = UserFactory(roles=[EDITORS])
    draft = recommendation.get_latest_revision_as_object()
    draft.title = "Changed"
    draft.save_revision(user=editor)
    publication_set = sets.make_set(editor, "One page", "We put it right.", [recommendation])
    sets.submit(publication_set, editor)
    return publication_set


@pytest.mark.parametrize("width", [375, 1280])
def test_a_saved_draft_opens_with_its_message_in_view(colleague, recommendation, width):
    editor = colleague(EDITORS, width=width)
    editor.edit(recommendation.pk)
    editor.open_tab("What it asks")
    editor.fill("Title*", "Changed")
    editor.save_draft()

    expect(editor.page).to_have_url(re.compile("#tab-what_it_asks$"))
    expect(editor.page.locator(".messages .success")).to_be_in_viewport(ratio=1)


def test_the_review_of_a_set_of_one_page_has_no_error_in_its_scripts(colleague, publication_set):
    moderator = colleague(MODERATORS)
    errors = []
    moderator.page.on("pageerror", lambda error: errors.append(str(error)))

    moderator.open_first_review()
    expect(moderator.page.get_by_role("region", name="What changes")).to_contain_text("Changed")

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
    expect(screen.locator(".messages .success")).to_contain_text("Sent to the approving officer")

    answer = screen.go_back()

    assert answer.ok
    expect(screen.get_by_role("main")).to_be_visible()

"""Reviewers comment, authors reply and resolve, and the reviewers still approve."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory
from tests.submissions import submit

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def editor(demonstration):
    return UserFactory(roles=[EDITORS], username="jo")


@pytest.fixture
def page(editor):
    """A recommendation of the real content, submitted with another title and another answer."""
    page = RecommendationResponsePage.objects.get(
        url_path__endswith="/safe-to-share/recommendation-1/"
    )
    page.title = "Stop sharing immigration status"
    responses = list(page.responses.all())
    responses[0].narrative.append(("text", "<p>We trained every officer in 2025.</p>"))
    page.responses = responses
    submit(page, editor)
    return page


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def told(person, words):
    expect(person.page.locator(".messages")).to_contain_text(words)


def comment_on_the_whole(moderator, text):
    screen = moderator.page
    screen.get_by_text("Add a comment").click()
    screen.get_by_label("About").select_option("The whole page")
    screen.get_by_label("Your comment").fill(text)
    moderator.press(screen.get_by_role("button", name="Add comment"))
    told(moderator, "Comment added. You can still approve.")


def test_reviewers_comment_authors_reply_and_resolve_and_the_same_reviewer_approves(
    colleague, page, editor
):
    reviewer = UserFactory(roles=[MODERATORS], username="mo")
    moderator = colleague(reviewer, width=320)
    moderator.open_first_review()
    comment_on_the_whole(moderator, "Who trained them?")
    assert faults_found_by_axe(moderator.page, within=".review") == []
    assert moderator.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    author = colleague(editor)
    author.edit(page.pk)
    expect(author.page.locator(".messages")).to_contain_text("1 open comment.")
    author.page.get_by_role("link", name="Comments", exact=True).click()
    comments = author.page.get_by_role("main")
    expect(comments).to_contain_text("Who trained them?")
    comments.get_by_text("Reply", exact=False).first.click()
    assert faults_found_by_axe(author.page, within=".review") == []
    comments.get_by_label("Your reply").fill("The college did.")
    author.press(comments.get_by_role("button", name="Send reply"))
    told(author, "Reply added.")

    moderator = colleague(reviewer)
    moderator.open_first_review()
    shown = moderator.page.get_by_role("region", name="Comments")
    expect(shown).to_contain_text("The college did.")
    moderator.press(shown.get_by_role("button", name="Resolve"))
    told(moderator, "Comment resolved.")
    expect(shown).to_contain_text("No open comments.")

    assert authors_since_publication(stored(page)) == {editor.pk}
    moderator.decide("Approve and send to the approving officer")
    officer = colleague(APPROVING_OFFICERS)
    officer.open_first_review()
    officer.decide("Approve and publish now")
    assert stored(page).title == "Stop sharing immigration status"

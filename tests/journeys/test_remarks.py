"""Reviewers comment and suggest wording, authors take it over, and the reviewers still approve."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.gate.authors import authors_since_publication
from pages.moderation.gate.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import Suggestion
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory
from tests.submissions import submit

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

BETTER = "Do not share anybody’s immigration status"


@pytest.fixture
def editor(demonstration):
    return UserFactory(roles=[EDITORS], username="jo")


@pytest.fixture
def page(editor):
    """A recommendation of the real content, submitted with another title and another answer."""
    page = RecommendationResponsePage.objects.get(url_path__endswith="/safe-to-share/recommendation-1/")
    page.title = "Stop sharing immigration status"
    response = page.responses.get()
    response.narrative.append(("text", "<p>We trained every officer in 2025.</p>"))
    page.responses = [response]
    submit(page, editor)
    return page


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def told(person, words):
    expect(person.page.locator(".messages")).to_contain_text(words)


def suggest_title(moderator, wording):
    """Suggest another title, after sending the one that is there."""
    screen = moderator.page
    screen.get_by_text("Suggest wording: Title").click()
    box = screen.get_by_label("Your wording of “Title”")
    expect(box).to_have_value("Stop sharing immigration status")
    screen.get_by_text("Add a comment").click()
    assert faults_found_by_axe(screen, within=".review") == []
    moderator.press(screen.get_by_role("button", name="Send the suggestion").first)
    told(moderator, "Your suggestion was not sent.")
    expect(screen.locator(".error-message")).to_contain_text("Change it")
    assert faults_found_by_axe(screen, within=".review") == []
    box.fill(wording)
    moderator.press(screen.get_by_role("button", name="Send the suggestion").first)
    told(moderator, "You can still approve.")


def suggest_longer_answer(moderator, more):
    """Write on in the rich text of the answer."""
    screen = moderator.page
    screen.get_by_text("Suggest wording: Response 1, narrative, text 2").click()
    screen.get_by_role("textbox", name="Your wording of “Response 1, narrative, text 2”").click()
    assert faults_found_by_axe(screen, within=".review") == []
    screen.keyboard.press("Control+End")
    screen.keyboard.type(more)
    form = screen.locator("form", has=screen.get_by_role("textbox", name="Your wording of “Response 1"))
    expect(form.locator("[name$='-wording']")).to_have_value(re.compile(re.escape(more)))
    moderator.press(form.get_by_role("button", name="Send the suggestion"))
    told(moderator, "You can still approve.")


def comment_on_the_whole(moderator, text):
    screen = moderator.page
    screen.get_by_text("Add a comment").click()
    screen.get_by_label("About").select_option("All of it")
    screen.get_by_label("Your comment").fill(text)
    moderator.press(screen.get_by_role("button", name="Leave the comment"))
    told(moderator, "Your comment was sent to the author.")


def test_an_author_takes_over_suggested_wording_and_another_reviewer_approves_it(colleague, page, editor):
    suggester = UserFactory(roles=[MODERATORS], username="mo")
    moderator = colleague(suggester, width=320)
    moderator.open_first_review()
    suggest_title(moderator, BETTER)
    suggest_longer_answer(moderator, " It took a year.")
    comment_on_the_whole(moderator, "Who trained them?")
    assert faults_found_by_axe(moderator.page, within=".review") == []
    assert moderator.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    author = colleague(editor)
    author.edit(page.pk)
    expect(author.page.locator(".messages")).to_contain_text("1 open comment and 2 suggestions")
    author.page.get_by_role("link", name="Comments and suggested wording").click()
    remarks = author.page.get_by_role("main")
    expect(remarks).to_contain_text("Who trained them?")
    assert faults_found_by_axe(author.page, within=".review") == []
    author.press(remarks.get_by_role("button", name=re.compile("^Use this wording.*Title")))
    told(author, "The review begins again with it.")
    author.press(remarks.get_by_role("button", name=re.compile("^Use this wording.*Response 1")))
    author.press(remarks.get_by_role("button", name="Dealt with"))
    expect(remarks).to_contain_text("None yet.")

    assert authors_since_publication(stored(page)) == {editor.pk, suggester.pk}
    moderator = colleague(UserFactory(roles=[MODERATORS], username="another"))
    moderator.open_first_review()
    changes = moderator.page.get_by_role("region", name="What changes")
    expect(changes).to_contain_text("in 2025. It took a year.")
    moderator.decide("Approve and send to the approving officer")
    officer = colleague(APPROVING_OFFICERS)
    officer.open_first_review()
    officer.decide("Approve and publish now")

    published = stored(page)
    assert published.title == BETTER
    assert "It took a year." in str(published.responses.get().narrative)
    assert not Suggestion.objects.exists()


def test_a_comment_stands_beside_its_field_in_the_editor_until_the_author_has_dealt_with_it(
    colleague, page, editor
):
    moderator = colleague(MODERATORS)
    moderator.open_first_review()
    comment_on_the_whole(moderator, "Who trained them?")
    moderator.decide("Send back", comment="See my comment.")

    author = colleague(editor)
    author.edit(page.pk)
    comment = author.page.locator("#comments").get_by_text("Who trained them?")
    author.page.get_by_role("button", name="Toggle comments").click()
    author.page.get_by_role("tab", name="What it asks").click()
    expect(comment).to_be_visible()
    author.page.get_by_role("link", name="Comments and suggested wording").click()
    author.press(author.page.get_by_role("button", name="Dealt with"))
    author.edit(page.pk)
    expect(author.page.get_by_role("button", name="Toggle comments")).to_be_visible()
    expect(comment).to_have_count(0)

"""A moderator takes down a super-complaint; its editor corrects it and puts all of it back as one."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import PublicationSet, PublishedVersion
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory
from tests.submissions import present_step, review_address

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WHAT_HAPPENED = "The dates are those of another force."


@pytest.fixture
def above(demonstration):
    return SuperComplaintPage.objects.get(slug="safe-to-share")


@pytest.fixture
def editor(above):
    return UserFactory(roles=[EDITORS], first_name="Edith", last_name="Blake")


@pytest.fixture
def moderator(above):
    return UserFactory(roles=[MODERATORS], first_name="Mo", last_name="Derator")


def stored(page):
    return type(page).objects.get(pk=page.pk)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def expect_reason(where):
    expect(where).to_contain_text("by Mo Derator because it contained an error.")
    expect(where).to_contain_text(WHAT_HAPPENED)


def take_down(taker, page):
    """Take ``page`` down with all below it; the editor then says so."""
    taker.page.goto(
        f"/admin/moderation/take-down/complaints.supercomplaintpage/{page.pk}/"
    )
    taker.page.get_by_label("it contained an error").check()
    taker.page.get_by_label("What happened").fill(WHAT_HAPPENED)
    taker.press(taker.page.get_by_role("button", name="Take down now"))
    expect_reason(taker.page.locator(".messages .warning").first)
    assert fits(taker.page)


def find_in_list(writer, page):
    """See the badge in the list of pages."""
    writer.page.goto(f"/admin/pages/{page.get_parent().pk}/")
    row = writer.page.locator(
        "tr", has=writer.page.get_by_role("link", name=page.title)
    )
    expect(row.locator(".w-status")).to_contain_text(
        re.compile("taken down", re.IGNORECASE)
    )
    assert fits(writer.page)


def correct(writer, address, others):
    """Read at ``address``, where the email leads, why it and ``others`` went, and correct it."""
    writer.page.goto(address)
    banner = writer.page.locator(".messages .warning").first
    expect_reason(banner)
    expect(banner).to_contain_text(
        f"{others} other pages were taken down at the same time."
    )
    assert faults_found_by_axe(writer.page, within=".messages") == []
    writer.sees_no_button("Submit for moderation")
    writer.page.locator("#id_title").fill("Safe to say")
    writer.save_draft()


def put_back(writer, number):
    """Make one publication set of all ``number`` pages, and submit it."""
    writer.press(writer.page.locator(".messages").get_by_role("link", name="Put back"))
    boxes = writer.page.get_by_role("checkbox")
    expect(boxes).to_have_count(number)
    for box in boxes.all():
        expect(box).to_be_checked()
    assert fits(writer.page)
    assert faults_found_by_axe(writer.page, within=".decision") == []
    writer.press(writer.page.get_by_role("button", name="Create a publication set"))
    expect(writer.page.locator(".sets__items > li")).to_have_count(number)
    writer.page.get_by_label("Change note").fill("We corrected the dates.")
    writer.press(writer.page.get_by_role("button", name="Submit for moderation"))
    expect(writer.page.locator(".messages .success")).to_contain_text("Submitted")


def approve(reviewer, page, button):
    """Read why it went, and approve all of the set."""
    reviewer.page.goto(review_address(present_step(page)))
    expect_reason(reviewer.page.locator(".review__facts").first)
    assert fits(reviewer.page)
    assert faults_found_by_axe(reviewer.page, within=".review__facts") == []
    parts = reviewer.page.locator(".review__part > summary")
    expect(parts.first).to_contain_text(
        re.compile(r"Taken down, [1-9]\d* changes? since")
    )
    expect(parts.last).to_contain_text("Taken down, 0 changes since")
    reviewer.press(reviewer.page.get_by_role("button", name=re.compile(f"^{button}")))
    expect(reviewer.page.get_by_text("You have not opened")).to_be_visible()
    reviewer.decide(button)


def test_what_was_taken_down_is_corrected_put_back_as_one_and_read(
    colleague, new_page, mailoutbox, above, editor, moderator
):
    rules = list(RecommendationResponsePage.objects.child_of(above).order_by("path"))
    reader = new_page(width=375)
    screen = {"width": 375, "height": 700}

    take_down(colleague(moderator, **screen), above)
    letter = next(each for each in mailoutbox if editor.email in each.to)
    assert letter.subject == f"Please correct {above.title}: it was taken down"
    reader.goto(above.url)
    expect(reader.get_by_role("main")).to_contain_text("We took it down on")

    writer = colleague(editor, **screen)
    find_in_list(writer, above)
    correct(
        writer, re.search(r"https?://[^/]+(/admin/\S+)", letter.body)[1], len(rules)
    )
    put_back(writer, 1 + len(rules))

    approve(colleague(MODERATORS, **screen), above, "Approve and send")
    officer = colleague(APPROVING_OFFICERS, **screen)
    approve(officer, above, "Approve and publish now")
    expect(officer.page.locator(".messages .success")).to_contain_text("Published: ")

    reader.goto(stored(above).url)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Safe to say")
    for rule in rules:
        assert reader.get_by_role("main").locator(f"a[href$='{rule.url}']").count(), (
            rule.url
        )
    expect(reader.get_by_role("main")).not_to_contain_text(
        "none of its recommendations"
    )
    for rule in rules:
        assert reader.goto(rule.url).status == 200
    publication_set = PublicationSet.objects.get()
    versions = [
        PublishedVersion.objects.for_object(page).first() for page in [above, *rules]
    ]
    assert {version.publication_set for version in versions} == {publication_set}
    assert {version.published_at for version in versions} == {
        publication_set.published_at
    }

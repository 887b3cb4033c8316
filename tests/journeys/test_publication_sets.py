"""An editor submits a whole response once, two reviewers approve it once each, and readers see all of it.

``pytest -s`` prints what it took.
"""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.content.models import SiteWording
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import PublicationSet
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory

from .hand_work import HandWork

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

NOTE = "We answered the report."


@pytest.fixture
def editor(demonstration):
    return UserFactory(roles=[EDITORS], username="editor")


@pytest.fixture
def drafts(editor):
    """Drafts of a super-complaint, two recommendations below it, and the words of every page."""
    above = SuperComplaintPage.objects.get(slug="safe-to-share")
    below = RecommendationResponsePage.objects.child_of(above).order_by("path")[:2]
    wording = SiteWording.objects.get()
    for obj, field in [
        (above, "title"),
        *((page, "title") for page in below),
        (wording, "service_name"),
    ]:
        setattr(obj, field, f"Rewritten {getattr(obj, field)}")
        obj.save_revision(user=editor)
    return [type(obj).objects.get(pk=obj.pk) for obj in (above, *below, wording)]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_time_of_publication_stays_as_it_is_typed(colleague, editor):
    publication_set = PublicationSet.objects.create(title="Our response")
    page = colleague(editor).page
    page.goto(f"/admin/moderation/sets/{publication_set.pk}/")
    box = page.get_by_label("Go live date/time")

    for typed, answer in [
        ("one past midnight", "Enter a date and a time, like 27/03/2027 00:01"),
        ("01/12/2030 00:01", "Saved."),
    ]:
        page.wait_for_load_state()
        box.fill(typed)
        # The calendar opens a moment later, over the button if nothing waits for it.
        expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
        page.get_by_label("Title").click()
        expect(box).to_have_value(typed)
        page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.get_by_text(answer, exact=True).first).to_be_visible()
        expect(box).to_have_value(typed)

    publication_set.refresh_from_db()
    assert publication_set.go_live_at == datetime(2030, 12, 1, 0, 1, tzinfo=UTC)


def test_a_whole_response_is_submitted_approved_and_published_as_one(
    colleague, new_page, editor, drafts, mailoutbox
):
    writer = colleague(editor)
    work = HandWork(writer.page)
    writer.page.goto("/admin/")
    work.click(writer.page.get_by_role("link", name="Recommendations", exact=True))
    for page in drafts[1:3]:
        work.click(
            writer.page.locator("tr", has_text=page.title).get_by_role("checkbox")
        )
    work.click(
        writer.page.get_by_role(
            "link", name="Add the selected pages to a publication set"
        )
    )
    work.click(writer.page.get_by_label("Title of the new set"))
    work.type("Our response")
    work.click(writer.page.get_by_role("button", name="Add to set"))
    for obj in (drafts[0], drafts[3]):
        work.click(writer.page.get_by_role("checkbox", name=obj.full_name))
    work.click(writer.page.get_by_role("button", name="Add to set"))
    expect(writer.page.locator(".sets__items > li")).to_have_count(len(drafts))
    work.click(writer.page.get_by_label("Change note"))
    work.type(NOTE)
    assert faults_found_by_axe(writer.page, within=".sets") == []
    writer.page.set_viewport_size({"width": 320, "height": 800})
    assert fits(writer.page)
    work.click(writer.page.get_by_role("button", name="Submit for moderation"))
    expect(writer.page.locator(".messages .success")).to_contain_text("Submitted")
    print("The editor:", work.figures())

    reviewers = [
        colleague(role, width=320, height=640)
        for role in (MODERATORS, APPROVING_OFFICERS)
    ]
    for reviewer, button in zip(
        reviewers, ["Approve and send", "Approve and publish now"], strict=True
    ):
        work = HandWork(reviewer.page)
        reviewer.page.goto("/admin/")
        waiting = reviewer.page.get_by_role(
            "region", name="Awaiting your review"
        ).get_by_role("link")
        expect(waiting).to_have_count(1)
        work.click(waiting)
        approve = reviewer.page.get_by_role("button", name=re.compile(f"^{button}"))
        expect(approve).to_be_in_viewport(ratio=1)
        parts = [
            reviewer.page.get_by_role("heading", name=obj.full_name, level=2)
            for obj in drafts
        ]
        for part in parts[:-1]:
            work.click(part)
        expect(approve).to_be_in_viewport(ratio=1)
        assert fits(reviewer.page)
        assert faults_found_by_axe(reviewer.page, within=".review") == []
        work.click(approve)
        expect(
            reviewer.page.get_by_text(f"not opened 1 of 4: {drafts[-1].full_name}.")
        ).to_be_visible()
        work.click(approve)
        expect(reviewer.page.locator(".messages .success")).to_contain_text(
            "Our response"
        )
        print("A reviewer:", work.figures())

    print("Emails:", [mail.subject for mail in mailoutbox])
    reader = new_page()
    for page in drafts[:3]:
        reader.goto(page.url)
        expect(reader.get_by_role("heading", level=1)).to_contain_text("Rewritten")
    expect(reader.locator("header").first).to_contain_text("Rewritten")
    assert PublicationSet.objects.get().state == PublicationSet.State.PUBLISHED
    writer.page.reload()

"""A contradiction cannot go out unseen, and what was shown as the status can be cited for good."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage, Response
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.models import AuditLogEntry
from tests.browser.accessible import faults_found_by_axe
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_home,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WARNING = "Update 1 says “actions are complete”, and readers are shown “Past the deadline, not marked complete”."


@pytest.fixture
def page(db):
    """A recommendation that is overdue."""
    section = publish(SuperComplaintIndexPageFactory(parent=make_home()))
    above = publish(
        SuperComplaintPageFactory(parent=section, title="Stalking", slug="stalking")
    )
    force = OrganisationFactory(name="Northamptonshire Police")
    SiteWordingFactory(force_name=force.name)
    response = Response(
        position="accepted", date=PartialDate(2024, 11), respondents=[force]
    )
    action = make_action("in_progress", PartialDate(2025, 3), respondents=[force])
    return publish(
        RecommendationResponsePageFactory(
            parent=above,
            title="Train officers",
            number="7",
            responses=[response],
            actions=[action],
        )
    )


def assert_it_fits(page):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            page.url
        )


# What is refused and logged is tested in tests/pages/moderation/test_draft_warnings.py.
@pytest.mark.long
def test_a_contradiction_is_shown_ticked_and_logged_and_the_status_is_cited(
    colleague, new_page, page
):
    editor = colleague(EDITORS)
    editor.edit(page.pk)
    editor.page.get_by_role("button", name="Add Progress update").click()
    editor.fill_date("progress_updates-0-as_at", "1 May 2025")
    editor.write("progress_updates-0-text", "All actions are complete.")
    editor.submit()
    expect(editor.page.locator(".messages")).to_contain_text(WARNING)
    editor.edit(page.pk)
    editor.page.get_by_role("button", name=re.compile("checks", re.I)).click()
    expect(editor.page.get_by_role("heading", name="Check these")).to_be_visible()
    assert_it_fits(editor.page)

    for role, button in (
        (MODERATORS, "Approve and send"),
        (APPROVING_OFFICERS, "Approve and publish"),
    ):
        reviewer = colleague(role)
        reviewer.open_first_review()
        reviewer.page.get_by_label("Comment on your decision").fill(
            "I have asked them."
        )
        reviewer.press(
            reviewer.page.get_by_role("button", name=re.compile(f"^{button}"))
        )
        expect(reviewer.page.locator(".messages .error")).to_contain_text(
            "you have not ticked a warning"
        )
        expect(reviewer.page.get_by_label("Comment on your decision")).to_have_value(
            "I have asked them."
        )
        expect(reviewer.page.get_by_role("checkbox", name=WARNING)).to_be_focused()
        assert faults_found_by_axe(reviewer.page, within=".review") == []
        assert_it_fits(reviewer.page)
        reviewer.page.get_by_role("checkbox", name=WARNING).check()
        reviewer.decide(button)

    assert AuditLogEntry.objects.filter(action="confirmed", reason=WARNING).count() == 2
    reviewer.page.goto("/admin/moderation/log/")
    expect(reviewer.page.get_by_role("main")).to_contain_text(WARNING)
    assert not RecommendationResponsePage.objects.get().has_unpublished_changes

    reader = new_page()
    reader.goto(f"{page.url}history/")
    expect(reader.get_by_role("main")).to_contain_text(
        "The organisation’s own due date, March 2025, passed"
    )
    assert faults_found_by_axe(reader) == []
    assert_it_fits(reader)
    reader.goto(page.url)
    assert_it_fits(reader)
    reader.get_by_text("How to cite this page").click()
    reader.get_by_role("link", name=re.compile("A reference to copy")).click()
    expect(reader).to_have_url(re.compile(r"/history/2/#cite$"))
    cited = reader.get_by_role("region", name="Cite this as")
    expect(cited).to_contain_text("version 2")
    expect(cited).to_contain_text(
        "Past the deadline, not marked complete (accepts, its own due date was March 2025"
    )
    assert faults_found_by_axe(reader) == []
    assert_it_fits(reader)

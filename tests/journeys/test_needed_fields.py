"""What a submission needs is said beside the field while the editor types."""

import re

import pytest
from playwright.sync_api import expect

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEEDED = re.compile(r"^Fill in “[A-Z][^“”*]+” before you submit\.$")


@pytest.fixture
def force(section):
    force = OrganisationFactory(name="Borsetshire Police")
    SiteWordingFactory(force_name=force.name)
    return force


@pytest.fixture
def stalking(section):
    return SuperComplaintPageFactory(parent=section, title="Stalking")


@pytest.fixture
def recommendation(stalking, force):
    action = make_action(
        ActionStatus.IN_PROGRESS, PartialDate(2030, 3), respondents=[force]
    )
    responses = [make_response(Position.ACCEPTED, force, reason="")]
    page = RecommendationResponsePageFactory(
        parent=stalking, number="7", title="Do 7", responses=responses, actions=[action]
    )
    return publish(page)


def hint(screen, name):
    """Return the hint beside the field ``name``."""
    part = screen.locator(
        "[data-needed-when]", has=screen.locator(f"[name='{name}']")
    ).last
    return part.locator(".needed-field")


def test_a_form_says_at_once_what_a_submission_will_need(colleague, recommendation):
    editor = colleague(EDITORS)
    editor.edit(recommendation.pk)
    screen = editor.page

    # A source with a wording.
    editor.open_tab("What it asks")
    for name in ("wording", "wording_source"):
        screen.locator(f"[name={name}]").fill("")
    expect(hint(screen, "wording_source")).to_have_text("")
    screen.locator("[name=wording]").fill("Chief constables should train all officers.")
    expect(hint(screen, "wording_source")).to_have_text(NEEDED)
    screen.locator("[name=wording_source]").fill("The report")
    expect(hint(screen, "wording_source")).to_have_text("")
    # The words of a deadline, if we worked the date out.
    screen.locator("[name=deadline_worked_out]").check()
    expect(hint(screen, "deadline_printed")).to_have_text(NEEDED)
    screen.locator("[name=deadline_worked_out]").uncheck()
    expect(hint(screen, "deadline_printed")).to_have_text("")

    # A reason for a position: in a row that is there, and in one that is added.
    editor.open_tab("Response")
    screen.get_by_role("button", name="Add response").click()
    for row in (0, 1):
        reason = hint(screen, f"responses-{row}-reason")
        expect(reason).to_have_text("")
        screen.locator(f"[name='responses-{row}-position']").select_option(
            "Does not accept"
        )
        expect(reason).to_have_text(NEEDED)
        assert faults_found_by_axe(screen, within="main") == []
        screen.locator(f"[name='responses-{row}-reason']").fill(
            "The law does not let us."
        )
        expect(reason).to_have_text("")
        screen.locator(f"[name='responses-{row}-reason']").fill("")
        expect(reason).to_have_text(NEEDED)
        # A response may give none.
        screen.locator(f"[name='responses-{row}-no_reason']").check()
        expect(reason).to_have_text("")
        screen.locator(f"[name='responses-{row}-no_reason']").uncheck()
        expect(reason).to_have_text(NEEDED)
        screen.locator(f"[name='responses-{row}-position']").select_option("Accepts")
        expect(reason).to_have_text("")
        # An address beside its date, which share a row of the form.
        editor.fill_date(f"responses-{row}-source_date", "November 2024")
        expect(hint(screen, f"responses-{row}-source_link")).to_have_text(NEEDED)
        screen.locator(f"[name='responses-{row}-source_link']").fill(
            "https://example.org/letter"
        )
        expect(hint(screen, f"responses-{row}-source_link")).to_have_text("")

    # A title of an action, and the reason for a changed due date, which is folded.
    editor.open_tab("Progress")
    screen.get_by_role("button", name="Add due date").first.click()
    expect(hint(screen, "actions-0-due_dates-1-reason")).to_have_text(NEEDED)
    expect(hint(screen, "actions-0-due_dates-0-reason")).to_have_text("")
    screen.get_by_text("date and reason").first.click()
    screen.locator("[name='actions-0-due_dates-0-no_date']").check()
    expect(hint(screen, "actions-0-due_dates-0-reason")).to_have_text(NEEDED)
    screen.get_by_role("button", name="Add action").click()
    expect(hint(screen, "actions-1-title")).to_have_text(NEEDED)
    screen.locator("[name='actions-1-title']").fill("Train")
    expect(hint(screen, "actions-1-title")).to_have_text("")
    assert faults_found_by_axe(screen, within="main") == []

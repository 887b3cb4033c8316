"""A chief officer who was entered approves a step on a telephone, without an account."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from pages.content.models import StandardPage
from pages.moderation.approval.draft_warnings import DraftWarning
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.dual_control.external_approvers import pending_change_of
from pages.moderation.dual_control.second_person import confirm
from pages.moderation.models import ExternalApprover
from tests.browser.accessible import faults_found_by_axe
from tests.factories import StandardPageFactory, UserFactory
from tests.submissions import present_step, review_address, submit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def draft_of_a_page(home, author):
    """Return a public page with a draft of another text."""
    page = StandardPageFactory(
        parent=home, title="How we answer", body=[("text", "<p>By letter.</p>")]
    )
    page.body = [("text", "<p>By telephone.</p>")]
    page.save_revision(user=author)
    return page


def test_a_chief_officer_who_was_entered_approves_a_step_on_a_telephone(
    colleague, new_page, home, monkeypatch
):
    warning = DraftWarning(
        "rule", "The text says “has been completed”, and the status is “In progress”."
    )
    monkeypatch.setattr(StandardPage, "warnings_to_confirm", lambda page: [warning])
    jo = UserFactory(roles=[EDITORS], first_name="Jo", last_name="Jones")
    page = draft_of_a_page(home, jo)
    administrator = colleague(UserFactory(roles=[SITE_ADMINISTRATORS])).page
    administrator.goto(reverse("moderation:external_approvers"))
    administrator.get_by_label("Role").fill("Deputy Chief Constable")
    administrator.locator("#id_name").fill("Dana Dean")
    administrator.get_by_label("Email address").fill("deputy@example.org")
    step = page.get_workflow().tasks.get()
    administrator.get_by_label("What they can do").select_option(
        f"Approve the “{step}” step by email link"
    )
    administrator.get_by_role(
        "button", name="Add external approver", exact=True
    ).click()
    expect(administrator.locator(".messages .success")).to_contain_text(
        "A second person needs to confirm this"
    )
    administrator.reload()
    assert faults_found_by_axe(administrator) == []
    confirm(
        pending_change_of(ExternalApprover.objects.get()),
        UserFactory(roles=[APPROVING_OFFICERS]),
    )
    submit(page.get_latest_revision_as_object(), jo)
    reviewer = colleague(UserFactory(roles=[MODERATORS])).page
    reviewer.goto(review_address(present_step(page)))
    reviewer.get_by_role("link", name="Ask for an opinion by email link").click()
    reviewer.get_by_label("The Deputy Chief Constable: approve the step").check()
    assert faults_found_by_axe(reviewer) == []
    reviewer.get_by_role("button", name="Send the link").click()
    expect(reviewer.locator(".messages .success")).to_contain_text(
        "was sent to deputy@example.org"
    )

    officer = new_page(width=320, height=640)
    officer.goto(re.search(r"/opinions/\S+", mail.outbox[-1].body)[0])
    assert faults_found_by_axe(officer) == []
    officer.get_by_role("button", name="Send me a code").click()
    field = officer.get_by_label("Code from our email")
    expect(field).to_be_visible()  # the code was sent by then
    field.fill(re.search(r"\d{6}", mail.outbox[-1].subject)[0])
    officer.get_by_role("button", name="Read the draft").click()
    assert officer.evaluate("document.documentElement.scrollWidth") == 320
    officer.get_by_label("I approve it").check()
    officer.get_by_role("button", name="Send reply").click()
    expect(officer.get_by_role("alert")).to_contain_text(
        "Tick each of these to approve"
    )
    expect(officer.get_by_label("I approve it")).to_be_checked()
    assert faults_found_by_axe(officer) == []
    officer.get_by_role("checkbox", name=warning.text).check()
    officer.get_by_role("button", name="Send reply").click()
    expect(officer.get_by_role("status")).to_contain_text("approved by link")
    page.refresh_from_db()
    assert "By telephone" in str(page.body)

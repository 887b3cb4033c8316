"""Somebody at a shared computer signs out, and whoever comes next sees nothing of their work."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from pages.moderation.approval.roles import EDITORS
from tests.factories import StandardPageFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_signs_out_and_back_shows_no_draft(colleague, home):
    jo = UserFactory(roles=[EDITORS], username="jo")
    page = StandardPageFactory(parent=home, title="Peregrine")
    page.save_revision(user=jo)
    editor = colleague(jo)
    editor.edit(page.pk)
    expect(editor.page.locator("[name='title']")).to_have_value("Peregrine")

    # Opening the address, as a link on another site could, signs nobody out.
    editor.page.goto("/admin/logout/")
    expect(editor.page).to_have_url(re.compile("/admin/$"))
    editor.edit(page.pk)
    editor.page.locator(".sidebar-footer").get_by_role("button").first.click()
    editor.page.get_by_role("button", name=re.compile("Sign out")).click()

    expect(editor.page).to_have_url(re.compile("/admin/login/"))
    assert not Session.objects.exists()
    # The sign-in form sets this cookie.
    assert {cookie["name"] for cookie in editor.page.context.cookies()} <= {"csrftoken"}
    editor.page.go_back()
    expect(editor.page).to_have_url(re.compile("/admin/login/"))
    expect(editor.page.get_by_text("Peregrine")).to_have_count(0)

"""Somebody else asks to change an address, and its owner refuses it."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from playwright.sync_api import expect

from pages.moderation.approval.roles import MODERATORS, SITE_ADMINISTRATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_whose_address_somebody_else_would_change_refuses_it_by_a_link(
    home, colleague, new_page, live_server, settings
):
    mo = UserFactory(
        username="mo",
        email="mo@example.org",
        first_name="Mo",
        last_name="Ode",
        roles=[MODERATORS],
    )
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    screen = colleague(SITE_ADMINISTRATORS).page
    screen.goto(f"/admin/users/edit/{mo.pk}/")
    screen.get_by_label("Email").fill("somebody@elsewhere.org")
    screen.get_by_role("button", name="Save").click()
    expect(screen.locator(".messages")).to_contain_text(
        "Awaiting confirmation by a second person"
    )
    (told,) = [each for each in mail.outbox if each.to == ["mo@example.org"]]
    link = re.search(r"https?://[^/]+(/\S+)", told.body)[1]

    page = new_page(width=320)
    page.goto(link)
    expect(page.get_by_text("A second person must confirm this.")).to_be_visible()
    assert faults_found_by_axe(page) == [] and fits(page)
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("heading", name="Request rejected")).to_be_visible()
    assert faults_found_by_axe(page) == [] and fits(page)
    assert User.objects.get(pk=mo.pk).email == "mo@example.org"
    assert page.goto(link).status == 410

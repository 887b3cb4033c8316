"""Somebody else asks to change an address, and its owner refuses it; a moderator takes down a file."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from playwright.sync_api import expect
from wagtail.documents import get_document_model

from pages.moderation.approval.roles import MODERATORS, SITE_ADMINISTRATORS
from tests.browser.accessible import faults_found_by_axe
from tests.effort import by_effort
from tests.factories import DocumentFactory, StandardPageFactory, UserFactory
from tests.factories.published import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", by_effort([320], [320, 1280]))
def test_whose_address_somebody_else_would_change_refuses_it_by_a_link(
    home, colleague, new_page, live_server, settings, width
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

    page = new_page(width=width)
    page.goto(link)
    expect(page.get_by_text("A second person must confirm this.")).to_be_visible()
    assert faults_found_by_axe(page) == [] and fits(page)
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("heading", name="Request rejected")).to_be_visible()
    assert faults_found_by_axe(page) == [] and fits(page)
    assert User.objects.get(pk=mo.pk).email == "mo@example.org"
    assert page.goto(link).status == 410


@pytest.mark.parametrize("width", by_effort([320], [320, 1280]))
def test_a_moderator_takes_down_a_file_from_the_page_that_shows_it(
    home, colleague, width
):
    document = DocumentFactory(title="Letter of May")
    link = f'<p><a linktype="document" id="{document.pk}">The letter</a></p>'
    page = publish(
        StandardPageFactory(parent=home, title="Letters", body=[("text", link)])
    )
    screen = colleague(MODERATORS, width=width).page
    assert screen.request.get(document.url).status == 200

    screen.goto(f"/admin/moderation/take-down/content.standardpage/{page.pk}/")
    screen.get_by_role("link", name=document.title).click()
    screen.get_by_role("button", name="Delete file now").click()
    expect(screen.get_by_text("Choose a reason.")).to_be_visible()
    screen.get_by_label("it contained personal data").check()
    screen.get_by_label("What happened").fill("A name")
    assert faults_found_by_axe(screen) == [] and fits(screen)
    screen.get_by_role("button", name="Delete file now").click()

    expect(screen.get_by_text(f"Taken down: {document.title}.")).to_be_visible()
    assert not get_document_model().objects.exists()
    assert screen.request.get(document.url).status == 404
    assert screen.goto(page.url).status == 200
    expect(screen.get_by_text("The letter")).to_be_visible()

"""The screens of moderation in a real browser."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from pages.moderation.gate.roles import APPROVING_OFFICERS, EDITORS, MODERATORS, SITE_ADMINISTRATORS
from pages.moderation.models import Hold, PendingChange, PublishedVersion
from tests.browser.accessible import faults_at, faults_of
from tests.factories import NoticeFactory, StandardPageFactory, UserFactory
from tests.factories.published import clear, publish
from tests.submissions import submit

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def officer(live_server, page):
    return UserFactory(roles=[APPROVING_OFFICERS], first_name="Olive", last_name="Officer")


@pytest.fixture
def screens(page, officer):
    """One of each screen, with something on it."""
    page = publish(page)
    hold = Hold.objects.create(kind="sensitivity", reason="An election.")
    in_review = submit(StandardPageFactory(parent=page.get_parent()), UserFactory(roles=[EDITORS]))
    page.title = "Held"
    waiting = clear(page)
    page.revisions.filter(pk=waiting.pk).update(approved_go_live_at=timezone.now())
    urgent = PublishedVersion.objects.for_object(page).first()
    urgent.awaited_roles = [APPROVING_OFFICERS]
    urgent.save()
    PendingChange.objects.create(
        kind="role",
        person=UserFactory(roles=[EDITORS]),
        detail=MODERATORS,
        asked_by=UserFactory(roles=[SITE_ADMINISTRATORS]),
    )
    return [
        reverse("wagtailadmin_home"),
        reverse("moderation:review", args=[in_review.current_task_state.pk]),
        reverse("moderation:second_person"),
        reverse("moderation:take_down", args=["wagtailcore.page", page.pk]),
        reverse("moderation:redact", args=["wagtailcore.page", page.pk]),
        reverse("moderation:second_review", args=[urgent.pk]),
        reverse("moderation:override", args=[waiting.pk]),
        reverse("moderation:log"),
        reverse("holds:index"),
        reverse("holds:add"),
        reverse("holds:edit", args=[hold.pk]),
        reverse("wagtailsnippets_content_notice:list"),
    ]


CUT_OFF = """
    [...document.querySelectorAll("main :is(table, select, input, textarea, button, .button)")]
        .filter(each => each.getBoundingClientRect().width > 1 && !each.closest("header, .form-side"))
        .filter(each => each.getBoundingClientRect().right > innerWidth)
        .map(each => each.outerHTML.slice(0, 80))
"""
"""What reaches beyond the edge of the screen, also where Wagtail hides that there is more."""


def test_nothing_on_a_screen_is_cut_off_on_a_telephone(screens, colleague, officer):
    NoticeFactory(text="Our telephones are down until further notice.")
    browser = colleague(officer, width=320).page
    found = {}
    for address in screens:
        browser.goto(address)
        found[address] = browser.evaluate(CUT_OFF)

    assert {address: cut for address, cut in found.items() if cut} == {}


def test_every_screen_passes_axe_and_fits_the_width(screens, colleague, officer):
    browser = colleague(officer).page

    assert faults_at(browser, screens) == ""


def test_urgent_publication_and_second_review(page, new_page, colleague, officer):
    editor = colleague(EDITORS)
    editor.edit(page.pk)
    editor.open_tab("What it asks")
    editor.page.locator("[name='title']").fill("Made public in a hurry")
    editor.submit()
    expect(editor.page.get_by_text("Who can approve")).to_be_visible()

    moderator = colleague(MODERATORS)
    moderator.edit(page.pk)
    moderator.page.locator("footer").get_by_role("link", name="Review").click()
    moderator.decide("Publish urgently", comment="The report is out in an hour.")
    reader = new_page()
    reader.goto(page.url)
    expect(reader.get_by_role("main")).to_contain_text("Made public in a hurry")

    approver = colleague(officer).page
    approver.goto(reverse("wagtailadmin_home"))
    approver.get_by_role("link", name=re.compile("^Review .*Made public in a hurry")).click()
    expect(approver.locator(".review__changes")).to_contain_text("Made public in a hurry")
    assert faults_of(approver) == []
    approver.get_by_role("button", name="I have reviewed it").click()
    expect(approver.locator(".messages .success")).to_contain_text("Reviewed")


def test_taking_down_a_page_from_its_editor(page, new_page, colleague):
    moderator = colleague(MODERATORS)
    moderator.edit(page.pk)
    header = moderator.page.locator("header")
    header.get_by_role("button", name="Actions").click()
    header.get_by_role("link", name="Take down").click()

    moderator.page.get_by_role("button", name="Take down now").click()
    expect(moderator.page.get_by_text("Say what happened.")).to_be_visible()
    moderator.page.get_by_label("it contained an error").check()
    moderator.page.get_by_label("What happened").fill("A figure was wrong.")
    moderator.page.get_by_role("button", name="Take down now").click()

    expect(moderator.page.locator(".messages .success")).to_contain_text("Taken down")
    reader = new_page()
    assert reader.goto(page.url).status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text("This page was taken down")

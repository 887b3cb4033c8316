"""The screens of moderation in a real browser."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import PendingChange, PublishingPause
from tests.browser.accessible import faults_at
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
    return UserFactory(
        roles=[APPROVING_OFFICERS], first_name="Olive", last_name="Officer"
    )


@pytest.fixture
def screens(page, officer):
    """One of each screen, with something on it."""
    page = publish(page)
    until = timezone.now() + datetime.timedelta(days=1)
    PublishingPause.objects.create(reason="An election.", until=until)
    in_review = submit(
        StandardPageFactory(parent=page.get_parent()), UserFactory(roles=[EDITORS])
    )
    page.title = "Paused"
    waiting = clear(page)
    page.revisions.filter(pk=waiting.pk).update(approved_go_live_at=timezone.now())
    PendingChange.objects.create(
        kind="role",
        person=UserFactory(roles=[EDITORS]),
        data={"role": MODERATORS, "give": True},
        asked_by=UserFactory(roles=[SITE_ADMINISTRATORS]),
    )
    return [
        reverse("wagtailadmin_home"),
        reverse("moderation:review", args=[in_review.current_task_state.pk]),
        reverse("moderation:second_person"),
        reverse("moderation:take_down", args=["wagtailcore.page", page.pk]),
        reverse("moderation:redact", args=["wagtailcore.page", page.pk]),
        reverse("decision_log"),
        reverse("moderation:publishing_pause"),
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

"""What a hold covers: everything, or its page and the pages below."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page

from pages.moderation import scheduled_work
from pages.moderation.gate.hold import HeldError
from pages.moderation.models import Decision, Hold
from tests.factories import NoticeFactory, OrganisationFactory, StandardPageFactory
from tests.factories.published import clear

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def hold(home):
    def begin(**fields):
        return Hold.objects.create(kind="other", reason="A trial.", **fields)

    return begin


def is_held(obj, **change):
    for name, value in change.items():
        setattr(obj, name, value)
    try:
        clear(obj).publish()
    except HeldError:
        return True
    return False


@pytest.mark.parametrize("scope", ["no page", "the home page"])
def test_a_hold_without_a_page_or_of_the_home_page_covers_everything(hold, home, scope):
    hold(section=None if scope == "no page" else home.page_ptr)

    assert is_held(StandardPageFactory(parent=home, title="As published"), title="Changed")
    assert is_held(NoticeFactory(text="As published"), text="Changed")
    assert is_held(OrganisationFactory(name="As published"), name="Changed")
    assert is_held(NoticeFactory(section=Page.objects.get(depth=1), text="As published"), text="Changed")


def test_a_hold_of_a_page_covers_it_what_is_below_and_the_notices_of_both(hold, home):
    held, other = (StandardPageFactory(parent=home, title=title) for title in ("Held", "Other"))
    below = StandardPageFactory(parent=held)
    hold(section=held.page_ptr)

    for place in (held, below):
        assert is_held(NoticeFactory(section=place.page_ptr, text="As published"), text="Changed")
        assert is_held(place, title="Changed")
    assert is_held(NoticeFactory(text="On every page"), section=held.page_ptr)  # the place in its draft
    assert not is_held(NoticeFactory(section=other.page_ptr, text="As published"), text="Changed")
    assert not is_held(NoticeFactory(text="As published"), text="Changed")


def test_editors_get_one_email_for_each_hold_of_a_scheduled_page(
    page, hold, editor, time_machine, django_capture_on_commit_callbacks
):
    def run():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            scheduled_work.publish_due()
        return [message.to for message in mail.outbox]

    page.title, page.go_live_at = "Later", timezone.now() + HOUR
    clear(page, user=editor).publish()
    first = hold(until=timezone.now() + 3 * HOUR)
    time_machine.move_to(timezone.now() + 2 * HOUR)

    assert run() == [[editor.email]]
    assert run() == []

    time_machine.move_to(timezone.now() + 2 * HOUR)
    second = hold()
    assert run() == [[editor.email]]
    assert run() == []

    entries = Decision.objects.filter(action="waiting").order_by("pk")
    assert [entry.data["hold"] for entry in entries] == [first.pk, second.pk]

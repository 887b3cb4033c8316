"""A hold covers what stands below its page or its site's first page, and says so to the editors."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from pages.moderation import scheduling
from pages.moderation.models import Decision, Hold
from pages.moderation.publishing import HeldError
from tests.factories import NoticeFactory, OrganisationFactory, StandardPageFactory, UserFactory
from tests.factories.published import clear

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def site(home):
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def hold(site):
    def begin(**fields):
        return Hold.objects.create(site=site, kind="other", reason="A trial.", **fields)

    return begin


@pytest.fixture
def part(home):
    """A part of the site, with a site of its own put over it."""
    page = StandardPageFactory(parent=home, title="As published")
    Site.objects.create(hostname="a.example", root_page=page)
    return page


def is_held(obj, **change):
    for name, value in change.items():
        setattr(obj, name, value)
    try:
        clear(obj).publish()
    except HeldError:
        return True
    return False


def test_a_site_put_over_a_part_of_another_does_not_escape_its_hold(hold, part):
    hold()

    assert is_held(part, title="Changed")


def test_neither_do_the_notices_of_that_site(hold, part):
    hold()

    assert is_held(NoticeFactory(site=part.get_site(), text="As published"), text="Changed")


def test_a_hold_of_the_part_leaves_the_rest_alone(home, part):
    Hold.objects.create(site=part.get_site(), kind="other", reason="A trial.")

    assert is_held(part, title="Changed")
    assert not is_held(StandardPageFactory(parent=home, title="The rest"), title="Changed")


@pytest.mark.parametrize("depth", ["the page", "below it"])
def test_a_hold_of_a_page_keeps_the_notices_on_it(hold, home, depth):
    held = StandardPageFactory(parent=home)
    place = held if depth == "the page" else StandardPageFactory(parent=held)
    hold(section=held.page_ptr)

    assert is_held(NoticeFactory(section=place.page_ptr, text="As published"), text="Changed")


def test_a_notice_is_held_where_its_draft_puts_it(hold, home):
    held = StandardPageFactory(parent=home)
    hold(section=held.page_ptr)

    assert is_held(NoticeFactory(text="On every page"), section=held.page_ptr)


def test_a_notice_elsewhere_is_not_held(hold, home):
    held, other = (StandardPageFactory(parent=home, title=title) for title in ("Held", "Other"))
    hold(section=held.page_ptr)

    assert not is_held(NoticeFactory(section=other.page_ptr, text="As published"), text="Changed")
    assert not is_held(NoticeFactory(text="As published"), text="Changed")


def test_what_all_forces_share_is_held_with_any_of_them(hold, part):
    hold()

    assert is_held(OrganisationFactory(site=None, name="As published"), name="Changed")


class TestTheSiteOfAHold:
    @pytest.fixture
    def delete(self, client, site):
        client.force_login(UserFactory(is_superuser=True))
        return lambda: client.post(reverse("wagtailsites:delete", args=[site.pk]))

    def test_it_is_not_deleted_while_the_hold_goes_on(self, client, site, hold, delete):
        hold()

        answer = delete()

        assert Site.objects.filter(pk=site.pk).exists()
        assert (
            "Ask an approving officer to end its holds first"
            in client.get(answer["Location"]).content.decode()
        )

    def test_it_is_not_put_elsewhere_either(self, client, site, hold, delete):
        hold(begins=timezone.now() + HOUR)
        root = site.root_page_id
        form = {
            "hostname": site.hostname,
            "port": site.port,
            "is_default_site": "on",
            "site_name": "New name",
        }
        address = reverse("wagtailsites:edit", args=[site.pk])

        client.post(address, {**form, "root_page": Page.get_first_root_node().pk})
        site.refresh_from_db()
        assert site.root_page_id == root

        client.post(address, {**form, "root_page": root})
        site.refresh_from_db()
        assert site.site_name == "New name"

    def test_a_hold_of_a_page_keeps_it_in_its_place_no_more_than_the_page(self, site, hold, part):
        hold(section=part.page_ptr)

        site.root_page = Page.get_first_root_node()
        site.save()

        assert is_held(part, title="Changed")

    def test_it_is_deleted_when_the_hold_is_over(self, site, hold, delete):
        hold(begins=timezone.now() - 2 * HOUR, until=timezone.now() - HOUR)

        delete()

        assert not Site.objects.filter(pk=site.pk).exists()


def test_editors_are_told_once_of_each_hold_that_their_scheduled_page_meets(
    page, hold, editor, time_machine, django_capture_on_commit_callbacks
):
    def run():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            scheduling.publish_due()
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

    lines = Decision.objects.filter(action="waiting").order_by("pk")
    assert [line.data["hold"] for line in lines] == [first.pk, second.pk]

"""Approved revisions wait for a hold, and an officer can override it."""

import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from pages.moderation.gate.guards import PublicationRefusedError
from pages.moderation.gate.hold import HeldError
from pages.moderation.gate.roles import EDITORS, MODERATORS
from pages.moderation.models import Decision, Hold
from pages.moderation.scheduled_work import publish_due
from tests.factories import NoticeFactory, OrganisationFactory, StandardPageFactory, UserFactory
from tests.factories.published import clear
from tests.submissions import present_step, review_address

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def hold(home):
    def begin(**fields):
        fields = {"kind": "sensitivity", "reason": "The election of the commissioner.", **fields}
        return Hold.objects.create(**fields)

    return begin


@pytest.fixture
def approved(page, submit, approve, editor, moderator, officer, committed):
    """Submit a change and approve both steps."""

    def through():
        submit(editor)
        approve(moderator)
        with committed():
            return approve(officer)

    return through


def title_now(page):
    page.refresh_from_db()
    return page.title


def test_authors_are_told_about_the_hold(page, hold, approved, editor, client):
    hold(until=timezone.now() + HOUR)

    approved()

    assert title_now(page) == "As published"
    emails = [message for message in mail.outbox if "waiting" in message.subject]
    assert [message.to for message in emails] == [[editor.email]]
    assert "The election of the commissioner." in emails[0].body
    client.force_login(editor)
    for screen in ["/admin/", f"/admin/pages/{page.pk}/edit/"]:
        assert "Approved, and waiting for a hold" in client.get(screen).content.decode()


def shown(client, address) -> str:
    """Return what a screen says, in lower case."""
    return " ".join(BeautifulSoup(client.get(address).content, "html.parser").get_text().split()).lower()


def check_that_it_is_held_and_nothing_else(client, page):
    """Look at every screen that names the status of ``page``."""
    explorer = shown(client, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    dashboard = shown(client, reverse("wagtailadmin_home"))
    editor = shown(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "approved, and waiting for a hold to end" in explorer
    assert type(page).objects.get(pk=page.pk).status_string == "live + held"  # in the lists of other pages
    assert "waiting for a hold to end" in dashboard
    assert editor.count("waiting for a hold to end") == 1
    assert "on hold" in editor
    for screen in (explorer, dashboard, editor):
        assert "live + scheduled" not in screen
        assert "scheduled to go live" not in screen
        assert "locked by schedule" not in screen


def test_what_was_scheduled_is_only_called_held_once_a_hold_delays_it(
    client, page, hold, time_machine, moderator
):
    page.title, page.go_live_at = "Changed", timezone.now() + HOUR
    clear(page).publish()
    client.force_login(moderator)
    assert type(page).objects.get(pk=page.pk).status_string == "live + scheduled"
    hold()
    for screen in (reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:edit", args=[page.pk])):
        assert "approved, and waiting for a hold to end: " in shown(client, screen)

    time_machine.move_to(timezone.now() + 2 * HOUR)

    client.force_login(moderator)
    check_that_it_is_held_and_nothing_else(client, page)


def test_what_becomes_due_while_it_is_approved_does_not_get_past_a_hold(page, hold, monkeypatch):
    hold()
    page.title, page.go_live_at = "Changed", timezone.now() + HOUR
    revision = clear(page)
    # Wagtail looks at the clock once more.
    later = SimpleNamespace(now=lambda: timezone.now() + 2 * HOUR)
    monkeypatch.setattr("wagtail.actions.publish_revision.timezone", later)

    with pytest.raises(PublicationRefusedError, match="at this very moment"):
        revision.publish()
    assert title_now(page) == "As published"


def test_what_should_have_gone_away_during_a_hold_is_not_published_after_it(page, hold, time_machine):
    now = timezone.now()
    hold(until=now + 3 * HOUR)
    page.title, page.go_live_at, page.expire_at = "Changed", now + HOUR, now + 2 * HOUR
    clear(page).publish()
    time_machine.move_to(now + 4 * HOUR)

    publish_due()

    assert title_now(page) == "As published"
    assert "was to go away by itself" in Decision.objects.get(action="unscheduled").reason


def test_the_review_screen_says_that_a_hold_will_delay_it(
    client, page, hold, submit, approve, editor, moderator, officer
):
    hold(until=timezone.now() + HOUR)
    submit(editor)
    approve(moderator)
    client.force_login(officer)
    screen = shown(client, review_address(present_step(page)))
    assert "goes live when this hold ends: period of heightened sensitivity, until" in screen
    assert "approve, to be published after the hold" in screen

    answer = approve(officer)

    said = shown(client, answer["Location"])
    assert "it will be published when this hold ends: period of heightened sensitivity" in said
    check_that_it_is_held_and_nothing_else(client, page)


def test_an_officer_alone_can_override_a_hold_with_a_reason(client, page, hold, approved, officer):
    hold()
    approved()
    address = reverse("moderation:override", args=[page.get_latest_revision().pk])

    for role in [EDITORS, MODERATORS]:
        client.force_login(UserFactory(roles=[role]))
        client.post(address, {"reason": "Please."})
        assert title_now(page) == "As published", role
    client.force_login(officer)
    screen = client.get(address).content.decode()
    assert "waits for a hold: Period of heightened sensitivity, until further notice." in screen
    assert "The election of the commissioner." in screen
    assert f'href="{address}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert title_now(page) == "As published"
    client.post(address, {"reason": "It is routine business."})

    assert title_now(page) == "Changed"
    assert Decision.objects.get(action="overridden").reason == "It is routine business."


class TestHoldScreens:
    @pytest.fixture
    def form(self, home):
        return {
            "site": Site.objects.get().pk,
            "section": "",
            "kind": "litigation",
            "reason": "A trial.",
            "begins": "2026-11-24 12:00",
            "until": "",
        }

    @pytest.fixture
    def begun(self, client, form, moderator):
        client.force_login(moderator)
        client.post(reverse("holds:add"), form)
        return reverse("holds:edit", args=[Hold.objects.get().pk])

    def test_a_moderator_can_begin_a_hold_and_an_officer_can_end_it(
        self, client, form, begun, moderator, officer
    ):
        client.force_login(officer)

        client.post(begun, {**form, "until": "2026-11-25 12:00"})

        assert Hold.objects.get().until
        actors = Decision.objects.filter(action="held").order_by("pk").values_list("actor_id", flat=True)
        assert list(actors) == [moderator.pk, officer.pk]

    def test_a_moderator_can_make_a_hold_longer_but_neither_end_nor_move_it(self, client, form, begun, home):
        page = StandardPageFactory(parent=home)

        refused = client.post(begun, {**form, "until": "2026-11-25 12:00"})
        client.post(begun, {**form, "section": page.pk, "begins": "2036-11-25 12:00"})

        assert "Only an approving officer can end a hold sooner" in refused.content.decode()
        hold = Hold.objects.get()
        assert (hold.until, hold.section, hold.begins.year) == (None, None, 2026)
        Hold.objects.update(until=timezone.now() + HOUR)
        client.post(begun, {**form, "until": "2036-11-25 12:00"})
        assert Hold.objects.get().until.year == 2036


def test_an_override_is_possible_only_once_the_revision_is_due(client, page, hold, officer, time_machine):
    page.title, page.go_live_at = "Changed", timezone.now() + 2 * HOUR
    revision = clear(page)
    revision.publish()
    hold(until=timezone.now() + HOUR)
    address = reverse("moderation:override", args=[revision.pk])
    client.force_login(officer)
    assert client.post(address, {"reason": "Please."}).status_code == 404

    time_machine.move_to(timezone.now() + 3 * HOUR)
    client.force_login(officer)
    hold(reason="Another election.")
    publish_due()
    assert title_now(page) == "As published"
    client.post(address, {"reason": "It is routine business."})
    assert title_now(page) == "Changed"


def test_holds_cannot_be_deleted(client, hold, admin_user):
    found = hold()
    client.force_login(admin_user)

    client.post(f"/admin/moderation/holds/delete/{found.pk}/")

    assert Hold.objects.exists()


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


def test_a_hold_at_another_time_covers_nothing(hold, home):
    hold(begins=timezone.now() - 2 * HOUR, until=timezone.now() - HOUR)
    hold(begins=timezone.now() + HOUR)

    assert not is_held(StandardPageFactory(parent=home, title="As published"), title="Changed")


def test_editors_get_one_email_for_each_hold_of_a_scheduled_page(page, hold, editor, time_machine, committed):
    def run():
        mail.outbox.clear()
        with committed():
            publish_due()
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

"""During a publishing pause nothing is published but what an approving officer publishes with a reason."""

import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.publishing_pause import PublishingPausedError, end_pause
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
    display_name,
)
from pages.moderation.models import AuditLogEntry, PublishedVersion, PublishingPause
from pages.moderation.scheduled_work import publish_due
from tests.factories import (
    NoticeFactory,
    OrganisationFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.factories.published import clear
from tests.submissions import present_step, review_address

HOUR = datetime.timedelta(hours=1)
REASON = "The election of the commissioner."
PAUSED = "Paused: will be published when the publishing pause ends"
SCREEN = "/admin/moderation/publishing-pause/"


@pytest.fixture
def pause(home):
    def start(**fields):
        return PublishingPause.objects.create(**{"reason": REASON, **fields})

    return start


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


def shown(client, address) -> str:
    """Return the text of a screen."""
    return " ".join(
        BeautifulSoup(client.get(address).content, "html.parser").get_text().split()
    )


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_what_is_approved_in_a_pause_is_published_after_it_and_its_authors_are_told(
    client, page, pause, approved, editor
):
    pause()

    approved()

    assert title_now(page) == "As published"
    emails = [
        message for message in mail.outbox if message.subject.startswith("Paused: ")
    ]
    assert [message.to for message in emails] == [[editor.email]]
    assert "Publishing is paused until further notice.\n" + REASON in emails[0].body
    publish_due()
    assert title_now(page) == "As published"
    assert AuditLogEntry.objects.filter(action="waiting").count() == 1
    end_pause()
    publish_due()
    assert title_now(page) == "Changed"


def test_every_screen_says_that_it_is_paused_and_none_that_it_is_scheduled(
    client, page, pause, approved, editor
):
    pause()
    approved()

    client.force_login(editor)

    explorer = shown(
        client, reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    )
    dashboard = shown(client, reverse("wagtailadmin_home"))
    form = shown(client, edit_address(page))
    # Lists of other pages show it.
    assert type(page).objects.get(pk=page.pk).status_string == "live + paused"
    for screen in (explorer, dashboard, form):
        assert PAUSED in screen
        for words in ("live + scheduled", "scheduled to go live", "locked by schedule"):
            assert words not in screen.lower()


def test_everybody_who_works_on_the_site_sees_the_pause_and_its_reason(
    client, page, pause
):
    pause(until=timezone.make_aware(datetime.datetime(2036, 7, 1, 17, 0)))
    expected = "Publishing is paused until 1 July 2036 at 17:00"

    for role in (
        EDITORS,
        MODERATORS,
        APPROVING_OFFICERS,
        FEEDBACK_TEAM,
        SITE_ADMINISTRATORS,
    ):
        client.force_login(UserFactory(roles=[role]))
        dashboard = shown(client, reverse("wagtailadmin_home"))
        assert expected in dashboard and REASON in dashboard, role
        assert ("View the publishing pause" in dashboard) == (
            role not in (EDITORS, FEEDBACK_TEAM)
        ), role
        if role != FEEDBACK_TEAM:
            form = shown(client, edit_address(page))
            assert (
                f"{expected}. You can save and submit drafts." in form
                and f"Reason: {REASON}" in form
            ), role

    end_pause()
    assert REASON not in shown(client, reverse("wagtailadmin_home"))
    assert REASON not in shown(client, edit_address(page))


def test_scheduled_publications_that_fall_into_a_pause_are_published_after_it_in_order(
    client, home, pause, time_machine, moderator
):
    pages = [
        StandardPageFactory(parent=home, title=title) for title in ("Second", "First")
    ]
    for page, hours in zip(pages, (3, 2), strict=True):
        page.title, page.go_live_at = (
            f"{page.title}, changed",
            timezone.now() + hours * HOUR,
        )
        clear(page).publish()
    pause(until=timezone.now() + 4 * HOUR)
    client.force_login(moderator)
    assert (
        "scheduled content is published when the pause ends, in the order it was due"
        in shown(client, SCREEN)
    )

    time_machine.move_to(timezone.now() + 3.5 * HOUR)
    publish_due()
    assert not PublishedVersion.objects.exists()
    client.force_login(moderator)
    assert "2 paused so far" in shown(client, SCREEN)
    time_machine.move_to(timezone.now() + 1 * HOUR)
    publish_due()

    published = PublishedVersion.objects.order_by("pk").values_list("title", flat=True)
    assert list(published) == ["First, changed", "Second, changed"]


def test_what_is_scheduled_for_after_a_pause_is_only_called_scheduled(
    client, page, pause, moderator
):
    page.title, page.go_live_at = "Changed", timezone.now() + 2 * HOUR
    clear(page).publish()
    pause(until=timezone.now() + HOUR)
    client.force_login(moderator)

    assert type(page).objects.get(pk=page.pk).status_string == "live + scheduled"
    assert PAUSED not in shown(client, reverse("wagtailadmin_home"))


def test_what_becomes_due_while_it_is_approved_does_not_get_past_a_pause(
    page, pause, monkeypatch
):
    pause()
    page.title, page.go_live_at = "Changed", timezone.now() + HOUR
    revision = clear(page)
    # Wagtail looks at the clock once more.
    later = SimpleNamespace(now=lambda: timezone.now() + 2 * HOUR)
    monkeypatch.setattr("wagtail.actions.publish_revision.timezone", later)

    with pytest.raises(PublicationRefusedError, match="being published right now"):
        revision.publish()
    assert title_now(page) == "As published"


def test_what_should_have_gone_away_during_a_pause_is_not_published_after_it(
    page, pause, time_machine
):
    now = timezone.now()
    pause(until=now + 3 * HOUR)
    page.title, page.go_live_at, page.expire_at = "Changed", now + HOUR, now + 2 * HOUR
    clear(page).publish()
    time_machine.move_to(now + 4 * HOUR)

    publish_due()

    assert title_now(page) == "As published"
    assert "was due to expire" in AuditLogEntry.objects.get(action="unscheduled").reason


def test_a_pause_covers_pages_and_snippets_until_its_end(pause, home, time_machine):
    def publishes(obj, **change):
        for name, value in change.items():
            setattr(obj, name, value)
        try:
            clear(obj).publish()
        except PublishingPausedError:
            return False
        return True

    def published():
        return [
            publishes(StandardPageFactory(parent=home), title="Changed"),
            publishes(NoticeFactory(), text="Changed"),
            publishes(OrganisationFactory(), name="Changed"),
        ]

    pause(until=timezone.now() + HOUR)
    assert published() == [False, False, False]
    time_machine.move_to(timezone.now() + HOUR)
    assert published() == [True, True, True]


class TestReview:
    def test_the_screen_says_before_and_after_the_approval_that_a_pause_delays_it(
        self, client, page, pause, submit, approve, editor, moderator, officer
    ):
        pause()
        submit(editor)
        approve(moderator)
        client.force_login(officer)
        screen = shown(client, review_address(present_step(page)))
        assert (
            "When the publishing pause ends. Publishing is paused until further notice."
            in screen
        )
        assert "Approve, to be published after the pause" in screen

        answer = approve(officer)

        address = reverse(
            "moderation:publish_during_pause", args=[page.get_latest_revision().pk]
        )
        screen = client.get(answer["Location"]).content.decode()
        assert f"{PAUSED}." in screen
        assert f'href="{address}"' in screen


class TestPublishingDuringIt:
    def test_only_an_officer_can_and_must_give_a_reason(
        self, client, page, pause, approved, officer
    ):
        pause()
        approved()
        address = reverse(
            "moderation:publish_during_pause", args=[page.get_latest_revision().pk]
        )

        for role in (EDITORS, MODERATORS, SITE_ADMINISTRATORS):
            client.force_login(UserFactory(roles=[role]))
            client.post(address, {"reason": "Please."})
            assert title_now(page) == "As published", role
        client.force_login(officer)
        assert (
            f'href="{address}"'
            in client.get(reverse("wagtailadmin_home")).content.decode()
        )
        assert f"Publishing is paused until further notice. Reason: {REASON}" in shown(
            client, address
        )
        assert (
            "Enter a reason." in client.post(address, {"reason": ""}).content.decode()
        )
        assert title_now(page) == "As published"
        client.post(address, {"reason": "It is routine business."})

        assert title_now(page) == "Changed"
        logged = AuditLogEntry.objects.get(action="overridden")
        assert (logged.actor_id, logged.reason) == (
            officer.pk,
            "It is routine business.",
        )

    def test_what_is_scheduled_for_later_is_not_published_before_its_time(
        self, client, page, pause, officer, time_machine
    ):
        page.title, page.go_live_at = "Changed", timezone.now() + HOUR
        revision = clear(page)
        revision.publish()
        pause()
        address = reverse("moderation:publish_during_pause", args=[revision.pk])
        client.force_login(officer)
        assert client.post(address, {"reason": "Please."}).status_code == 404

        time_machine.move_to(timezone.now() + 2 * HOUR)
        client.force_login(officer)
        client.post(address, {"reason": "It is routine business."})
        assert title_now(page) == "Changed"

    def test_the_reason_for_one_draft_lets_no_later_draft_out(
        self, client, page, pause, approved, officer
    ):
        pause()
        approved()
        client.force_login(officer)
        address = reverse(
            "moderation:publish_during_pause", args=[page.get_latest_revision().pk]
        )
        client.post(address, {"reason": "It is routine business."})
        page.refresh_from_db()
        page.title = "Changed again"

        with pytest.raises(PublishingPausedError):
            clear(page).publish()


class TestScreen:
    @pytest.mark.parametrize(
        "role", [MODERATORS, APPROVING_OFFICERS, SITE_ADMINISTRATORS]
    )
    def test_who_can_start_one(self, client, home, role):
        person = UserFactory(roles=[role])
        client.force_login(person)
        assert (
            "Enter a reason."
            in client.post(SCREEN, {"reason": "", "until": ""}).content.decode()
        )

        answer = client.post(
            SCREEN, {"reason": REASON, "until": "2036-07-01 17:00"}, follow=True
        )

        assert (
            "Publishing is paused until 1 July 2036 at 17:00."
            in answer.content.decode()
        )
        started = PublishingPause.objects.get().until
        assert started == datetime.datetime(2036, 7, 1, 16, 0, tzinfo=datetime.UTC), (
            "not British summer time"
        )
        logged = AuditLogEntry.objects.get(action="paused")
        assert logged.words == "Publishing pause started: until 1 July 2036 at 17:00"
        assert (logged.actor_id, logged.reason) == (person.pk, REASON)

    @pytest.mark.parametrize("role", [EDITORS, FEEDBACK_TEAM])
    def test_who_cannot(self, client, home, role):
        client.force_login(UserFactory(roles=[role]))

        client.post(SCREEN, {"reason": REASON, "until": ""})

        assert not PublishingPause.objects.exists()

    def test_only_an_officer_can_change_or_end_it(self, client, pause, officer):
        said = f"Only an approving officer can change or end a pause. Ask {display_name(officer)}."
        client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))
        assert said in client.get(SCREEN).content.decode(), (
            "said before somebody starts it"
        )
        found = pause()
        for role in (MODERATORS, SITE_ADMINISTRATORS):
            client.force_login(UserFactory(roles=[role]))
            for form in (
                {"reason": "Another.", "until": "2026-12-31 12:00"},
                {"end": "1"},
            ):
                answer = client.post(SCREEN, form, follow=True)
                assert said in answer.content.decode()
                assert not BeautifulSoup(answer.content, "html.parser").select(
                    "main form"
                ), role
        found.refresh_from_db()
        assert (found.reason, found.until) == (REASON, None)

        client.force_login(officer)
        client.post(SCREEN, {"reason": "Another.", "until": "2036-07-01 17:00"})
        found.refresh_from_db()
        assert (found.reason, found.until.year) == ("Another.", 2036)
        answer = client.post(SCREEN, {"end": "1"}, follow=True)

        assert "Publishing is not paused." in answer.content.decode()
        logged = [
            entry.words
            for entry in AuditLogEntry.objects.filter(action="paused").order_by("pk")
        ]
        assert logged == [
            "Publishing pause changed: until 1 July 2036 at 17:00",
            "Publishing pause ended",
        ]

    def test_an_end_in_the_past_is_refused_and_what_was_typed_is_kept(
        self, client, pause, officer
    ):
        pause()
        client.force_login(officer)

        answer = client.post(
            SCREEN, {"reason": "Another reason.", "until": "2020-01-01 12:00"}
        )

        said = answer.content.decode()
        assert "Enter a time in the future." in said
        assert "Another reason." in said
        assert "Publishing is paused until further notice" in said

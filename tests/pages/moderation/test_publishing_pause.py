"""During a publishing pause nothing is published; what was scheduled follows after it."""

import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
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
)
from pages.moderation.models import AuditLogEntry, PublishedVersion, PublishingPause
from pages.moderation.scheduled_work import publish_due
from pages.moderation.takedown import take_down
from tests.factories import (
    NoticeFactory,
    OrganisationFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.factories.published import clear
from tests.submissions import present_step, review_address

HOUR = datetime.timedelta(hours=1)
END = datetime.datetime(2036, 7, 1, 16, 0, tzinfo=datetime.UTC)
REASON = "The election of the commissioner."
SAID = "Publishing is paused until 1 July 2036 at 17:00"
SCREEN = "/admin/moderation/publishing-pause/"
FORM = {"reason": REASON, "until": "2036-07-01 17:00"}


@pytest.fixture
def pause(home):
    def start(until=END):
        return PublishingPause.objects.create(reason=REASON, until=until)

    return start


def title_now(page):
    page.refresh_from_db()
    return page.title


def shown(client, address) -> str:
    """Return the text of a screen."""
    return " ".join(
        BeautifulSoup(client.get(address).content, "html.parser").get_text().split()
    )


def test_the_last_approval_is_refused_with_the_reason_until_the_pause_ends(
    client, page, pause, submit, approve, editor, moderator, officer
):
    pause()
    submit(editor)
    approve(moderator)
    client.force_login(officer)
    assert f"{SAID}, so nothing can be published before then. Reason: {REASON}" in (
        shown(client, review_address(present_step(page)))
    )

    answer = approve(officer)

    assert title_now(page) == "As published"
    assert present_step(page).task.name == "Approving officer"
    assert f"{SAID}. Reason: {REASON}" in shown(client, answer["Location"])
    end_pause()
    approve(officer)
    assert title_now(page) == "Changed"


def test_everybody_who_works_on_the_site_sees_the_pause_and_its_reason(client, pause):
    pause()

    for role in (
        EDITORS,
        MODERATORS,
        APPROVING_OFFICERS,
        FEEDBACK_TEAM,
        SITE_ADMINISTRATORS,
    ):
        client.force_login(UserFactory(roles=[role]))
        dashboard = shown(client, reverse("wagtailadmin_home"))
        assert SAID in dashboard and REASON in dashboard, role
        assert ("View the publishing pause" in dashboard) == (
            role not in (EDITORS, FEEDBACK_TEAM)
        ), role

    end_pause()
    assert REASON not in shown(client, reverse("wagtailadmin_home"))


def test_scheduled_publications_that_fall_into_a_pause_are_published_after_it_in_order(
    home, pause, time_machine
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

    time_machine.move_to(timezone.now() + 3.5 * HOUR)
    publish_due()
    assert not PublishedVersion.objects.exists()
    time_machine.move_to(timezone.now() + 1 * HOUR)
    publish_due()

    published = PublishedVersion.objects.order_by("pk").values_list("title", flat=True)
    assert list(published) == ["First, changed", "Second, changed"]


def test_what_is_for_later_is_approved_during_a_pause(
    page, pause, submit, approve, editor, moderator, officer
):
    pause()
    later = timezone.localtime() + datetime.timedelta(days=2)
    submit(editor, go_live_at=f"{later:%Y-%m-%d %H:%M}")
    approve(moderator)

    approve(officer)

    assert title_now(page) == "As published"
    assert page.approved_schedule


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


def test_taking_down_is_never_paused(page, pause, moderator):
    pause()

    take_down(page, moderator, PublishedVersion.WithdrawalReason.ERROR, "Wrong.")

    page.refresh_from_db()
    assert not page.live


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


class TestScreen:
    @pytest.mark.parametrize(
        "role", [MODERATORS, APPROVING_OFFICERS, SITE_ADMINISTRATORS]
    )
    def test_who_can_start_one_with_a_reason_and_an_end(self, client, home, role):
        person = UserFactory(roles=[role])
        client.force_login(person)
        for form, missing in (
            ({**FORM, "reason": ""}, "Enter a reason."),
            ({**FORM, "until": ""}, "Enter when the pause ends."),
            ({**FORM, "until": "2020-01-01 12:00"}, "Enter a time in the future."),
        ):
            assert missing in client.post(SCREEN, form).content.decode()

        answer = client.post(SCREEN, FORM, follow=True)

        assert f"{SAID}." in answer.content.decode()
        assert PublishingPause.objects.get().until == END, "not British summer time"
        logged = AuditLogEntry.objects.get(action="paused")
        assert logged.words == SAID
        assert (logged.actor_id, logged.reason) == (person.pk, REASON)

    @pytest.mark.parametrize("role", [EDITORS, FEEDBACK_TEAM])
    def test_who_cannot(self, client, home, role):
        client.force_login(UserFactory(roles=[role]))

        client.post(SCREEN, FORM)

        assert not PublishingPause.objects.exists()

    def test_only_an_officer_can_end_it_and_nobody_replaces_it(
        self, client, pause, officer
    ):
        found = pause()
        for role in (MODERATORS, SITE_ADMINISTRATORS):
            client.force_login(UserFactory(roles=[role]))
            screen = client.get(SCREEN).content.decode()
            assert "Only an approving officer can end a pause early." in screen
            assert not BeautifulSoup(screen, "html.parser").select("main form"), role
            for form in ({**FORM, "until": "2030-12-31 12:00"}, {"end": "1"}):
                client.post(SCREEN, form)
        assert list(PublishingPause.objects.values_list("until")) == [(END,)]

        client.force_login(officer)
        answer = client.post(SCREEN, {"end": "1"}, follow=True)

        assert "Publishing is not paused." in answer.content.decode()
        found.refresh_from_db()
        assert found.until <= timezone.now()
        logged = AuditLogEntry.objects.get(action="paused")
        assert (logged.words, logged.actor_id) == (
            "Publishing pause ended",
            officer.pk,
        )

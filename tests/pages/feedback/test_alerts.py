"""The team is told of safeguarding concerns by a count and a link."""

import pytest
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.urls import reverse

from pages.core.outages import Outage
from pages.feedback import concern_rules
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM
from pages.moderation.emails import mail
from tests.factories import FeedbackEntryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return UserFactory(roles=[FEEDBACK_TEAM], username="member@example.org")


@pytest.fixture
def concern(member):
    return FeedbackEntryFactory(
        state="safeguarding", text="canary", note="canary", concerns="canary"
    )


@pytest.fixture
def mail_fails(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)
    # What the process has logged within the last minute it would not log again.
    monkeypatch.setattr(mail, "MAIL_SERVER", Outage("The mail server", ""))


def test_active_members_get_a_count_and_a_link_once_and_no_words_of_readers(
    concern, client, member, mailoutbox
):
    UserFactory(roles=[EDITORS])
    UserFactory(is_superuser=True)
    UserFactory(roles=[FEEDBACK_TEAM], is_active=False)
    UserFactory(roles=[FEEDBACK_TEAM], email="")
    FeedbackEntryFactory(state="safeguarding", text="canary")
    FeedbackEntryFactory()
    FeedbackEntryFactory(state="spam")

    call_command("run_scheduled")
    assert concern_rules.send_concern_alerts() == 0

    (message,) = mailoutbox
    assert message.to == ["member@example.org"]
    assert (
        message.subject == "Please check now: 2 safeguarding concerns in the feedback"
    )
    assert "canary" not in f"{message.subject} {message.body}"
    link = message.body.split("Please check now: ")[1].split()[0]
    client.force_login(member)
    listed = client.get(link.removeprefix("http://localhost:8000")).context[
        "object_list"
    ]
    assert len(listed) == 2


def test_failed_mail_stops_no_other_step_and_is_sent_by_the_next_run(
    concern, mailoutbox, mail_fails, monkeypatch, caplog, settings
):
    settings.FEEDBACK_DAYS = 1
    old = FeedbackEntryFactory(state="actioned")
    type(old).objects.filter(pk=old.pk).update(closed_at="2020-01-01T00:00Z")

    with pytest.raises(CommandError, match="alerts"):
        call_command("run_scheduled")
    assert not type(old).objects.filter(pk=old.pk).exists()
    concern.refresh_from_db()
    assert concern.alerted_at is None
    assert "the mail failed" in caplog.text
    assert "ConnectionRefusedError" in caplog.text
    assert "canary" not in caplog.text

    monkeypatch.undo()
    assert concern_rules.send_concern_alerts() == 1
    assert len(mailoutbox) == 1


def test_a_team_without_addresses_is_logged_and_tried_again(mailoutbox, caplog):
    FeedbackEntryFactory(state="safeguarding")

    with pytest.raises(
        concern_rules.AlertNotSentError,
        match="1 safeguarding concern needs attention and no one",
    ):
        concern_rules.send_concern_alerts()

    UserFactory(roles=[FEEDBACK_TEAM])
    assert concern_rules.send_concern_alerts() == 1


def test_a_concern_set_by_a_person_is_sent_each_time(client, member, mailoutbox):
    entry = FeedbackEntryFactory()
    client.force_login(member)

    def set_state(state):
        client.post(reverse("feedback:edit", args=[entry.pk]), {"state": state})

    set_state("safeguarding")
    assert concern_rules.send_concern_alerts() == 1
    client.post(
        reverse("feedback:edit", args=[entry.pk]),
        {"state": "safeguarding", "note": "Seen."},
    )
    assert concern_rules.send_concern_alerts() == 0
    set_state("no_action")
    set_state("safeguarding")
    assert concern_rules.send_concern_alerts() == 1
    assert len(mailoutbox) == 2

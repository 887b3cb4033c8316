"""A lost second factor is reset by two people, and its owner is told."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from pages.accounts import enrolment, factors
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.dual_control import second_person
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import UserFactory
from tests.signing_in import use_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(db):
    return UserFactory(roles=[SITE_ADMINISTRATORS], email="asker@example.org")


@pytest.fixture
def officer(db):
    return UserFactory(roles=[APPROVING_OFFICERS], email="officer@example.org")


@pytest.fixture
def open_as(client):
    """Return a function that lets ``client`` be somebody."""

    def sign_in(user):
        client.force_login(user)
        use_second_factor(client)
        return client

    return sign_in


def ask_on_screen(client, person):
    return client.post(reverse("accounts:help", args=[person.pk]))


def decide(client, reset, action):
    return client.post(
        reverse(second_person.SCREEN), {"change": reset.pk, "action": action}
    )


def test_one_asks_another_confirms_and_the_owner_is_told(
    open_as, client, asker, officer, editor, committed
):
    client.force_login(editor)
    with committed():
        ask_on_screen(open_as(asker), editor)
    reset = PendingChange.objects.get()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert set(told) == {"officer@example.org", "jo@example.org"}
    assert decide(client, reset, "confirm").status_code in {302, 403}
    assert factors.has_factor(editor)

    mail.outbox.clear()
    with committed():
        decide(open_as(officer), reset, "confirm")

    assert not editor.authenticator_set.exists()
    assert not any(
        each.get_decoded().get(SESSION_KEY) == str(editor.pk)
        for each in Session.objects.all()
    )
    told = {
        message.to[0]
        for message in mail.outbox
        if message.subject.startswith("Confirmed: ")
    }
    assert told == {"jo@example.org", "officer@example.org"}
    (message,) = [each for each in mail.outbox if "/admin/login/set-up/" in each.body]
    assert message.to == ["jo@example.org"]
    assert [
        entry.data["what"]
        for entry in AuditLogEntry.objects.about(editor).order_by("pk")
    ][-2:] == [
        "Awaiting confirmation by a second person: reset of two-step verification",
        f"Confirmed: reset of two-step verification, asked for by {asker.username}",
    ]


def test_others_neither_ask_nor_decide_and_nobody_confirms_what_they_asked_for_or_their_own_which_they_refuse(
    open_as, asker, officer, editor, admin_user
):
    admin_user.authenticator_set.create(type="totp", data={"secret": ""})
    reset = enrolment.ask(asker, editor)
    for role in [EDITORS, FEEDBACK_TEAM]:
        other = UserFactory(roles=[role])
        with pytest.raises(PermissionDenied):
            enrolment.ask(other, editor)
        for decide_on in (second_person.confirm, second_person.refuse):
            with pytest.raises(PermissionDenied):
                decide_on(reset, other)
    for person in (asker, editor):
        with pytest.raises(PermissionDenied):
            second_person.confirm(reset, person)
    for person in (asker, admin_user):  # only superusers ask for superusers
        with pytest.raises(PermissionDenied):
            enrolment.ask(asker, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        PendingChange.objects.create(
            kind="factor reset", person=editor, asked_by=editor
        )

    decide(open_as(editor), reset, "refuse")

    assert factors.has_factor(editor)
    assert not PendingChange.objects.exists()


def test_somebody_without_a_factor_is_sent_another_link_who_holds_power_with_a_second_person(
    open_as, asker, officer, without_factor, committed
):
    with committed():
        ask_on_screen(open_as(asker), without_factor)
    assert [message.to for message in mail.outbox] == [["sam@example.org"]]
    assert not PendingChange.objects.exists()
    mail.outbox.clear()
    moderator = UserFactory(roles=[MODERATORS], email="mo@example.org")
    with committed():
        ask_on_screen(open_as(asker), moderator)
        assert not [each for each in mail.outbox if "/login/set-up/" in each.body]
        decide(open_as(officer), PendingChange.objects.get(), "confirm")

    assert [each.to for each in mail.outbox if "/login/set-up/" in each.body] == [
        ["mo@example.org"]
    ]

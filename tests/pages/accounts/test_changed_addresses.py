"""Nobody gets the account of somebody else by changing its address, and its owner can refuse a change."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.accounts import enrolment
from pages.moderation.approval.roles import EDITORS
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import UserFactory
from tests.second_person import confirm_what_waits

from .attacks import edit, link_in, signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def victim(colleagues):
    """Somebody who works with the site."""
    return UserFactory(
        username="val",
        email="val@example.org",
        first_name="Val",
        last_name="Vine",
        roles=[EDITORS],
        last_login=timezone.now(),
    )


@pytest.fixture
def asked(attacker, victim, committed):
    """The email to the owner about another address."""
    with committed():
        edit(signed_in_client(attacker), victim, email="mallory@elsewhere.org")
    (message,) = [each for each in mail.outbox if each.to == ["val@example.org"]]
    mail.outbox.clear()
    return message


def address_now():
    return User.objects.get(username="val").email


def test_opening_the_link_changes_nothing_and_a_press_of_its_button_refuses(
    asked, attacker, committed
):
    link = link_in(asked)
    for spoilt in ["x", "WzFd:1abcde:forged"]:
        assert (
            Client().post(reverse("accounts:refuse", args=[spoilt])).status_code == 410
        ), spoilt

    assert "Reject" in Client().get(link).content.decode()
    assert PendingChange.objects.exists()
    with committed():
        Client().post(link)

    assert not PendingChange.objects.exists()
    assert address_now() == "val@example.org"
    assert {each.to[0] for each in mail.outbox} == {attacker.email, "val@example.org"}
    entry = AuditLogEntry.objects.filter(action="people").latest("pk")
    assert (entry.actor, entry.data["what"][:8]) == ("", "Rejected")
    assert Client().get(link).status_code == 410


def test_the_former_address_is_told_when_it_is_confirmed_and_of_what_comes_later(
    asked, attacker, committed
):
    with committed():
        confirm_what_waits()
    assert address_now() == "mallory@elsewhere.org"
    assert {"val@example.org", "mallory@elsewhere.org"} <= {
        each.to[0] for each in mail.outbox
    }

    mail.outbox.clear()
    with committed():
        edit(
            signed_in_client(attacker),
            User.objects.get(username="val"),
            email="m@elsewhere.org",
        )
    assert {"val@example.org", "mallory@elsewhere.org"} <= {
        each.to[0] for each in mail.outbox
    }


def test_who_never_signed_in_and_holds_no_power_gets_another_address_at_once(
    attacker, colleagues
):
    pat = UserFactory(
        username="pat", email="wrong@example.org", password="!", roles=[EDITORS]
    )
    link = enrolment.make_link(pat)

    edit(signed_in_client(attacker), pat, email="pat@example.org")
    # But not one's own there, without the password.
    edit(signed_in_client(attacker), attacker, email="other@elsewhere.org")
    assert User.objects.get(pk=attacker.pk).email == "mallory@example.org"
    assert User.objects.get(username="pat").email == "pat@example.org"
    assert Client().get(link).status_code == 410


def test_no_two_accounts_have_one_address_however_it_is_spelt(attacker, colleagues):
    pat = UserFactory(username="pat", email="pat@example.org")
    client = signed_in_client(attacker)
    spellings = {
        "val@example.org": [
            "VAL@example.org",
            "vàl@example.org",
            "\uff56al@example.org",
            "val+2@example.org",
            '"val"@example.org',
            "val@example\N{IDEOGRAPHIC FULL STOP}org",
        ],
        "val@gmail.com": ["v.al@googlemail.com"],
        "val@bücher.example": ["val@xn--bcher-kva.example"],
        "val@правда.example": ["val@xn--80aafi6cg.example"],
    }

    for address, others in spellings.items():
        UserFactory(email=address)
        for spelling in others:
            # A user name would do as well: who types it at sign-in would find the wrong
            # account.
            answers = [
                edit(client, pat, email=spelling),
                edit(client, pat, username=spelling),
            ]

            assert User.objects.get(username="pat").email == "pat@example.org", spelling
            assert [answer.status_code for answer in answers] == [200, 200], spelling
            with pytest.raises(
                ValidationError, match="Another account has this address"
            ):
                User.objects.create(username=spelling)
            with pytest.raises(
                ValidationError, match="Another account has this address"
            ):
                User.objects.create(username="new", email=spelling)

"""What people change of their own account: each change asks who they are, and is told to them."""

import re
import secrets
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.accounts import account_changes, forms, views
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PendingChange
from tests.factories import SiteWordingFactory, UserFactory
from tests.second_person import confirm_what_waits
from tests.signing_in import PASSWORD, use_second_factor

from .attacks import edit, form_of, signed_in_client

pytestmark = pytest.mark.django_db
NEW = "/admin/security/address/"


def confirm(client):
    return client.post("/admin/security/confirm/", {"password": PASSWORD})


def ask_for_address(client, committed, address="new@example.org"):
    with committed():
        client.post(NEW, {"address": address})
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def signed_in_editor(client, editor, no_demo):
    """The editor's browser, signed in."""
    client.force_login(editor)
    use_second_factor(client)
    return client


def test_what_is_sensitive_asks_first_who_somebody_is(signed_in_editor):
    for address in [
        NEW,
        "/admin/security/app/remove/",
        "/admin/security/passkeys/add/",
        "/admin/security/recovery-codes/new/",
    ]:
        for method in ["get", "post"]:
            answer = getattr(signed_in_editor, method)(address)

            assert answer["Location"].startswith("/admin/security/confirm/"), address


def test_recovery_codes_that_cannot_be_read_are_explained(
    client, editor, no_demo, settings
):
    settings.SECRET_KEY = secrets.token_urlsafe(50)
    client.force_login(editor)
    use_second_factor(client)
    before = client.cookies["sessionid"].value
    confirm(client)
    assert client.cookies["sessionid"].value != before

    for address in ["", "download/", "new/"]:
        answer = client.get(f"/admin/security/recovery-codes/{address}", follow=True)

        assert answer.redirect_chain == [("/admin/security/", 302)], address
        assert (
            "no longer works because the site’s key has changed"
            in answer.content.decode()
        )


def test_a_new_address_counts_once_its_link_was_opened_and_both_are_told(
    signed_in_editor, editor, committed
):
    confirm(signed_in_editor)
    UserFactory(username="taken@example.org", email="")
    refused = signed_in_editor.post(NEW, {"address": "Taken@example.org"})
    assert "Another account has this address" in refused.content.decode()
    link = ask_for_address(signed_in_editor, committed)
    assert mail.outbox[-1].to == ["new@example.org"]
    editor.refresh_from_db()
    assert editor.email == "jo@example.org"

    signed_in_editor.get(link)
    editor.refresh_from_db()
    assert editor.email == "jo@example.org"
    with committed():
        signed_in_editor.post(link)

    editor.refresh_from_db()
    assert editor.email == "new@example.org"
    assert {message.to[0] for message in mail.outbox[-2:]} == {
        "jo@example.org",
        "new@example.org",
    }
    assert signed_in_editor.post(link).status_code == 410


def test_who_approves_gets_a_new_address_with_a_second_person(
    committed, no_demo, time_machine
):
    sam = UserFactory(username="sam", email="sam@example.org", roles=[MODERATORS])
    UserFactory(email="ada@example.org", roles=[MODERATORS])
    client = signed_in_client(sam)
    confirm(client)
    link = ask_for_address(client, committed)
    with committed():
        client.post(link)
    told = {address for message in mail.outbox[-3:] for address in message.to}
    sam.refresh_from_db()
    assert (sam.email, PendingChange.objects.count()) == ("sam@example.org", 1)
    assert {"sam@example.org", "ada@example.org"} <= told

    # This is longer than the link itself is valid.
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    confirm_what_waits()

    sam.refresh_from_db()
    assert sam.email == "new@example.org"


def test_the_link_of_a_new_address_is_of_no_use_to_others(
    signed_in_editor, committed, admin_user, no_demo
):
    confirm(signed_in_editor)
    link = ask_for_address(signed_in_editor, committed)
    other = Client()
    other.force_login(admin_user)
    use_second_factor(other)

    assert other.post(link).status_code == 410
    assert Client().post(link)["Location"].startswith("/admin/login/")


def test_of_two_who_save_an_address_at_once_the_second_is_told(
    signed_in_editor, committed, monkeypatch
):
    link = (
        ask_for_address(signed_in_editor, committed)
        if confirm(signed_in_editor)
        else ""
    )
    # Both requests check before either saves.
    for module in (account_changes, forms, views):
        monkeypatch.setattr(module, "is_taken", lambda *args: False)
    spelt = "\N{FULLWIDTH LATIN CAPITAL LETTER N}éw@example.org"
    sam = UserFactory(username="sam", email=spelt)
    administrator = signed_in_client(UserFactory(is_superuser=True))

    answers = [
        signed_in_editor.post(link),
        edit(administrator, sam, email="JO@example.org"),
        administrator.post(
            reverse("wagtailusers_users:add"),
            form_of(sam, username="x", email="new@example.org"),
        ),
    ]

    told = [answer.content.decode() for answer in answers]
    assert "link" in told[0] and answers[0].status_code == 410
    assert all("Another account has this address" in each for each in told[1:])
    others = User.objects.exclude(is_superuser=True).values_list("username", "email")
    assert dict(others) == {"jo": "jo@example.org", "sam": spelt}


def test_the_screen_of_wagtail_changes_no_address_and_no_password(
    signed_in_editor, editor
):
    form = {
        "name_email-first_name": "Jo",
        "name_email-last_name": "Jones",
        "name_email-email": "thief@example.org",
        "password-old_password": PASSWORD,
        "password-new_password1": "quite another one 7",
        "password-new_password2": "quite another one 7",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
    }

    signed_in_editor.post("/admin/account/", form)

    editor.refresh_from_db()
    assert editor.email == "jo@example.org"
    assert editor.check_password(PASSWORD)


def test_weak_passwords_are_refused_and_another_is_told_to_its_owner(
    signed_in_editor, editor, committed
):
    SiteWordingFactory(force_name="Northshire Police")

    for password in [
        "short one",
        "password1234",
        "123456789012345",
        "1qaz2wsx3edc",
        "jo@example.org1",
        "NorthshirePolice2026",
    ]:
        cache.clear()  # more than five tries a minute would be refused unread
        form = {"oldpassword": PASSWORD, "password1": password, "password2": password}

        assert (
            signed_in_editor.post("/admin/security/password/", form).status_code == 200
        ), password

        editor.refresh_from_db()
        assert editor.check_password(PASSWORD), password

    cache.clear()
    form = {
        "oldpassword": PASSWORD,
        "password1": "four words and a dot",
        "password2": "four words and a dot",
    }
    with committed():
        signed_in_editor.post("/admin/security/password/", form)
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]

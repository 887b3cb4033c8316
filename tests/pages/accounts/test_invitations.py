"""Site administrators invite people; nobody sets or sees the password of somebody else."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from pages.accounts import enrolment
from pages.accounts.account_changes import delete_old_changes
from pages.moderation.approval.roles import (
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import AuditLogEntry
from tests.factories import UserFactory
from tests.signing_in import PASSWORD, use_second_factor

pytestmark = pytest.mark.django_db
CHOSEN = "four words and a dot"


@pytest.fixture
def administrator(client, no_demo):
    user = UserFactory(roles=[SITE_ADMINISTRATORS], first_name="Ada", last_name="Admin")
    client.force_login(user)
    use_second_factor(client)
    return user


@pytest.fixture
def invite(client, administrator, committed):
    """Return a function that invites Pat, and returns the address that the mail leads to."""

    def send(**fields):
        form = {
            "username": "pat",
            "email": "pat@example.org",
            "first_name": "Pat",
            "last_name": "Person",
            "is_active": "on",
            "groups": [Group.objects.get(name=EDITORS).pk],
            **fields,
        }
        with committed():
            client.post(reverse("wagtailusers_users:add"), form)
        (message,) = [each for each in mail.outbox if "Your account" in each.subject]
        assert message.to == ["pat@example.org"]
        return re.search(r"https?://[^/]+(/\S+)", message.body)[1]

    return send


def choose(client, link, password=CHOSEN):
    return client.post(link, {"new_password1": password, "new_password2": password})


def test_who_adds_an_account_reads_that_a_link_was_emailed(client, invite):
    invite()

    shown = client.get(reverse("wagtailusers_users:index")).content.decode()

    assert "Pat Person has been added. We emailed a link to pat@example.org." in shown


def test_a_new_colleague_gets_one_email_that_names_the_roles(client, invite):
    chosen = Group.objects.filter(name__in=[EDITORS, FEEDBACK_TEAM, MODERATORS])
    invite(groups=[group.pk for group in chosen])

    (welcome,) = [each for each in mail.outbox if each.to == ["pat@example.org"]]
    assert welcome.subject == f"Your account for {settings.WAGTAIL_SITE_NAME}"
    assert "Hello Pat" in welcome.body
    text = " ".join(welcome.body.split())
    roles = f"Your roles: {EDITORS} and {FEEDBACK_TEAM}. A second person must still confirm: {MODERATORS}."
    assert roles in text


def test_a_password_that_a_site_administrator_sends_is_not_set(client, invite):
    invite(password1=PASSWORD, password2=PASSWORD)
    pat = User.objects.get(username="pat")
    assert not pat.has_usable_password()

    change = {
        "username": "pat",
        "email": pat.email,
        "first_name": "Patricia",
        "last_name": "Person",
    }
    role = {"is_active": "on", "groups": [Group.objects.get(name=EDITORS).pk]}
    edit = reverse("wagtailusers_users:edit", args=[pat.pk])
    client.post(edit, {**change, **role, "password1": PASSWORD, "password2": PASSWORD})
    pat.refresh_from_db()
    assert pat.first_name == "Patricia"
    assert not pat.has_usable_password()


def test_who_was_invited_chooses_a_password_once_and_gets_no_further_without_a_factor(
    invite, client
):
    link = invite()
    pat = client  # in which the administrator was signed in

    assert choose(pat, link)["Location"] == reverse("accounts:set_up")

    assert client.get("/admin/session/").json()["person"] is None
    assert User.objects.get(username="pat").check_password(CHOSEN)
    assert pat.get(reverse("accounts:set_up")).status_code == 200
    assert pat.get("/admin/")["Location"].startswith("/admin/login/")
    assert pat.get("/admin/security/sessions/")["Location"].startswith("/admin/login/")
    assert pat.get("/admin/login/")["Location"] == reverse("accounts:set_up")

    for no_longer in (
        link,
        reverse("accounts:enrol", args=["WzEsICJ4Il0:1abcde:forged"]),
    ):
        answer = Client().get(no_longer)
        assert answer.status_code == 410
        assert "This link no longer works" in answer.content.decode()
        assert choose(Client(), no_longer, "something else entirely").status_code == 410


def test_a_link_works_for_three_days_and_ends_with_what_it_was_made_for(
    time_machine, invite
):
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    pat = UserFactory(username="pat", password="!")
    link = enrolment.make_link(pat)
    token = link.rstrip("/").rpartition("/")[2]

    time_machine.move_to(
        datetime.datetime(2038, 3, 4, 9, tzinfo=datetime.UTC), tick=False
    )
    assert enrolment.find_enrolling(token) == pat
    time_machine.move_to(
        datetime.datetime(2038, 3, 4, 9, 0, 2, tzinfo=datetime.UTC), tick=False
    )
    assert enrolment.find_enrolling(token) is None
    for change in [{"is_active": False}, {"email": "other@example.org"}]:
        pat = UserFactory(password="!")
        token = enrolment.make_link(pat).rstrip("/").rpartition("/")[2]
        assert enrolment.find_enrolling(token)

        User.objects.filter(pk=pat.pk).update(**change)

        assert enrolment.find_enrolling(token) is None, change


def test_links_from_before_an_account_was_made_inactive_end_for_good(
    client, editor, no_demo
):
    token = enrolment.make_link(editor).rstrip("/").rpartition("/")[2]
    parts = [
        urlsafe_base64_encode(force_bytes(editor.pk)),
        enrolment.ResetTokens().make_token(editor),
    ]
    forgotten = reverse("wagtailadmin_password_reset_confirm", args=parts)
    assert enrolment.find_enrolling(token)
    form_address = client.get(forgotten)["Location"]

    for editor.is_active in (False, True):
        editor.save()

    assert enrolment.find_enrolling(token) is None
    # The page says that the link is invalid.
    assert client.get(forgotten).status_code == 200
    choose(client, form_address)
    assert not User.objects.get(pk=editor.pk).check_password(CHOSEN)


def test_links_live_on_when_a_suspension_from_before_them_is_deleted(
    time_machine, editor, no_demo
):
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    for editor.is_active in (False, True):
        editor.save()
    time_machine.move_to("2038-03-15T08:50Z", tick=False)
    token = enrolment.make_link(editor).rstrip("/").rpartition("/")[2]
    of_password = enrolment.ResetTokens().make_token(editor)

    time_machine.move_to("2038-03-15T09:10Z", tick=False)
    delete_old_changes()

    assert not editor.changes_by_others.exists()
    assert enrolment.find_enrolling(token) == editor
    assert enrolment.ResetTokens().check_token(editor, of_password)


def test_a_forgotten_password_that_was_set_anew_is_told(
    client, editor, no_demo, committed
):
    parts = [
        urlsafe_base64_encode(force_bytes(editor.pk)),
        enrolment.ResetTokens().make_token(editor),
    ]
    form_address = client.get(
        reverse("wagtailadmin_password_reset_confirm", args=parts)
    )["Location"]
    with committed():
        client.post(form_address, {"new_password1": CHOSEN, "new_password2": CHOSEN})

    assert [message.to for message in mail.outbox] == [["jo@example.org"]]
    assert client.get("/admin/").status_code == 302


def test_a_command_prints_the_link_of_the_first_account(admin_user, client, capsys):
    call_command("sign_in_link", "admin")

    link = "/admin/" + capsys.readouterr().out.strip().partition("/admin/")[2]
    assert choose(client, link)["Location"] == reverse("accounts:set_up")


def test_a_lost_factor_is_removed_by_a_command_only_on_purpose_and_told(
    editor, client, capsys, committed
):
    client.force_login(editor)
    with pytest.raises(CommandError, match="--remove-factors"):
        call_command("sign_in_link", "jo")

    with committed():
        call_command("sign_in_link", "jo", "--remove-factors")

    assert "/login/set-up/" in capsys.readouterr().out
    assert not editor.authenticator_set.exists()
    assert not Session.objects.exists()
    assert [message.to for message in mail.outbox] == [["jo@example.org"]]
    assert AuditLogEntry.objects.about(editor).latest("pk").data == {
        "what": "Two-step verification removed by a command"
    }

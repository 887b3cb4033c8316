"""Nobody gets the account of somebody else by changing its address, and its owner can lock it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from pages.accounts import enrolment
from pages.accounts.account_changes import delete_old_changes
from pages.moderation.gate.roles import MODERATORS
from pages.moderation.models import Decision
from site_config.passwords import BackgroundPasswordResetForm
from tests.factories import UserFactory

from .attacks import edit, in_bulk, link_in, signed_in_client
from .conftest import KEY

pytestmark = pytest.mark.django_db
CHOSEN = "four words and a dot"


def TOTP_of(user):  # noqa: N802
    return user.authenticator_set.filter(type="totp")

    def test_a_link_from_before_works_no_more_when_the_address_is_set_back(self, attacker, no_demo):
        pat = UserFactory(username="pat", email="mallory@elsewhere.org", password="!")
        link = enrolment.make_link(pat)
        client = signed_in_client(attacker)
        edit(client, pat, email="pat@example.org")
        edit(client, User.objects.get(pk=pat.pk), email="mallory@elsewhere.org")

        assert Client().get(link).status_code == 410

    def test_no_link_for_a_new_password_goes_to_such_an_address(self, attacker, editor):
        edit(signed_in_client(attacker), editor, email="mallory@elsewhere.org")

        assert list(BackgroundPasswordResetForm().get_users("mallory@elsewhere.org")) == []

    def test_nobody_changes_their_own_address_there_without_the_password(self, attacker):
        edit(signed_in_client(attacker), attacker, email="other@elsewhere.org")

        assert User.objects.get(pk=attacker.pk).email == "mallory@example.org"


class TestTakenAddresses:
    @pytest.fixture(params=["invited", "factor just reset", "of the identity provider"])
    def victim(self, request, no_demo):
        """Somebody who may approve and has no factor here."""
        user = UserFactory(username="mo", email="mo@example.org", roles=[MODERATORS])
        if request.param != "factor just reset":
            user.set_unusable_password()
            user.save()
        if request.param == "of the identity provider":
            SocialAccount.objects.create(user=user, provider="provider", uid="mo")
        return user

    def test_no_link_goes_to_an_address_that_somebody_else_entered(self, attacker, victim, deliver):
        client = signed_in_client(attacker)
        with deliver():
            edit(client, victim, email="mallory@elsewhere.org")
            client.post(reverse("accounts:help", args=[victim.pk]))

        assert not [each for each in mail.outbox if "/login/set-up/" in each.body]

    def test_nor_does_one_after_a_password(self, attacker, deliver, victim):
        edit(signed_in_client(attacker), victim, email="mallory@elsewhere.org")
        victim.refresh_from_db()
        victim.set_password(CHOSEN)
        victim.save()

        with deliver():
            answer = Client().post(reverse("account_login"), {"login": "mo", "password": CHOSEN}, follow=True)

        assert not [each for each in mail.outbox if "/login/set-up/" in each.body]
        assert "No link was sent" in answer.content.decode()

    def test_the_screen_says_why(self, attacker, victim):
        client = signed_in_client(attacker)
        edit(client, victim, email="mallory@elsewhere.org")

        shown = client.get(reverse("accounts:help", args=[victim.pk])).content.decode()

        assert "identity provider" in shown or "until 14 days after" in shown
        assert "Send another link" not in shown

    def test_a_fortnight_later_a_link_is_sent_again(self, time_machine, attacker, deliver):
        time_machine.move_to("2038-03-01T09:00Z", tick=False)
        pat = UserFactory(username="pat", email="pat@example.org", password="!")
        edit(signed_in_client(attacker), pat, email="new@example.org")

        time_machine.move_to("2038-03-15T09:01Z", tick=False)
        with deliver():
            signed_in_client(attacker).post(reverse("accounts:help", args=[pat.pk]))

        assert [each.to for each in mail.outbox if "/login/set-up/" in each.body] == [["new@example.org"]]

    def test_an_address_that_the_owner_changed_delays_nothing(self, editor, attacker, deliver):
        editor.email = "jo@elsewhere.org"
        with deliver():
            editor.save()
            TOTP_of(editor).delete()
            signed_in_client(attacker).post(reverse("accounts:help", args=[editor.pk]))

        assert [each.to for each in mail.outbox if "/login/set-up/" in each.body] == [["jo@elsewhere.org"]]


class TestObjection:
    @pytest.fixture
    def victim(self, no_demo):
        user = UserFactory(username="val", email="val@example.org", roles=[MODERATORS])
        TOTP.activate(user, KEY)
        return user

    @pytest.fixture
    def link(self, attacker, victim, deliver):
        """The link in the e-mail to the former address."""
        with deliver():
            edit(signed_in_client(attacker), victim, email="mallory@elsewhere.org")
        (message,) = [each for each in mail.outbox if each.to == ["val@example.org"]]
        mail.outbox.clear()
        return link_in(message)

    def test_opening_it_alone_changes_nothing(self, link, victim):
        answer = Client().get(link)

        assert "Lock the account" in answer.content.decode()
        assert User.objects.get(pk=victim.pk).is_active

    def test_it_locks_the_account_ends_its_sessions_and_tells(self, link, victim, colleagues, deliver):
        thief = signed_in_client(victim)
        with deliver():
            answer = Client().post(link)

        assert answer.status_code == 200
        assert not User.objects.get(pk=victim.pk).is_active
        assert thief.get("/admin/").status_code == 302
        told = {address for message in mail.outbox for address in message.to}
        assert {"ada@example.org", "olu@example.org", "mo@example.org", "val@example.org"} <= told
        entry = Decision.objects.about(victim).filter(action="people").latest("pk")
        assert "objected" in entry.data["what"]

    @pytest.mark.parametrize("way", ["form", "bulk"])
    def test_nobody_opens_a_locked_account_on_a_screen(self, link, victim, attacker, way):
        Client().post(link)
        client = signed_in_client(attacker)

        if way == "form":
            edit(client, User.objects.get(pk=victim.pk), is_active="on")
            shown = client.get(reverse("wagtailusers_users:edit", args=[victim.pk])).content.decode()
            assert "Its owner objected" in shown
        else:
            in_bulk(client, "set_active_state", {"mark_as_active": "True"}, victim)

        assert not User.objects.get(pk=victim.pk).is_active

    def test_who_changed_an_address_and_set_it_back_gets_no_link_to_lock_with(
        self, attacker, victim, deliver
    ):
        client = signed_in_client(attacker)
        with deliver():
            edit(client, victim, email="mallory@elsewhere.org")
            edit(client, User.objects.get(pk=victim.pk), email="val@example.org")

        assert [each.to for each in mail.outbox if "/object/" in each.body] == [["val@example.org"]]

    def test_an_objection_about_an_inactive_account_is_told_too(self, link, victim, colleagues, deliver):
        User.objects.filter(pk=victim.pk).update(is_active=False)

        with deliver():
            Client().post(link)

        told = {address for message in mail.outbox for address in message.to}
        assert {"ada@example.org", "olu@example.org"} <= told

    def test_a_command_gives_the_owners_address_back_after_months_too(
        self, time_machine, attacker, victim, deliver
    ):
        time_machine.move_to("2038-03-01T09:00Z", tick=False)
        client = signed_in_client(attacker)
        edit(client, victim, email="mallory@elsewhere.org")
        with deliver():
            edit(client, User.objects.get(pk=victim.pk), email="mallory@other.org")
        (message,) = [each for each in mail.outbox if "/object/" in each.body]
        Client().post(link_in(message))

        time_machine.move_to("2038-06-01T09:00Z", tick=False)
        delete_old_changes()
        call_command("sign_in_link", "val", "--unlock", "--remove-factors")

        assert User.objects.get(pk=victim.pk).email == "val@example.org"

    def test_a_command_opens_it_and_logs_that(self, link, victim, capsys):
        Client().post(link)
        TOTP_of(victim).delete()

        call_command("sign_in_link", "val", "--unlock")

        opened = User.objects.get(pk=victim.pk)
        assert (opened.is_active, opened.email) == (True, "val@example.org")
        assert "/login/set-up/" in capsys.readouterr().out
        entries = Decision.objects.about(victim).filter(action="people").values_list("data__what", flat=True)
        assert "Unlocked by a command" in entries

    @pytest.mark.parametrize("spoilt", ["x", "WzFd:1abcde:forged"])
    def test_a_forged_link_is_refused(self, db, spoilt):
        assert Client().post(reverse("accounts:object", args=[spoilt])).status_code == 410

    def test_a_link_ends_after_a_fortnight(self, time_machine, attacker, victim, deliver):
        time_machine.move_to("2038-03-01T09:00Z", tick=False)
        with deliver():
            edit(signed_in_client(attacker), victim, email="mallory@elsewhere.org")
        (message,) = [each for each in mail.outbox if each.to == ["val@example.org"]]

        time_machine.move_to("2038-03-15T09:01Z", tick=False)
        assert Client().post(link_in(message)).status_code == 410

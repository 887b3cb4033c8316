"""One administrator, or one superuser, cannot get a second pair of eyes of their own making.

Each test is an attack that once worked, by raw requests, step by step.
"""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pages.accounts import enrolment
from pages.accounts.sessions import end_sessions
from pages.moderation.models import Decision, PendingChange
from pages.moderation.rules import roles
from pages.moderation.rules.roles import APPROVING_OFFICERS, EDITORS, MODERATORS, SITE_ADMINISTRATORS
from site_config.passwords import BackgroundPasswordResetForm
from tests.factories import UserFactory
from tests.signing_in import use_second_factor

from .conftest import KEY

pytestmark = pytest.mark.django_db
CHOSEN = "four words and a dot"


def signed_in_client(user):
    client = Client()
    client.force_login(user)
    use_second_factor(client)
    return client


@pytest.fixture(params=["site administrator", "superuser"])
def attacker(request, no_demo):
    """Whoever tries it alone: an administrator, then a superuser."""
    if request.param == "superuser":
        return UserFactory(username="mallory", email="mallory@example.org", is_superuser=True)
    return UserFactory(username="mallory", email="mallory@example.org", roles=[SITE_ADMINISTRATORS])


@pytest.fixture
def colleagues(no_demo):
    """The other people who may confirm or approve."""
    return {
        "admin": UserFactory(username="ada", email="ada@example.org", roles=[SITE_ADMINISTRATORS]),
        "officer": UserFactory(username="olu", email="olu@example.org", roles=[APPROVING_OFFICERS]),
        "moderator": UserFactory(username="mo", email="mo@example.org", roles=[MODERATORS]),
    }


@pytest.fixture
def deliver(django_capture_on_commit_callbacks):
    """Return a context in which e-mails are sent as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def form_of(person, **changes):
    names = changes.pop("roles", None)
    if names is None:
        names = person.groups.values_list("name", flat=True)
    form = {
        "username": person.username,
        "email": person.email,
        "first_name": person.first_name or "A",
        "last_name": person.last_name or "B",
        "is_active": "on" if person.is_active else "",
        "is_superuser": "on" if person.is_superuser else "",
        "groups": list(Group.objects.filter(name__in=names).values_list("pk", flat=True)),
        **changes,
    }
    return {name: value for name, value in form.items() if value != ""}


def edit(client, person, **changes):
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form_of(person, **changes))


def in_bulk(client, action, form, *people):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    keys = "&".join(f"id={person.pk}" for person in people)
    return client.post(f"{address}?{keys}&next={reverse('wagtailusers_users:index')}", form)


def deactivate_by_form(client, people):
    for person in people:
        edit(client, person, is_active="")


def deactivate_in_bulk(client, people):
    in_bulk(client, "set_active_state", {"mark_as_active": "False"}, *people)


def delete_by_form(client, people):
    for person in people:
        client.post(reverse("wagtailusers_users:delete", args=[person.pk]))


def delete_in_bulk(client, people):
    in_bulk(client, "delete", {}, *people)


def take_roles_away(client, people):
    for person in people:
        edit(client, person, roles=[EDITORS])


WAYS_TO_BE_RID_OF_SOMEBODY = [
    deactivate_by_form,
    deactivate_in_bulk,
    delete_by_form,
    delete_in_bulk,
    take_roles_away,
]


def held(person):
    return roles.roles_of(User.objects.get(pk=person.pk))


def give_by_form(client, person, role):
    edit(client, person, roles=[role])


def give_in_bulk(client, person, role):
    in_bulk(client, "assign_role", {"role": Group.objects.get(name=role).pk}, person)


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


class TestPuppets:
    @pytest.mark.parametrize("give", [give_by_form, give_in_bulk])
    @pytest.mark.parametrize("be_rid_of", WAYS_TO_BE_RID_OF_SOMEBODY)
    def test_nobody_left_to_confirm_does_not_make_a_puppet_an_administrator(
        self, attacker, colleagues, be_rid_of, give
    ):
        client, puppet = signed_in_client(attacker), UserFactory(username="puppet", email="p@example.org")

        be_rid_of(client, colleagues.values())
        give(client, puppet, SITE_ADMINISTRATORS)

        assert held(puppet) == []
        assert [each.detail for each in PendingChange.objects.all()] == [SITE_ADMINISTRATORS]

    def test_a_new_account_does_not_begin_as_an_administrator(self, attacker, colleagues):
        client = signed_in_client(attacker)
        deactivate_in_bulk(client, colleagues.values())
        form = form_of(User(username="puppet", email="p@example.org"), roles=[SITE_ADMINISTRATORS])

        client.post(reverse("wagtailusers_users:add"), form)

        assert held(User.objects.get(username="puppet")) == []

    def test_somebody_who_had_the_role_does_not_get_it_back_unconfirmed(self, attacker, colleagues):
        client = signed_in_client(attacker)
        take_roles_away(client, colleagues.values())

        give_by_form(client, colleagues["admin"], SITE_ADMINISTRATORS)

        assert held(colleagues["admin"]) == []

    def test_only_a_command_gives_the_role_then_and_it_is_logged(self, attacker, colleagues, deliver):
        client, puppet = signed_in_client(attacker), UserFactory(username="puppet", email="p@example.org")
        deactivate_in_bulk(client, colleagues.values())
        give_by_form(client, puppet, SITE_ADMINISTRATORS)

        with deliver():
            call_command("give_role", "puppet", SITE_ADMINISTRATORS)

        assert held(puppet) == [SITE_ADMINISTRATORS]
        assert not PendingChange.objects.exists()
        entry = Decision.objects.about(puppet).filter(action="people").latest("pk")
        assert (entry.actor_id, entry.data["what"]) == (None, "Role given: Site administrators")

    def test_the_first_administrator_still_needs_nobody(self, no_demo, admin_user):
        ann = UserFactory(username="ann", email="ann@example.org")

        give_by_form(signed_in_client(admin_user), ann, SITE_ADMINISTRATORS)

        assert held(ann) == [SITE_ADMINISTRATORS]

    def test_nor_does_the_only_administrator_of_a_site_that_has_moderators(self, attacker, no_demo):
        UserFactory(roles=[MODERATORS])
        puppet = UserFactory(username="puppet", email="p@example.org")

        give_by_form(signed_in_client(attacker), puppet, SITE_ADMINISTRATORS)

        assert held(puppet) == []

    def test_who_approves_makes_no_editor_alone(self, attacker, colleagues):
        attacker.groups.add(Group.objects.get(name=MODERATORS))
        puppet = UserFactory(username="puppet", email="p@example.org")

        give_by_form(signed_in_client(attacker), puppet, EDITORS)

        assert held(puppet) == []
        assert PendingChange.objects.get().detail == EDITORS

    def test_the_second_person_sees_whose_mailbox_it_is_and_what_was_changed(self, attacker, colleagues):
        puppet = UserFactory(username="puppet", email="p@example.org")
        client = signed_in_client(attacker)
        edit(client, puppet, email="olive@example.org")
        give_by_form(client, User.objects.get(pk=puppet.pk), MODERATORS)

        shown = signed_in_client(colleagues["admin"]).get(reverse("moderation:second_person"))

        assert "e-mail address olive@example.org" in shown.content.decode()
        assert "User changed: e-mail address" in shown.content.decode()

    def test_a_command_gives_nobody_a_role_twice(self, colleagues):
        with pytest.raises(CommandError, match="has the role"):
            call_command("give_role", "ada", SITE_ADMINISTRATORS)


class TestDeactivation:
    @pytest.mark.parametrize("deactivate", [deactivate_by_form, deactivate_in_bulk])
    def test_a_session_does_not_work_again_when_the_account_does(self, attacker, colleagues, deactivate):
        theirs, client = signed_in_client(colleagues["moderator"]), signed_in_client(attacker)
        assert theirs.get("/admin/").status_code == 200

        deactivate(client, [colleagues["moderator"]])
        in_bulk(client, "set_active_state", {"mark_as_active": "True"}, colleagues["moderator"])

        assert User.objects.get(username="mo").is_active
        assert theirs.get("/admin/").status_code == 302

    @pytest.mark.parametrize("be_rid_of", WAYS_TO_BE_RID_OF_SOMEBODY[:-1])
    def test_its_owner_every_approver_and_every_administrator_are_told(
        self, attacker, colleagues, be_rid_of, deliver
    ):
        if "delete" in be_rid_of.__name__ and not attacker.is_superuser:
            pytest.skip("Site administrators delete nobody")
        with deliver():
            be_rid_of(signed_in_client(attacker), [colleagues["moderator"]])

        told = {address for message in mail.outbox for address in message.to}
        assert told >= {person.email for person in colleagues.values()}
        assert all("mo@" not in message.subject for message in mail.outbox)

    def test_those_who_go_in_one_press_are_told_of_each_other(self, attacker, colleagues, deliver):
        with deliver():
            deactivate_in_bulk(signed_in_client(attacker), colleagues.values())

        everybody = {person.email for person in colleagues.values()}
        for person in colleagues.values():
            about = [each for each in mail.outbox if roles.display_name(person) in each.subject]
            assert {address for message in about for address in message.to} >= everybody

    def test_colleagues_are_told_at_their_former_addresses_and_after_they_lost_their_roles(
        self, attacker, colleagues, deliver
    ):
        client = signed_in_client(attacker)
        edit(client, colleagues["admin"], email="mallory@elsewhere.org")
        take_roles_away(client, [colleagues["officer"]])

        with deliver():
            deactivate_by_form(client, [colleagues["moderator"]])

        told = {address for message in mail.outbox for address in message.to}
        assert {"ada@example.org", "olu@example.org", "mo@example.org"} <= told

    def test_the_address_from_before_is_told_too(self, attacker, colleagues, deliver):
        client = signed_in_client(attacker)
        edit(client, colleagues["moderator"], email="mallory@elsewhere.org")

        with deliver():
            deactivate_by_form(client, [User.objects.get(username="mo")])

        told = {address for message in mail.outbox for address in message.to}
        assert {"mo@example.org", "mallory@elsewhere.org"} <= told


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


def test_ending_sessions_leaves_those_of_others(no_demo):
    ann, bob = (UserFactory(roles=[EDITORS]) for _ in range(2))
    signed_in_client(ann)
    of_bob = signed_in_client(bob)

    end_sessions(ann)

    assert Session.objects.count() == 1
    assert of_bob.get("/admin/").status_code == 200

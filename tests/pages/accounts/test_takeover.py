"""One administrator, or one superuser, cannot get a second pair of eyes of their own making.

Each test is an attack that once worked, by raw requests, step by step.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from pages.accounts.sessions import end_sessions
from pages.moderation.gate import roles
from pages.moderation.gate.roles import EDITORS, MODERATORS, SITE_ADMINISTRATORS
from pages.moderation.models import Decision, PendingChange
from tests.factories import UserFactory

from .attacks import (
    WAYS_TO_BE_RID_OF_SOMEBODY,
    deactivate_by_form,
    deactivate_in_bulk,
    edit,
    form_of,
    give_by_form,
    give_in_bulk,
    held,
    in_bulk,
    signed_in_client,
    take_roles_away,
)

pytestmark = pytest.mark.django_db
CHOSEN = "four words and a dot"


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


def test_ending_sessions_leaves_those_of_others(no_demo):
    ann, bob = (UserFactory(roles=[EDITORS]) for _ in range(2))
    signed_in_client(ann)
    of_bob = signed_in_client(bob)

    end_sessions(ann)

    assert Session.objects.count() == 1
    assert of_bob.get("/admin/").status_code == 200

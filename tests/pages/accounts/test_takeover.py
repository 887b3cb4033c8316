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
from pages.moderation.approval import roles
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import UserFactory
from tests.second_person import confirm_what_waits

from .attacks import (
    edit,
    form_of,
    give_by_form,
    give_in_bulk,
    held,
    signed_in_client,
    suspend,
)

pytestmark = pytest.mark.django_db
CHOSEN = "four words and a dot"


class TestPuppets:
    @pytest.mark.parametrize("give", [give_by_form, give_in_bulk])
    def test_nobody_left_to_confirm_does_not_make_a_puppet_an_administrator(
        self, attacker, colleagues, give
    ):
        client, puppet = (
            signed_in_client(attacker),
            UserFactory(username="puppet", email="p@example.org"),
        )

        suspend(client, colleagues.values())
        give(client, puppet, SITE_ADMINISTRATORS)
        form = form_of(
            User(username="new", email="new@example.org"), roles=[SITE_ADMINISTRATORS]
        )
        client.post(reverse("wagtailusers_users:add"), form)

        for person in (puppet, User.objects.get(username="new")):
            assert held(person) == []
            assert (
                PendingChange.objects.get(person=person).data["role"]
                == SITE_ADMINISTRATORS
            )

    def test_only_a_command_gives_the_role_then_and_it_is_logged(
        self, attacker, colleagues, committed
    ):
        client, puppet = (
            signed_in_client(attacker),
            UserFactory(username="puppet", email="p@example.org"),
        )
        suspend(client, colleagues.values())
        give_by_form(client, puppet, SITE_ADMINISTRATORS)

        role = f"groups__name={SITE_ADMINISTRATORS}"
        who_decided = ["--decided-by", "Chief Officer", "--reason", "Nobody is left."]
        with pytest.raises(CommandError, match="required"):
            call_command(
                "administer", "account", "--where", "username=puppet", "--add", role
            )
        with committed():
            call_command(
                "administer",
                "account",
                "--where",
                "username=puppet",
                "--add",
                role,
                *who_decided,
            )

        assert held(puppet) == [SITE_ADMINISTRATORS]
        assert not PendingChange.objects.exists()
        decided, given = (
            AuditLogEntry.objects.about(puppet)
            .filter(action="people")
            .order_by("-pk")[:2]
        )
        assert (given.actor_id, given.words) == (
            None,
            "Role given: Site administrators",
        )
        assert (decided.actor, decided.reason) == ("Chief Officer", "Nobody is left.")

    def test_nor_does_the_only_administrator_of_a_site_that_has_moderators(
        self, attacker, no_demo
    ):
        UserFactory(roles=[MODERATORS])
        puppet = UserFactory(username="puppet", email="p@example.org")

        give_by_form(signed_in_client(attacker), puppet, SITE_ADMINISTRATORS)

        assert held(puppet) == []

    @pytest.mark.parametrize("role", [EDITORS, FEEDBACK_TEAM, "Friends"])
    def test_who_approves_makes_nobody_alone_who_writes(
        self, attacker, colleagues, role
    ):
        attacker.groups.add(Group.objects.get(name=MODERATORS))
        Group.objects.get_or_create(name=role)
        puppet = UserFactory(username="puppet", email="p@example.org")

        give_by_form(signed_in_client(attacker), puppet, role)

        assert held(puppet) == []
        assert PendingChange.objects.get().data["role"] == role

    def test_who_approves_takes_no_unused_account_of_an_editor(
        self, attacker, colleagues
    ):
        attacker.groups.add(Group.objects.get(name=MODERATORS))
        invited = UserFactory(email="jo@example.org", roles=[EDITORS], password=None)

        edit(signed_in_client(attacker), invited, email="mallory@elsewhere.org")

        invited.refresh_from_db()
        assert invited.email == "jo@example.org"
        assert PendingChange.objects.get().person == invited

    def test_the_second_person_sees_what_was_changed_and_who_is_alike(
        self, attacker, colleagues
    ):
        UserFactory(username="elder", first_name="Person", last_name="PÄT")
        puppet = UserFactory(
            username="puppet",
            email="p@example.org",
            first_name="Pat",
            last_name="Person",
        )
        client = signed_in_client(attacker)
        edit(client, puppet, email="olive@example.org")
        give_by_form(client, User.objects.get(pk=puppet.pk), MODERATORS)

        shown = signed_in_client(colleagues["admin"]).get(
            reverse("moderation:second_person")
        )

        for words in (
            "email address olive@example.org",
            "User changed (email address)",
            "This may be the same person as",
            "elder",
        ):
            assert words in shown.content.decode()


class TestDeactivation:
    @pytest.mark.parametrize("role", [SITE_ADMINISTRATORS, APPROVING_OFFICERS])
    def test_one_person_suspends_a_stolen_account_at_once_and_everybody_is_told(
        self, colleagues, role, committed
    ):
        for other in [EDITORS, MODERATORS]:
            suspend(
                signed_in_client(UserFactory(roles=[other], email="")),
                [colleagues["admin"]],
            )
            assert User.objects.get(username="ada").is_active, other
        User.objects.filter(email="").delete()
        thief, moderator = (
            signed_in_client(colleagues["moderator"]),
            colleagues["moderator"],
        )
        finder = UserFactory(roles=[role], email="fi@example.org")

        with committed():
            suspend(signed_in_client(finder), [moderator])

        assert thief.get("/admin/").status_code == 302
        assert roles.MODERATORS in moderator.groups.values_list("name", flat=True)
        told = {address for message in mail.outbox for address in message.to}
        assert told == {
            *(person.email for person in colleagues.values()),
            "fi@example.org",
        }
        assert all("mo@" not in message.subject for message in mail.outbox)

        edit(
            signed_in_client(colleagues["admin"]),
            User.objects.get(username="mo"),
            is_active="on",
        )
        assert not User.objects.get(username="mo").is_active
        confirm_what_waits()
        assert User.objects.get(username="mo").is_active
        assert thief.get("/admin/").status_code == 302

    def test_colleagues_are_told_at_their_former_addresses_and_after_they_lost_their_roles(
        self, attacker, colleagues, committed
    ):
        client = signed_in_client(attacker)
        for change in (
            lambda: edit(client, colleagues["admin"], email="ada@elsewhere.org"),
            lambda: edit(client, colleagues["officer"], roles=[EDITORS]),
            lambda: edit(client, colleagues["moderator"], email="mo@elsewhere.org"),
        ):
            change()
            confirm_what_waits()

        with committed():
            suspend(client, [User.objects.get(username="mo")])

        told = {address for message in mail.outbox for address in message.to}
        assert {
            "ada@example.org",
            "olu@example.org",
            "mo@example.org",
            "mo@elsewhere.org",
        } <= told


def test_ending_sessions_leaves_those_of_others(no_demo):
    ann, bob = (UserFactory(roles=[EDITORS]) for _ in range(2))
    signed_in_client(ann)
    of_bob = signed_in_client(bob)

    end_sessions(ann)

    assert Session.objects.count() == 1
    assert of_bob.get("/admin/").status_code == 200

"""Some roles need a second person, and nobody changes their own groups."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from pages.moderation.approval import roles
from pages.moderation.approval.protection import WritePurpose, opened_for
from pages.moderation.dual_control import second_person
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import UserFactory
from tests.pages.accounts.attacks import edit, give_in_bulk, held

SCREEN = "moderation:second_person"


@pytest.fixture
def giver(db):
    return UserFactory(
        roles=[roles.SITE_ADMINISTRATORS], first_name="Gil", last_name="Giver"
    )


@pytest.fixture
def person(db):
    return UserFactory(roles=[roles.EDITORS], first_name="Pat", last_name="Person")


@pytest.fixture
def second(db):
    return UserFactory(
        roles=[roles.APPROVING_OFFICERS], first_name="Sam", last_name="Second"
    )


@pytest.fixture
def give_on_the_form(client):
    """Add roles on the form of an account."""

    def send(user, person, *given, taken=()):
        client.force_login(user)
        return edit(client, person, roles={*held(person), *given} - {*taken})

    return send


@pytest.fixture
def pending(give_on_the_form, giver, person) -> PendingChange:
    give_on_the_form(giver, person, roles.MODERATORS)
    return PendingChange.objects.get()


@pytest.fixture
def decide(client):
    """Press a button of the screen."""

    def send(user, pending, action):
        client.force_login(user)
        return client.post(reverse(SCREEN), {"change": pending.pk, "action": action})

    return send


def log_about(person) -> list[tuple[str, str]]:
    lines = AuditLogEntry.objects.about(person).filter(action="people").order_by("pk")
    return [
        (line.actor, line.data["what"])
        for line in lines
        if not line.data["what"].startswith("User changed")
    ]


class TestGivingARole:
    def test_approving_and_administering_roles_wait_when_given_on_the_form(
        self, give_on_the_form, giver, second
    ):
        for role in roles.ROLES_TO_CONFIRM:
            person = UserFactory(roles=[roles.EDITORS])
            give_on_the_form(giver, person, role)

            assert held(person) == [roles.EDITORS]
            assert [
                (each.data["role"], each.asked_by)
                for each in PendingChange.objects.filter(person=person)
            ] == [(role, giver)]

    def test_other_roles_take_effect_at_once(self, give_on_the_form, giver, person):
        give_on_the_form(giver, person, roles.FEEDBACK_TEAM)

        assert held(person) == [roles.EDITORS, roles.FEEDBACK_TEAM]
        assert not PendingChange.objects.exists()

    def test_a_pending_role_is_shown_and_giving_it_again_changes_nothing(
        self, client, give_on_the_form, pending, person, giver
    ):
        other = UserFactory(roles=[roles.SITE_ADMINISTRATORS])

        give_on_the_form(other, person, roles.MODERATORS)

        assert PendingChange.objects.get().asked_by == giver
        assert held(person) == [roles.EDITORS]
        shown = client.get(
            reverse("wagtailusers_users:edit", args=[person.pk])
        ).content.decode()
        assert "“Moderators” takes effect once a second person confirms it" in shown


class TestConfirmingARole:
    @pytest.mark.parametrize(
        "role", [roles.SITE_ADMINISTRATORS, roles.APPROVING_OFFICERS]
    )
    def test_a_second_person_can_confirm_a_role_once(
        self, decide, pending, person, role
    ):
        second = UserFactory(roles=[role], first_name="Sam", last_name="Second")

        decide(second, pending, "confirm")

        assert held(person) == [roles.EDITORS, roles.MODERATORS]
        assert not PendingChange.objects.exists()
        assert log_about(person)[-3:] == [
            (
                "Gil Giver",
                "Awaiting confirmation by a second person: role “Moderators”",
            ),
            ("Sam Second", "Confirmed: role “Moderators”, asked for by Gil Giver"),
            ("Sam Second", "Role given: Moderators"),
        ]
        assert decide(second, pending, "confirm").status_code == 404

    def test_nobody_else_can_confirm_a_role(
        self, decide, pending, giver, person, admin_user
    ):
        person.groups.add(Group.objects.get(name=roles.SITE_ADMINISTRATORS))
        moderator = UserFactory(
            roles=[roles.MODERATORS, roles.EDITORS, roles.FEEDBACK_TEAM]
        )
        for who in (giver, person, moderator, admin_user):
            decide(who, pending, "confirm")

            assert roles.MODERATORS not in held(person), who
            with pytest.raises(PermissionDenied):
                second_person.confirm(pending, who)

    def test_a_later_decision_answers_404(self, decide, pending, second, monkeypatch):
        confirm = second_person.confirm

        def after_somebody_else(found, user):
            with opened_for(WritePurpose.ASKED):
                PendingChange.objects.all().delete()
            confirm(found, user)

        monkeypatch.setattr(second_person, "confirm", after_somebody_else)

        assert decide(second, pending, "confirm").status_code == 404

    def test_a_role_can_be_refused_or_taken_back(self, decide, person, second, giver):
        for who in (second, giver, person, UserFactory(roles=[roles.MODERATORS])):
            pending = PendingChange.objects.create(
                kind="role",
                person=person,
                data={"role": roles.MODERATORS, "give": True},
                asked_by=giver,
            )

            decide(who, pending, "refuse")

            assert held(person) == [roles.EDITORS], who
            assert not PendingChange.objects.exists(), who
            assert log_about(person)[-1][1] == "Rejected: role “Moderators”", who

    def test_of_a_group_that_is_gone_the_second_person_is_told(
        self, pending, second, decide
    ):
        PendingChange.objects.update(data={"role": "Gone", "give": True})

        answer = decide(second, pending, "confirm")

        assert (
            "Someone has deleted it"
            in answer.client.get(answer["Location"]).content.decode()
        )
        assert PendingChange.objects.exists()

    def test_the_screen_offers_only_permitted_actions_and_nothing_to_others(
        self, pending, giver, second
    ):
        def shown(user):
            client = Client()  # without the messages for the giver
            client.force_login(user)
            return client.get(reverse(SCREEN)).content.decode()

        def offered(user):
            return [
                action
                for action in ("confirm", "refuse")
                if f'value="{action}"' in shown(user)
            ]

        assert offered(second) == ["confirm", "refuse"]
        assert offered(giver) == ["refuse"]
        for role in (roles.EDITORS, roles.FEEDBACK_TEAM):
            text = shown(UserFactory(roles=[role]))
            assert "Nothing needs confirmation." in text
            assert "Pat Person" not in text

    def test_an_incomplete_request_does_nothing(self, client, pending, second):
        client.force_login(second)

        for data in [{}, {"action": "confirm", "change": "x"}, {"action": "delete"}]:
            client.post(reverse(SCREEN), {"change": pending.pk, **data})

            assert PendingChange.objects.exists(), data

    def test_the_first_people_of_an_empty_site_get_their_roles_by_a_command(
        self, give_on_the_form, admin_user
    ):
        ann = UserFactory(username="ann")

        give_on_the_form(admin_user, ann, roles.SITE_ADMINISTRATORS)
        assert held(ann) == []

        who_decided = ["--decided-by", "Chief Officer", "--reason", "The site is new."]
        role = f"groups__name={roles.SITE_ADMINISTRATORS}"
        call_command(
            "administer",
            "account",
            "--where",
            "username=ann",
            "--add",
            role,
            *who_decided,
        )
        assert held(ann) == [roles.SITE_ADMINISTRATORS]
        assert not PendingChange.objects.exists()


class TestOwnGroups:
    @pytest.mark.parametrize("is_superuser", [True, False])
    def test_nobody_can_join_or_leave_a_group_by_themselves(
        self, client, give_on_the_form, giver, admin_user, is_superuser
    ):
        oneself = admin_user if is_superuser else giver
        before = held(oneself)

        for role in (roles.EDITORS, roles.MODERATORS):
            give_on_the_form(oneself, oneself, role)
            give_in_bulk(client, oneself, role)
        give_on_the_form(oneself, oneself, taken=before)

        assert held(oneself) == before
        assert not PendingChange.objects.filter(kind="role").exists()

    def test_ones_own_name_waits_for_a_second_person(
        self, give_on_the_form, giver, decide, second
    ):
        giver.first_name = "Changed"

        give_on_the_form(giver, giver)
        assert User.objects.get(pk=giver.pk).first_name == "Gil"

        for who, name in ((giver, "Gil"), (second, "Changed")):
            decide(who, PendingChange.objects.get(), "confirm")
            assert User.objects.get(pk=giver.pk).first_name == name


class TestRoleEmails:
    @pytest.fixture(autouse=True)
    def _send_emails_at_once(self, monkeypatch):
        monkeypatch.setattr(
            "django.db.transaction.on_commit", lambda function: function()
        )

    def recipients_by_subject(self, mailoutbox) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for mail in mailoutbox:
            found.setdefault(mail.subject, set()).update(mail.to)
        mailoutbox.clear()
        return found

    def test_asking_refusing_and_confirming_tell_those_concerned(
        self, give_on_the_form, decide, giver, person, second, mailoutbox
    ):
        administrator = UserFactory(roles=[roles.SITE_ADMINISTRATORS])
        moderator = UserFactory(roles=[roles.MODERATORS])
        UserFactory(roles=[roles.EDITORS])

        give_on_the_form(giver, person, roles.MODERATORS)
        assert self.recipients_by_subject(mailoutbox) == {
            "Please confirm: Pat Person: role “Moderators”": {
                administrator.email,
                second.email,
            },
            "Confirmation needed: Pat Person: role “Moderators”": {
                person.email,
                moderator.email,
            },
        }

        decide(second, PendingChange.objects.get(), "refuse")
        assert self.recipients_by_subject(mailoutbox) == {
            "Rejected: Pat Person: role “Moderators”": {giver.email, person.email},
        }

        give_on_the_form(giver, person, roles.MODERATORS)
        mailoutbox.clear()
        decide(second, PendingChange.objects.get(), "confirm")
        assert self.recipients_by_subject(mailoutbox) == {
            "Confirmed: Pat Person: role “Moderators”": {
                second.email,
                moderator.email,
                person.email,
            },
        }

    def test_group_changes_email_the_person(
        self, give_on_the_form, giver, person, mailoutbox
    ):
        give_on_the_form(giver, person, roles.FEEDBACK_TEAM, taken=[roles.EDITORS])

        assert sorted(mail.body for mail in mailoutbox) == [
            "Hello Pat,\n\nGil Giver gave you the role “Feedback team”.\n",
            "Hello Pat,\n\nGil Giver took the role “Editors” from you.\n",
        ]
        assert self.recipients_by_subject(mailoutbox) == {
            "Your roles have changed": {person.email}
        }
        assert log_about(person)[-2:] == [
            ("Gil Giver", "Role given: Feedback team"),
            ("Gil Giver", "Role taken away: Editors"),
        ]


class TestRoleGroups:
    def test_clearing_a_group_is_logged_for_each_person(self, person):
        Group.objects.get(name=roles.EDITORS).user_set.clear()

        assert log_about(person)[-1][1] == "Role taken away: Editors"

    def test_role_groups_cannot_be_renamed_or_deleted(self, db):
        for group in Group.objects.filter(name__in=roles.ROLES):
            with (
                pytest.raises(PermissionDenied, match="is not deleted"),
                transaction.atomic(),
            ):
                group.delete()
            group.name = "Another"
            with pytest.raises(ValidationError, match="keeps its name"):
                group.save()

    def test_a_step_with_another_group_has_no_approvers(self, home):
        step = home.get_workflow().tasks.get().specific
        step.groups.set(
            [
                Group.objects.get(name=roles.EDITORS),
                Group.objects.create(name="Friends"),
            ]
        )
        friend = UserFactory(roles=[roles.EDITORS, "Friends"])

        assert not step.user_has_role(friend)
        assert step.users_with_role() == set()

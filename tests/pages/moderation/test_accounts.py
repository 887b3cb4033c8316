"""Changes of accounts are logged and show the work that is left open; only superusers change superusers."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import NoReverseMatch, reverse

from pages.moderation.approval.roles import EDITORS, MODERATORS
from pages.moderation.dual_control import membership
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.factories import NoticeFactory, StandardPageFactory, UserFactory
from tests.factories.published import publish
from tests.pages.accounts.attacks import edit, form_of, in_bulk
from tests.submissions import submit

PASSWORD = "A-long-and-new-one-7"
PASSWORDS = {"password1": PASSWORD, "password2": PASSWORD}


def add(client, name, **fields):
    form = form_of(
        UserFactory.build(username=name, email=name),
        **{"roles": [], **fields},
        **PASSWORDS,
    )
    return client.post(reverse("wagtailusers_users:add"), form, follow=True)


def logged_changes(person) -> list[str]:
    entries = AuditLogEntry.objects.about(person).filter(action="people").order_by("pk")
    return [entry.data["what"] for entry in entries]


def test_bulk_changes_are_logged_for_each_account(client, administrator):
    people = [UserFactory(), UserFactory()]

    for value, words in (("False", "deactivated"), ("True", "reactivated")):
        in_bulk(client, "set_active_state", {"mark_as_active": value}, *people)

        for person in people:
            person.refresh_from_db()
            assert person.is_active == (value == "True")
            entry = AuditLogEntry.objects.about(person).latest("pk")
            assert (entry.action, entry.actor_id) == ("people", administrator.pk)
            assert entry.data == {"what": f"User changed ({words})"}


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_makes_a_superuser_on_a_screen(client, is_superuser):
    client.force_login(
        UserFactory(is_superuser=is_superuser, roles=["Site administrators"])
    )
    person = UserFactory(roles=[EDITORS])
    screen = client.get(reverse("wagtailusers_users:edit", args=[person.pk]))

    edit(client, person, is_superuser="on")
    add(client, "new@example.org", is_superuser="on")

    assert "is_superuser" not in screen.content.decode()
    person.refresh_from_db()
    assert person.first_name == "A"
    assert not person.is_superuser
    assert not type(person).objects.get(username="new@example.org").is_superuser


def test_a_site_administrator_cannot_change_a_superuser(
    client, administrator, admin_user
):
    before = admin_user.password

    edit(client, admin_user, **PASSWORDS)

    admin_user.refresh_from_db()
    assert admin_user.password == before
    assert admin_user.is_superuser


def test_a_site_administrator_cannot_change_superusers_in_bulk(
    client, administrator, admin_user
):
    forms = {
        "set_active_state": {"mark_as_active": "False"},
        "assign_role": {"role": "1"},
    }
    for action, form in forms.items():
        assert in_bulk(client, action, form, admin_user).status_code == 302

    admin_user.refresh_from_db()
    assert admin_user.is_active
    assert not admin_user.groups.exists()


def test_a_new_hash_of_the_same_password_is_not_logged(client, administrator, settings):
    person = UserFactory()
    person.set_password(PASSWORD)
    person.save()
    before = logged_changes(person)
    digest = person.password
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]

    assert client.login(username=person.username, password=PASSWORD)

    person.refresh_from_db()
    assert person.password != digest
    assert logged_changes(person) == before


def test_the_log_names_changes_once_and_no_password_that_was_sent_and_is_not_set(
    client, administrator
):
    person = UserFactory(roles=[EDITORS])
    changes = {
        "is_active": "",
        "email": "a@example.org",
        "roles": [EDITORS, MODERATORS],
    }

    for _ in range(2):  # the second time without a change
        edit(client, person, **changes, **PASSWORDS)

    assert logged_changes(person)[-3:] == [
        "User changed (email address, name)",
        "User changed (deactivated)",
        f"Awaiting confirmation by a second person: role “{MODERATORS}”",
    ]


def test_accounts_cannot_be_copied():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailusers_users:copy", args=[1])


NO_ROLE = "has no role yet, so they cannot use the CMS"


def test_saving_an_account_without_a_role_shows_a_warning(client, administrator):
    for role in [None, EDITORS, MODERATORS]:
        answer = add(client, f"new-{role}@example.org", roles=[role])

        assert (NO_ROLE in answer.content.decode()) == (role is None), role

    person = UserFactory(roles=[EDITORS])
    edit(client, person, roles=[])
    assert (
        NO_ROLE
        in client.get(
            reverse("wagtailusers_users:edit", args=[person.pk])
        ).content.decode()
    )


def test_whoever_has_no_role_is_told_what_to_do(client, db):
    client.force_login(UserFactory())

    shown = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert (
        "You have no role yet, so you cannot use the CMS. Ask a site administrator"
        in shown
    )


def test_the_list_of_accounts_shows_roles_and_who_has_none(client, administrator):
    UserFactory(first_name="Nora", last_name="None")
    both = UserFactory(first_name="Ann", last_name="Smith", roles=[EDITORS])
    PendingChange.objects.create(
        kind="role",
        person=both,
        data={"role": MODERATORS, "give": True},
        asked_by=administrator,
    )

    page = BeautifulSoup(
        client.get(reverse("wagtailusers_users:index")).content, "html.parser"
    )

    rows = {
        row.select_one(".title-wrapper").get_text(strip=True): row
        for row in page.select("tbody tr")
    }
    roles = {
        name: row.select_one("[data-label=Roles]").get_text(strip=True)
        for name, row in rows.items()
    }
    assert roles["Nora None"] == "No role"
    assert roles["Ann Smith"] == "Editors, Moderators (to be confirmed)"


@pytest.fixture
def leaving(db):
    return UserFactory(
        roles=[EDITORS, MODERATORS], first_name="Lee", last_name="Leaver"
    )


@pytest.fixture
def work(home, leaving):
    """A draft of theirs, what they submitted, and what others submitted."""
    draft = publish(StandardPageFactory(parent=home, title="Their draft"))
    draft.title = "Their draft"
    draft.summary = "Changed."
    draft.save_revision(user=leaving)
    submit(NoticeFactory(text="Their notice"), leaving)
    submit(
        StandardPageFactory(parent=home, title="To be reviewed"),
        UserFactory(roles=[EDITORS]),
    )
    others = publish(StandardPageFactory(parent=home, title="Somebody else’s draft"))
    others.summary = "Changed."
    others.save_revision(user=UserFactory())
    publish(StandardPageFactory(parent=home, title="Published"), user=leaving)


def titles(objects) -> set[str]:
    return {str(obj) for obj in objects}


def test_drafts_submissions_and_reviews_of_other_peoples_work_are_open_work(
    work, leaving
):
    assert titles(membership.open_drafts(leaving)) == {
        "Their draft",
        "Information: Their notice",
    }
    assert titles(membership.open_reviews(leaving)) == {"To be reviewed"}
    assert membership.open_reviews(UserFactory(roles=[EDITORS])) == []


OPEN = ["Their draft", "Their notice", "To be reviewed"]


def test_suspending_an_account_shows_its_open_work(
    client, administrator, work, leaving
):
    address = reverse("wagtailusers_users:edit", args=[leaving.pk])

    before = client.get(address).content.decode()
    after = client.post(
        reverse("moderation:second_person"), {"account": leaving.pk}, follow=True
    ).content.decode()
    again = client.get(address).content.decode()

    assert not User.objects.get(pk=leaving.pk).is_active
    assert [title for title in OPEN if title in before] == []
    assert [title for title in OPEN if title in after] == OPEN
    assert [title for title in OPEN if title in again] == OPEN


def test_bulk_deactivation_of_an_editor_shows_open_work(
    client, administrator, work, leaving
):
    leaving.groups.set([Group.objects.get(name=EDITORS)])
    address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])

    address += f"?id={leaving.pk}&next={reverse('wagtailusers_users:index')}"
    answer = client.post(address, {"mark_as_active": "False"}, follow=True)

    assert [title for title in OPEN[:2] if title in answer.content.decode()] == OPEN[:2]

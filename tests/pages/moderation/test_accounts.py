"""Changes of accounts are logged, and only superusers change superusers."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from pages.moderation.gate.roles import EDITORS, MODERATORS
from pages.moderation.models import Decision, PendingChange
from tests.factories import UserFactory

PASSWORD = "A-long-and-new-one-7"


def form_of(person, **fields) -> dict:
    groups = list(person.groups.values_list("pk", flat=True)) if person.pk else []
    names = {"username": person.username, "email": "a@example.org", "first_name": "A", "last_name": "B"}
    return {**names, "is_active": "on", "groups": groups, "password1": "", "password2": "", **fields}


def edit(client, person, **fields):
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form_of(person, **fields))


def logged_changes(person) -> list[str]:
    entries = Decision.objects.about(person).filter(action="people").order_by("pk")
    return [entry.data["what"] for entry in entries]


def set_active(client, people, value):
    address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    ids = "&".join(f"id={person.pk}" for person in people)
    client.post(f"{address}?{ids}", {"mark_as_active": value})


def test_bulk_changes_are_logged_for_each_account(client, administrator):
    people = [UserFactory(), UserFactory()]

    for value, words in (("False", "made inactive"), ("True", "made active")):
        set_active(client, people, value)

        for person in people:
            person.refresh_from_db()
            assert person.is_active == (value == "True")
            entry = Decision.objects.about(person).latest("pk")
            assert (entry.action, entry.actor_id) == ("people", administrator.pk)
            assert entry.data == {"what": f"User changed: {words}"}


def test_a_site_administrator_cannot_make_a_superuser(client, administrator):
    person = UserFactory(roles=[EDITORS])
    screen = client.get(reverse("wagtailusers_users:edit", args=[person.pk]))

    edit(client, person, is_superuser="on")
    new = UserFactory.build(username="somebody-new")
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    fields = form_of(new, email="new@example.org", is_superuser="on", **passwords)
    client.post(reverse("wagtailusers_users:add"), fields)

    assert "is_superuser" not in screen.content.decode()
    person.refresh_from_db()
    assert person.first_name == "A"
    assert not person.is_superuser
    assert not type(person).objects.get(username="somebody-new").is_superuser


def test_a_site_administrator_cannot_change_a_superuser(client, administrator, admin_user):
    before = admin_user.password

    edit(client, admin_user, password1=PASSWORD, password2=PASSWORD)

    admin_user.refresh_from_db()
    assert admin_user.password == before
    assert admin_user.is_superuser


def test_a_site_administrator_cannot_change_superusers_in_bulk(client, administrator, admin_user):
    forms = {"set_active_state": {"mark_as_active": "False"}, "assign_role": {"role": "1"}}
    for action, form in forms.items():
        address = reverse("wagtail_bulk_action", args=["auth", "user", action])
        assert client.post(f"{address}?id={admin_user.pk}", form).status_code == 404

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


def test_a_superuser_can_make_a_superuser_and_it_is_logged(client, admin_user):
    person = UserFactory()
    client.force_login(admin_user)

    edit(client, person, is_superuser="on")

    person.refresh_from_db()
    assert person.is_superuser
    assert logged_changes(person)[-1] == "User changed: now a superuser, e-mail address, name"


def test_the_log_names_changes_once_and_no_password_that_was_sent_and_is_not_set(client, administrator):
    person = UserFactory(roles=[EDITORS])
    groups = list(Group.objects.filter(name__in=[EDITORS, MODERATORS]).values_list("pk", flat=True))

    for _ in range(2):  # the second time without a change
        edit(client, person, is_active="", groups=groups, password1=PASSWORD, password2=PASSWORD)

    assert logged_changes(person)[-2:] == [
        "User changed: made inactive, e-mail address, name",
        f"Waits for a second person: role “{MODERATORS}”",
    ]


def test_accounts_cannot_be_copied():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailusers_users:copy", args=[1])


NO_ROLE = "has no role yet, and so cannot use the CMS"


def test_saving_an_account_without_a_role_shows_a_warning(client, administrator):
    for role in [None, EDITORS, MODERATORS]:
        new = UserFactory.build(username=f"new-{role}@example.org")
        groups = list(Group.objects.filter(name=role).values_list("pk", flat=True))
        fields = form_of(new, email=new.username, groups=groups, password1=PASSWORD, password2=PASSWORD)

        answer = client.post(reverse("wagtailusers_users:add"), fields, follow=True)

        assert (NO_ROLE in answer.content.decode()) == (role is None), role

    person = UserFactory(roles=[EDITORS])
    edit(client, person, groups=[])
    assert NO_ROLE in client.get(reverse("wagtailusers_users:edit", args=[person.pk])).content.decode()


def test_whoever_has_no_role_is_told_what_to_do(client, db):
    client.force_login(UserFactory())

    shown = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert "You have no role yet, so you cannot use the CMS. Ask a site administrator" in shown


def test_the_list_of_accounts_shows_roles_and_who_has_none(client, administrator):
    UserFactory(first_name="Nora", last_name="None")
    both = UserFactory(first_name="Ann", last_name="Smith", roles=[EDITORS])
    PendingChange.objects.create(kind="role", person=both, detail=MODERATORS, asked_by=administrator)

    page = BeautifulSoup(client.get(reverse("wagtailusers_users:index")).content, "html.parser")

    rows = {row.select_one(".title-wrapper").get_text(strip=True): row for row in page.select("tbody tr")}
    roles = {name: row.select_one("[data-label=Roles]").get_text(strip=True) for name, row in rows.items()}
    assert roles["Nora None"] == "No role"
    assert roles["Ann Smith"] == "Editors, Moderators (to be confirmed)"

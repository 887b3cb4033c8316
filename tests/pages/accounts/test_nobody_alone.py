"""Each power over who approves, and over what the public finds where, takes two people.

One person asks by a raw request, and nothing changes; a second one confirms, and it
takes effect.
"""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    CollectionViewRestriction,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from pages.content.models import HomePage, StandardPage
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.roles import (
    MODERATORS,
    SITE_ADMINISTRATORS,
    TWO_STEP_WORKFLOW,
)
from pages.moderation.dual_control import accounts, second_person
from pages.moderation.models import AuditLogEntry, PendingChange
from tests.databases import shared_content
from tests.effort import by_effort
from tests.factories import StandardPageFactory, UserFactory, make_home
from tests.factories.published import clear, publish

from .attacks import (
    deactivate_by_form,
    deactivate_in_bulk,
    edit,
    in_bulk,
    signed_in_client,
    suspend,
)


@shared_content
def pages_and_people():
    """A public and a private page, one like the home page, one for later, and somebody to do something to."""
    home = make_home()
    page = publish(StandardPageFactory(parent=home, title="Public"))
    Redirect.objects.create(
        old_path="/former", redirect_page=page, automatically_created=True
    )
    StandardPageFactory(parent=home, title=home.title, live=False)
    later = StandardPageFactory(parent=home, title="Later", live=False)
    later.go_live_at = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    clear(later).publish()
    private = publish(StandardPageFactory(parent=home, title="Private"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Group.objects.create(name="Friends")
    off = User.objects.create(
        username="off",
        email="off@example.org",
        first_name="Off",
        last_name="Person",
        is_active=False,
    )
    off.groups.add(Group.objects.get(name=MODERATORS))
    User.objects.create(
        username="pat", email="pat@example.org", first_name="Pat", last_name="Person"
    )


class World:
    """What was made, as it is stored now."""

    def __init__(self, colleagues):
        self.home, self.mo, self.ada = (
            HomePage.objects.get(),
            colleagues["moderator"],
            colleagues["admin"],
        )
        self.page, self.private = (
            StandardPage.objects.get(title=name) for name in ("Public", "Private")
        )
        self.workflow = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
        self.step = Task.objects.get(name="Approving officer")
        self.off, self.pat = (
            User.objects.get(username=name) for name in ("off", "pat")
        )


def state():
    """Return all that the powers are about."""
    return {
        "people": list(
            User.objects.order_by("username").values_list(
                "username",
                "email",
                "first_name",
                "last_name",
                "is_active",
                "is_superuser",
            )
        ),
        "roles": sorted(
            User.groups.through.objects.values_list("user__username", "group__name")
        ),
        "groups": sorted(
            Group.permissions.through.objects.values_list(
                "group__name", "permission__codename"
            )
        ),
        "permissions on pages": sorted(
            GroupPagePermission.objects.values_list("group__name", "permission")
        ),
        "restrictions": list(
            PageViewRestriction.objects.values_list("page", "restriction_type")
        ),
        "collections": list(
            CollectionViewRestriction.objects.values_list("restriction_type")
        ),
        "redirects": list(
            Redirect.objects.values_list("old_path", "redirect_link", "redirect_page")
        ),
        "addresses": sorted(Page.objects.values_list("url_path", flat=True)),
        "sites": list(Site.objects.values_list("hostname", "site_name", "root_page")),
        "workflows": list(Workflow.objects.values_list("name", "active")),
        "steps": list(Task.objects.values_list("name", "active")),
        "steps in workflows": list(
            WorkflowTask.objects.values_list("workflow__name", "task__name")
        ),
        "places of workflows": list(
            WorkflowPage.objects.values_list("page", "workflow__name")
        ),
        "groups of steps": sorted(
            (task.name, group.name)
            for task in Task.objects.all()
            for group in task.specific.groups.all()
        ),
    }


def post(client, name, *args, **form):
    return client.post(reverse(name, args=args), form)


POWERS = {
    "takes a role away": lambda client, w: edit(client, w.mo, roles=[]),
    "makes an approver inactive by the form": lambda client, w: deactivate_by_form(
        client, [w.mo]
    ),
    "makes an approver inactive in bulk": lambda client, w: deactivate_in_bulk(
        client, [w.mo]
    ),
    "brings an approver back by the form": lambda client, w: edit(
        client, w.off, is_active="on"
    ),
    "brings an approver back in bulk": lambda client, w: in_bulk(
        client, "set_active_state", {"mark_as_active": "True"}, w.off
    ),
    "changes the name of an approver": lambda client, w: edit(
        client, w.mo, first_name="Someone"
    ),
    "changes the user name of an approver": lambda client, w: edit(
        client, w.mo, username="somebody"
    ),
    "changes the address of an administrator": lambda client, w: edit(
        client, w.ada, email="m@e.org"
    ),
    "gives a role by the form": lambda client, w: edit(
        client, w.pat, roles=[MODERATORS]
    ),
    "gives a role in bulk": lambda client, w: in_bulk(
        client,
        "assign_role",
        {"role": Group.objects.get(name=SITE_ADMINISTRATORS).pk},
        w.pat,
    ),
    "moves a public page": lambda client, w: post(
        client, "wagtailadmin_pages:move_confirm", w.page.pk, w.private.pk
    ),
    "moves a public page in bulk": lambda client, w: client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        + f"?id={w.page.pk}",
        {"chooser": w.private.pk},
    ),
}
BY_TURNS = [
    (name, is_superuser)
    for number, name in enumerate(POWERS)
    for is_superuser in by_effort([number % 2 == 1], [False, True])
]
"""Each power with who tries it: a superuser, or a site administrator."""


@pytest.mark.parametrize(
    ("power", "is_superuser"),
    BY_TURNS,
)
@pytest.mark.django_db
def test_one_alone_changes_nothing_and_two_do(
    pages_and_people, no_demo, colleagues, power, is_superuser
):
    attacker = UserFactory(
        is_superuser=is_superuser, roles=[] if is_superuser else [SITE_ADMINISTRATORS]
    )
    world = World(colleagues)
    before = state()

    POWERS[power](signed_in_client(attacker), world)

    assert state() == before
    (change,) = PendingChange.objects.all()
    confirmer = colleagues["officer"]
    signed_in_client(confirmer).post(
        reverse(second_person.SCREEN), {"change": change.pk, "action": "confirm"}
    )
    assert state() != before
    assert not PendingChange.objects.exists()


VALUES = {
    "takes a role away": "Roles: Moderators → none",
    "makes an approver inactive by the form": "Active: yes → no",
    "brings an approver back in bulk": "Active: no → yes",
    "changes the name of an approver": "First name: Mo → Someone",
    "changes the user name of an approver": "Username: mo → somebody",
    "changes the address of an administrator": "Email address: ada@example.org → m@e.org",
    "gives a role by the form": "Roles: none → Moderators",
    "moves a public page": "private/public/",
}


@pytest.mark.parametrize(("power", "values"), VALUES.items())
@pytest.mark.django_db
def test_the_second_person_sees_the_old_and_the_new_value(
    pages_and_people, no_demo, colleagues, power, values
):
    POWERS[power](
        signed_in_client(UserFactory(roles=[SITE_ADMINISTRATORS])), World(colleagues)
    )

    shown = (
        signed_in_client(colleagues["officer"])
        .get(reverse(second_person.SCREEN))
        .content.decode()
    )

    assert values in shown


@pytest.mark.parametrize("power", VALUES)
@pytest.mark.django_db
def test_asking_twice_makes_one_request(
    pages_and_people, no_demo, colleagues, power, mailoutbox, committed
):
    client, world = (
        signed_in_client(UserFactory(roles=[SITE_ADMINISTRATORS])),
        World(colleagues),
    )
    for _ in range(2):
        mailoutbox.clear()
        with committed():
            POWERS[power](client, world)

    assert PendingChange.objects.count() == 1
    assert mailoutbox == []


@pytest.mark.django_db
def test_one_person_has_five_open_requests_of_a_kind_at_most(
    no_demo, attacker, colleagues
):
    client = signed_in_client(attacker)
    people = [
        UserFactory(first_name="Pat", last_name=f"{number}") for number in range(6)
    ]

    answers = [edit(client, person, roles=[MODERATORS]) for person in people]
    in_bulk(
        client,
        "assign_role",
        {"role": Group.objects.get(name=SITE_ADMINISTRATORS).pk},
        people[0],
    )

    assert PendingChange.objects.count() == second_person.MOST_OPEN
    assert "You have 5 open requests of this type" in answers[-1].content.decode()
    edit(client, colleagues["moderator"], first_name="Another kind")
    assert PendingChange.objects.count() == second_person.MOST_OPEN + 1


@pytest.mark.django_db
def test_nothing_but_the_values_of_its_kind_is_stored(no_demo, attacker, colleagues):
    edit(
        signed_in_client(attacker),
        colleagues["moderator"],
        first_name="Someone",
        junk="x" * 100_000,
    )

    (change,) = PendingChange.objects.all()
    assert change.data == {
        "old": {"first_name": "Mo"},
        "new": {"first_name": "Someone"},
    }


@pytest.mark.django_db
def test_what_has_been_changed_meanwhile_is_not_confirmed(
    no_demo, attacker, colleagues
):
    edit(signed_in_client(attacker), colleagues["moderator"], first_name="Someone")
    User.objects.filter(username="mo").update(first_name="Meanwhile")
    (change,) = PendingChange.objects.all()

    with pytest.raises(ValidationError, match="changed since"):
        second_person.confirm(change, colleagues["officer"])
    officer = signed_in_client(colleagues["officer"])
    form = {"change": change.pk, "action": "confirm"}
    answer = officer.post(reverse(second_person.SCREEN), form, follow=True)

    assert (
        "This could not be done. These have changed since they were requested."
        in answer.content.decode()
    )
    assert User.objects.get(username="mo").first_name == "Meanwhile"


@pytest.mark.django_db
def test_what_whoever_asked_may_no_longer_do_is_not_confirmed(no_demo, colleagues):
    asker = UserFactory(roles=[SITE_ADMINISTRATORS])
    edit(signed_in_client(asker), colleagues["moderator"], first_name="Someone")
    asker.groups.clear()

    with pytest.raises(ValidationError, match="no longer allowed to"):
        second_person.confirm(PendingChange.objects.get(), colleagues["officer"])


@pytest.mark.django_db
def test_a_page_that_moved_meanwhile_is_not_moved(
    pages_and_people, no_demo, colleagues
):
    world = World(colleagues)
    POWERS["moves a public page"](
        signed_in_client(UserFactory(roles=[SITE_ADMINISTRATORS])), world
    )
    (change,) = PendingChange.objects.all()
    Page.objects.filter(pk=world.page.pk).update(slug="other", url_path="/home/other/")

    with pytest.raises(ValidationError, match="has moved since this was requested"):
        second_person.confirm(change, colleagues["officer"])


@pytest.mark.django_db
def test_the_move_of_a_page_that_was_deleted_meanwhile_can_only_be_rejected(
    pages_and_people, no_demo, colleagues
):
    world = World(colleagues)
    POWERS["moves a public page"](
        signed_in_client(UserFactory(roles=[SITE_ADMINISTRATORS])), world
    )
    (change,) = PendingChange.objects.all()
    with permitted(world.page):
        world.page.delete()
    officer, screen = (
        signed_in_client(colleagues["officer"]),
        reverse(second_person.SCREEN),
    )

    assert "A deleted page: moved to" in officer.get(screen).content.decode()
    with pytest.raises(ValidationError, match="no longer allowed to"):
        second_person.confirm(change, colleagues["officer"])
    officer.post(screen, {"change": change.pk, "action": "refuse"})
    assert not PendingChange.objects.exists()


@pytest.mark.django_db
def test_nobody_confirms_what_they_asked_for_or_what_concerns_them(no_demo, colleagues):
    UserFactory(roles=[SITE_ADMINISTRATORS])
    edit(
        signed_in_client(colleagues["admin"]),
        colleagues["officer"],
        first_name="Someone",
    )
    (change,) = PendingChange.objects.all()

    assert [change.may_be_confirmed_by(person) for person in colleagues.values()] == [
        False,
        False,
        False,
    ]
    twin = UserFactory(roles=[SITE_ADMINISTRATORS])
    # They have shared its mailbox since before the rule.
    for person in (colleagues["admin"], colleagues["officer"]):
        User.objects.filter(pk=twin.pk).update(email=person.email.replace("@", "+2@"))
        twin.refresh_from_db()
        twin.save()  # and can still be saved
        assert not change.may_be_confirmed_by(twin)
    call_command("confirm_change", change.pk)
    assert User.objects.get(username="olu").first_name == "Someone"


@pytest.mark.django_db
def test_what_somebody_asked_for_is_refused_for_good_when_they_are_suspended(
    no_demo, attacker, colleagues, mailoutbox, committed
):
    pat = UserFactory(username="pat", email="pat@example.org")
    edit(signed_in_client(attacker), pat, roles=[MODERATORS])
    (change,) = PendingChange.objects.all()
    officer = signed_in_client(colleagues["officer"])

    with committed():
        suspend(officer, [attacker])
    attacker.is_active = True
    attacker.save()
    officer.post(
        reverse(second_person.SCREEN), {"change": change.pk, "action": "confirm"}
    )

    assert not pat.groups.exists()
    assert not PendingChange.objects.exists()
    (told,) = [each for each in mailoutbox if each.to == [pat.email]]
    assert "suspended" in told.body
    entry = AuditLogEntry.objects.about(pat).filter(action="people").latest("pk")
    assert entry.data["what"].startswith("Rejected: ")

    # As if it had been on its way at that moment.
    edit(signed_in_client(attacker), pat, roles=[MODERATORS])
    User.objects.filter(pk=attacker.pk).update(is_active=False)
    late = PendingChange.objects.get()
    assert (
        "is suspended. Reject it."
        in officer.get(reverse(second_person.SCREEN)).content.decode()
    )
    with pytest.raises(CommandError, match="is suspended"):
        call_command("confirm_change", str(late.pk))
    edit(signed_in_client(colleagues["admin"]), pat, roles=[MODERATORS])
    assert PendingChange.objects.get().asked_by == colleagues["admin"]


@pytest.mark.django_db
def test_the_services_behind_the_forms_refuse_whoever_looks_after_no_accounts(
    no_demo, colleagues
):
    pat, superuser = UserFactory(), UserFactory(is_superuser=True)
    group = Group.objects.get(name=MODERATORS)
    refused = [
        (person, pat)
        for person in (colleagues["moderator"], colleagues["officer"], UserFactory())
    ]
    for user, person in [*refused, (colleagues["admin"], superuser)]:
        with pytest.raises(PermissionDenied):
            accounts.change_details(person, user, {"first_name": "New"})
        with pytest.raises(PermissionDenied):
            accounts.change_access(person, user, False)
        with pytest.raises(PermissionDenied):
            accounts.change_right(person, user, group.name, give=True)

    assert not PendingChange.objects.exists()

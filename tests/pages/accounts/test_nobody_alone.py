"""Each power over who approves, and over what the public finds where, takes two people.

One person asks by a raw request, and nothing changes; a second one confirms, and it takes effect.
"""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
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
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from pages.content.models import HomePage, StandardPage
from pages.moderation.gate.roles import (
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    TWO_STEP_WORKFLOW,
)
from pages.moderation.models import Decision, PendingChange
from pages.moderation.people import second_person
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
    workflow_form,
)


@shared_content
def pages_and_people():
    """A public and a private page, one like the home page, one for later, and somebody to do something to."""
    home = make_home()
    page = publish(StandardPageFactory(parent=home, title="Public"))
    Redirect.objects.create(old_path="/former", redirect_page=page, automatically_created=True)
    StandardPageFactory(parent=home, title=home.title, live=False)
    later = StandardPageFactory(parent=home, title="Later", live=False)
    later.go_live_at = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    clear(later).publish()
    private = publish(StandardPageFactory(parent=home, title="Private"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Group.objects.create(name="Friends")
    User.objects.create(username="off", email="off@example.org", is_active=False).groups.add(
        Group.objects.get(name=MODERATORS)
    )
    User.objects.create(username="pat", email="pat@example.org", first_name="Pat", last_name="Person")


class World:
    """What was made, as it is stored now."""

    def __init__(self, colleagues):
        self.home, self.mo, self.ada = HomePage.objects.get(), colleagues["moderator"], colleagues["admin"]
        self.page, self.private = (StandardPage.objects.get(title=name) for name in ("Public", "Private"))
        self.workflow = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
        self.step = Task.objects.get(name="Approving officer")
        self.off, self.pat = (User.objects.get(username=name) for name in ("off", "pat"))


def state():
    """Return all that the powers are about."""
    return {
        "people": list(
            User.objects.order_by("username").values_list(
                "username", "email", "first_name", "last_name", "is_active", "is_superuser"
            )
        ),
        "roles": sorted(User.groups.through.objects.values_list("user__username", "group__name")),
        "groups": sorted(
            Group.permissions.through.objects.values_list("group__name", "permission__codename")
        ),
        "permissions on pages": sorted(GroupPagePermission.objects.values_list("group__name", "permission")),
        "restrictions": list(PageViewRestriction.objects.values_list("page", "restriction_type")),
        "collections": list(CollectionViewRestriction.objects.values_list("restriction_type")),
        "redirects": list(Redirect.objects.values_list("old_path", "redirect_link", "redirect_page")),
        "addresses": sorted(Page.objects.values_list("url_path", flat=True)),
        "sites": list(Site.objects.values_list("hostname", "site_name", "root_page")),
        "workflows": list(Workflow.objects.values_list("name", "active")),
        "steps": list(Task.objects.values_list("name", "active")),
        "steps in workflows": list(WorkflowTask.objects.values_list("workflow__name", "task__name")),
        "places of workflows": list(WorkflowPage.objects.values_list("page", "workflow__name")),
        "groups of steps": sorted(
            (task.name, group.name) for task in Task.objects.all() for group in task.specific.groups.all()
        ),
    }


def post(client, name, *args, **form):
    return client.post(reverse(name, args=args), form)


def site_form(**changes):
    site = Site.objects.get()
    return {
        "hostname": site.hostname,
        "port": site.port,
        "site_name": site.site_name,
        "root_page": site.root_page_id,
        "is_default_site": "on",
        **changes,
    }


def redirect_form(old_path, **changes):
    return {"old_path": old_path, "site": "", "is_permanent": "on", "redirect_link": "", **changes}


ELSEWHERE = "https://mallory.example/"
PRIVACY = {"password": "", "groups": []}
POWERS = {
    "takes a role away": lambda client, w: edit(client, w.mo, roles=[EDITORS]),
    "makes an approver inactive by the form": lambda client, w: deactivate_by_form(client, [w.mo]),
    "makes an approver inactive in bulk": lambda client, w: deactivate_in_bulk(client, [w.mo]),
    "brings an approver back by the form": lambda client, w: edit(client, w.off, is_active="on"),
    "brings an approver back in bulk": lambda client, w: in_bulk(
        client, "set_active_state", {"mark_as_active": "True"}, w.off
    ),
    "changes the name of an approver": lambda client, w: edit(client, w.mo, first_name="Someone"),
    "changes the user name of an approver": lambda client, w: edit(client, w.mo, username="somebody"),
    "changes the address of an administrator": lambda client, w: edit(client, w.ada, email="m@e.org"),
    "gives a role by the form": lambda client, w: edit(client, w.pat, roles=[MODERATORS]),
    "gives a role in bulk": lambda client, w: in_bulk(
        client, "assign_role", {"role": Group.objects.get(name=SITE_ADMINISTRATORS).pk}, w.pat
    ),
    "makes a workflow of one step": lambda client, w: client.post(
        reverse("wagtailadmin_workflows:edit", args=[w.workflow.pk]),
        workflow_form(w.workflow, {w.workflow.tasks.first().pk}),
    ),
    "puts a workflow on a page": lambda client, w: client.post(
        reverse("wagtailadmin_workflows:edit", args=[w.workflow.pk]),
        workflow_form(w.workflow, {task.pk for task in w.workflow.tasks}, page=w.page),
    ),
    "makes a workflow": lambda client, w: client.post(
        reverse("wagtailadmin_workflows:add"),
        nested_form_data(
            {
                "name": "Quick",
                "active": "on",
                "workflow_tasks": inline_formset([{"task": w.step.pk}]),
                "pages": inline_formset([]),
            }
        ),
    ),
    "removes a workflow from its pages": lambda client, w: post(
        client, "wagtailadmin_workflows:remove", w.home.get_root().pk
    ),
    "changes the roles of a step": lambda client, w: client.post(
        reverse("wagtailadmin_workflows:edit_task", args=[w.step.pk]),
        {"name": "Approving officer", "groups": [Group.objects.get(name=MODERATORS).pk]},
    ),
    "changes the root page": lambda client, w: client.post(
        reverse("wagtailsites:edit", args=[Site.objects.get().pk]), site_form(root_page=w.page.pk)
    ),
    "changes the root page to one of the same title": lambda client, w: client.post(
        reverse("wagtailsites:edit", args=[Site.objects.get().pk]),
        site_form(root_page=StandardPage.objects.get(title=w.home.title).pk),
    ),
    "changes the host": lambda client, w: client.post(
        reverse("wagtailsites:edit", args=[Site.objects.get().pk]), site_form(hostname="mallory.example")
    ),
    "moves a public page": lambda client, w: post(
        client, "wagtailadmin_pages:move_confirm", w.page.pk, w.private.pk
    ),
    "moves a page that is approved for later": lambda client, w: post(
        client, "wagtailadmin_pages:move_confirm", StandardPage.objects.get(title="Later").pk, w.private.pk
    ),
    "moves a public page in bulk": lambda client, w: client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={w.page.pk}",
        {"chooser": w.private.pk},
    ),
    "makes a public page private": lambda client, w: post(
        client, "wagtailadmin_pages:set_privacy", w.page.pk, restriction_type="login", **PRIVACY
    ),
    "makes a private page public": lambda client, w: post(
        client, "wagtailadmin_pages:set_privacy", w.private.pk, restriction_type="none", **PRIVACY
    ),
    "redirects to another host": lambda client, w: client.post(
        reverse("wagtailredirects:add"), redirect_form("/old/", redirect_link=ELSEWHERE)
    ),
    "redirects to another host without a scheme": lambda client, w: client.post(
        reverse("wagtailredirects:add"), redirect_form("/old/", redirect_link="//mallory.example/")
    ),
    "redirects from a live address": lambda client, w: client.post(
        reverse("wagtailredirects:add"), redirect_form("/public/", redirect_page=w.home.pk)
    ),
    "redirects from a live address by a redirect of a renamed page": lambda client, w: client.post(
        reverse("wagtailredirects:edit", args=[Redirect.objects.get().pk]),
        redirect_form("/public/", redirect_page=w.home.pk),
    ),
}
OF_SUPERUSERS = {
    "disables a workflow": lambda client, w: post(client, "wagtailadmin_workflows:disable", w.workflow.pk),
    "disables a step": lambda client, w: post(client, "wagtailadmin_workflows:disable_task", w.step.pk),
    "makes a superuser": lambda client, w: edit(client, w.pat, is_superuser="on"),
    "makes a new account a superuser": lambda client, w: post(
        client,
        "wagtailusers_users:add",
        username="new",
        email="new@example.org",
        first_name="N",
        last_name="N",
        is_superuser="on",
    ),
    "deletes an approver": lambda client, w: post(client, "wagtailusers_users:delete", w.mo.pk),
    "deletes an approver in bulk": lambda client, w: in_bulk(client, "delete", {}, w.mo),
    "gives permissions to a group": lambda client, w: client.post(
        reverse("wagtailusers_groups:edit", args=[Group.objects.get(name=EDITORS).pk]), group_form(EDITORS)
    ),
    "gives permissions on pages to a group": lambda client, w: client.post(
        reverse("wagtailusers_groups:edit", args=[Group.objects.get(name="Friends").pk]),
        group_form("Friends", page=w.page),
    ),
    "restricts all files": lambda client, w: post(
        client,
        "wagtailadmin_collections:set_privacy",
        Collection.get_first_root_node().pk,
        restriction_type="login",
        **PRIVACY,
    ),
}


def group_form(name, page=None):
    added = () if page else (Permission.objects.get(codename="change_user").pk,)
    on_pages = [{"page": page.pk, "permissions": ("publish_page",)}] if page else []
    forms = {f"{kind}_permissions": inline_formset([]) for kind in ("document", "image", "collection")}
    forms["page_permissions"] = inline_formset(on_pages)
    return nested_form_data({"name": name, "permissions": added, **forms})


COMMITS = {"makes a private page public", "removes a workflow from its pages"}
"""Wagtail deletes within no transaction of its own here."""
BY_TURNS = [
    (name, is_superuser)
    for number, name in enumerate(POWERS)
    for is_superuser in by_effort([number % 2 == 1], [False, True])
]
"""Each power with who tries it: a superuser, or a site administrator."""


@pytest.mark.parametrize(
    ("power", "is_superuser"),
    [
        pytest.param(*case, marks=pytest.mark.django_db(transaction=case[0] in COMMITS))
        for case in [*BY_TURNS, *dict.fromkeys(OF_SUPERUSERS, True).items()]
    ],
)
def test_one_alone_changes_nothing_and_two_do(pages_and_people, no_demo, colleagues, power, is_superuser):
    attacker = UserFactory(is_superuser=is_superuser, roles=[] if is_superuser else [SITE_ADMINISTRATORS])
    world = World(colleagues)
    before = state()

    (POWERS | OF_SUPERUSERS)[power](signed_in_client(attacker), world)

    assert state() == before
    (change,) = PendingChange.objects.all()
    confirmer = colleagues["officer"]
    signed_in_client(confirmer).post(
        reverse(second_person.SCREEN), {"change": change.pk, "action": "confirm"}
    )
    assert state() != before
    assert not PendingChange.objects.exists()


@pytest.mark.django_db
def test_the_second_person_sees_all_that_a_request_changes(no_demo, attacker, colleagues):
    UserFactory(username="ed", first_name="Ed", last_name="Itor", roles=[EDITORS])
    deactivate_in_bulk(signed_in_client(attacker), [colleagues["moderator"], User.objects.get(username="ed")])

    (change,) = PendingChange.objects.all()

    assert str(change) == "User “Ed Itor”: active; User “mo”: active"
    assert "active: yes → no" in change.of_kind.details()


@pytest.mark.django_db
def test_what_would_change_anything_else_by_now_changes_nothing(no_demo, attacker, colleagues):
    edit(signed_in_client(attacker), colleagues["moderator"], first_name="Someone")
    User.objects.filter(username="mo").update(email="mo@elsewhere.org")
    (change,) = PendingChange.objects.all()

    with pytest.raises(ValidationError, match="something else than what was asked for"):
        second_person.confirm(change, colleagues["officer"])
    assert User.objects.get(username="mo").first_name == ""


@pytest.mark.django_db
def test_nobody_confirms_what_they_asked_for_or_what_concerns_them(no_demo, colleagues):
    UserFactory(roles=[SITE_ADMINISTRATORS])
    edit(signed_in_client(colleagues["admin"]), colleagues["officer"], first_name="Someone")
    (change,) = PendingChange.objects.all()

    assert [change.may_be_confirmed_by(person) for person in colleagues.values()] == [False, False, False]
    twin = UserFactory(roles=[SITE_ADMINISTRATORS])
    for person in (
        colleagues["admin"],
        colleagues["officer"],
    ):  # who share its mailbox from before
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
    officer.post(reverse(second_person.SCREEN), {"change": change.pk, "action": "confirm"})

    assert not pat.groups.exists()
    assert not PendingChange.objects.exists()
    (told,) = [each for each in mailoutbox if each.to == [pat.email]]
    assert "suspended" in told.body
    entry = Decision.objects.about(pat).filter(action="people").latest("pk")
    assert entry.data["what"].startswith("Refused: ")

    # As if it had been on its way at that moment.
    edit(signed_in_client(attacker), pat, roles=[MODERATORS])
    User.objects.filter(pk=attacker.pk).update(is_active=False)
    late = PendingChange.objects.get()
    assert "is suspended. Refuse it." in officer.get(reverse(second_person.SCREEN)).content.decode()
    with pytest.raises(CommandError, match="is suspended"):
        call_command("confirm_change", str(late.pk))
    edit(signed_in_client(colleagues["admin"]), pat, roles=[MODERATORS])
    assert PendingChange.objects.get().asked_by == colleagues["admin"]


@pytest.mark.django_db
def test_a_request_with_a_nul_waits_like_any_other(no_demo, attacker, colleagues):
    """PostgreSQL stores none, and answered it with a fault."""
    odd = {"p": "\0", "q\0": "a\0b"}

    answer = edit(signed_in_client(attacker), colleagues["moderator"], first_name="Someone", **odd)

    assert answer.status_code == 302
    form = PendingChange.objects.get().data["form"]
    assert (form["p"], form["q"]) == ([""], ["ab"])

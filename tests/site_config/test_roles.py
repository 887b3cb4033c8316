"""``manage.py migrate`` makes the roles and, for a new site, the workflows."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from pages.moderation.approval.roles import EDITORS, MODERATORS, TWO_STEP_WORKFLOW
from site_config import roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def migrate() -> None:
    call_command("migrate", verbosity=0)


def allowed(role):
    group = Group.objects.get(name=role)
    return (
        set(group.permissions.values_list("codename", flat=True)),
        {
            (permission.page_id, permission.permission.codename)
            for permission in group.page_permissions.all()
        },
        {
            (permission.collection_id, permission.permission.codename)
            for permission in group.collection_permissions.all()
        },
    )


def test_a_role_gets_back_what_it_may_do_and_loses_what_it_may_not_but_below_a_page(
    home,
):
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=MODERATORS), page=home, permission_type="lock"
    )
    before = allowed(EDITORS)
    group = Group.objects.get(name=EDITORS)
    root, all_files = Page.objects.get(depth=1), Collection.objects.get(depth=1)
    group.permissions.set(Permission.objects.filter(codename="delete_user"))
    group.page_permissions.all().delete()
    GroupPagePermission.objects.create(
        group=group, page=root, permission_type="publish"
    )
    group.collection_permissions.all().delete()
    delete_image = Permission.objects.get(codename="delete_image")
    GroupCollectionPermission.objects.create(
        group=group, collection=all_files, permission=delete_image
    )

    migrate()

    assert allowed(EDITORS) == before
    assert {codename for _, codename in before[1]} == {"add_page", "change_page"}
    assert (home.pk, "lock_page") in allowed(MODERATORS)[1]


def test_a_new_role_gets_its_group_and_nobody_loses_theirs(monkeypatch):
    editor = UserFactory(roles=[EDITORS])
    monkeypatch.setattr(roles, "ROLES", [*roles.ROLES, "Readers"])
    monkeypatch.setitem(roles.MODELS, "Readers", {"content.notice": ["view"]})

    migrate()

    assert allowed("Readers") == ({"access_admin", "view_notice"}, set(), set())
    assert editor.groups.get().name == EDITORS


def test_a_workflow_that_an_administrator_changed_stays_changed():
    workflow = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
    workflow.name = "Approval by three"
    workflow.save()
    count = Workflow.objects.count()

    migrate()

    assert Workflow.objects.count() == count
    assert not Workflow.objects.filter(name=TWO_STEP_WORKFLOW).exists()


def test_while_an_app_has_no_tables_nothing_is_made():
    class Apps:
        def get_model(self, label):
            if label == roles.STEP:
                raise LookupError(label)

    before = allowed(MODERATORS)
    roles.make_roles_and_workflows(Apps())

    assert allowed(MODERATORS) == before

"""The database refuses each write to a protected table that no form and no command has opened."""

import logging
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.http import HttpResponse
from django.urls import path
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.core.protected_tables import (
    COMMANDS,
    EVERYTHING,
    PROCESS,
    closed,
    is_open,
    is_refusal,
    opened,
)
from pages.moderation.approval.protection import (
    AREAS,
    PROTECTED,
    WritePurpose,
    protect_tables,
)
from pages.moderation.models import (
    IndependentApprovalTask,
    PendingChange,
)
from site_config import start, urls
from site_config.settings.environment import PROJECT_DIR
from tests.factories import StandardPageFactory, UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.urls(__name__),
]


class Job:
    """What the view does."""

    write = staticmethod(lambda: None)


def view(request):
    """A view outside the admin, of an app that knows nothing of all this."""
    with transaction.atomic():
        Job.write()
    return HttpResponse("Done")


urlpatterns = [path("write/", view), *urls.urlpatterns]
handler403, handler404 = urls.handler403, urls.handler404


@pytest.fixture
def rows(home):
    """One row of every model that is protected."""
    group, page = Group.objects.create(name="Friends"), StandardPageFactory(parent=home)
    user = UserFactory(roles=["Friends"], username="pat")
    permission = Permission.objects.first()
    user.user_permissions.add(permission)
    group.permissions.add(permission)
    root = Collection.get_first_root_node()
    step = IndependentApprovalTask.objects.first()
    group_step = GroupApprovalTask.objects.create(name="Wagtail's")
    group_step.groups.add(group)
    workflow = Workflow.objects.first()
    on_page = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    on_page.groups.add(group)
    on_files = CollectionViewRestriction.objects.create(
        collection=root, restriction_type="groups"
    )
    on_files.groups.add(group)
    content_type = ContentType.objects.get_for_model(User)
    made = [
        group,
        user,
        permission,
        root,
        step,
        group_step,
        workflow,
        on_page,
        on_files,
        Site.objects.get(),
        Task.objects.get(pk=step.pk),
        Redirect.objects.create(
            old_path="/old", redirect_link="https://elsewhere.example/"
        ),
        GroupPagePermission.objects.create(
            group=group, page=page, permission=permission
        ),
        GroupCollectionPermission.objects.create(
            group=group, collection=root, permission=permission
        ),
        WorkflowContentType.objects.create(
            workflow=workflow, content_type=content_type
        ),
        WorkflowPage.objects.create(workflow=workflow, page=page),
        WorkflowTask.objects.first(),
        User.groups.through.objects.get(user=user),
        page.page_ptr,
        user.authenticator_set.create(type="totp", data={"secret": "x"}),
        user.socialaccount_set.create(provider="provider", uid="pat"),
        PendingChange.objects.create(
            kind="role", person=user, data={}, asked_by=UserFactory()
        ),
    ]
    found = {type(row): row for row in made}
    for model in list(found):
        for link in model._meta.local_many_to_many:
            if row := link.remote_field.through.objects.first():
                found.setdefault(link.remote_field.through, row)
    return found


def model_of(protected):
    label, _, link = protected.model.partition(":")
    model = apps.get_model(label)
    return getattr(model, link).through if link else model


def changed_column(protected, model):
    """Return a field that counts, and another value for it."""
    for field in model._meta.local_concrete_fields:
        if not field.primary_key and field.column in (
            protected.columns or [field.column]
        ):
            return field
    return None


def another_value(row, field):
    value = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def copy_of(row, protected):
    copied = type(row).objects.get(pk=row.pk)
    copied.pk = None
    copied._state.adding = True
    if isinstance(copied, User):
        copied.id, copied.username, copied.email, copied.is_superuser = (
            None,
            "new",
            "new@example.org",
            True,
        )
    return copied


def by_orm(event, row, protected):
    if event == "INSERT":
        copy_of(row, protected).save(force_insert=True)
    elif event == "DELETE":
        row.delete()
    else:
        field = changed_column(protected, type(row))
        setattr(row, field.attname, another_value(row, field))
        row.save()


def in_bulk(event, row, protected):
    rows = type(row)._base_manager.filter(pk=row.pk)
    if event == "INSERT":
        type(row)._base_manager.bulk_create([copy_of(row, protected)])
    elif event == "DELETE":
        rows._raw_delete(rows.db)
    else:
        field = changed_column(protected, type(row))
        rows.update(**{field.attname: another_value(row, field)})


def in_sql(event, row, protected):
    table, key = protected.table, row._meta.pk.column
    field = changed_column(protected, type(row)) or row._meta.pk
    columns = ", ".join(f'"{each.column}"' for each in row._meta.local_concrete_fields)
    with connection.cursor() as cursor:
        if event == "INSERT":
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{table}"'  # noqa: S608
            )
        elif event == "DELETE":
            cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [row.pk])  # noqa: S608
        else:
            statement = f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s'  # noqa: S608
            cursor.execute(statement, [another_value(row, field), row.pk])


def ways_to_write(protected):
    """Yield each event with each way: the model of a step has no column of its own but its key."""
    model = model_of(protected)
    for event in protected.events:
        yield event, in_sql
        if event != "UPDATE" or changed_column(protected, model):
            yield event, by_orm
            if event != "INSERT" or not model._meta.parents:
                yield event, in_bulk


def stored(row):
    return list(type(row)._base_manager.order_by("pk").values())


@pytest.mark.parametrize(
    "protected", PROTECTED, ids=lambda each: f"{each.area}-{each.model}-{each.events}"
)
def test_a_view_outside_the_admin_writes_no_protected_row(
    client, rows, caplog, protected
):
    row = rows[model_of(protected)]
    if isinstance(row, User) and protected.events == ("INSERT",):
        User.objects.filter(pk=row.pk).update(is_superuser=True)
    before = stored(row)
    for event, write in ways_to_write(protected):
        caplog.clear()
        fresh = type(row)._base_manager.get(pk=row.pk)
        Job.write = staticmethod(
            lambda event=event, write=write, row=fresh: write(event, row, protected)
        )

        with caplog.at_level(logging.ERROR):
            answer = client.post("/write/")

        assert answer.status_code == 403, (event, write)
        assert stored(row) == before, (event, write)
        assert "Refused to POST /write/: This table is protected" in caplog.text, (
            event,
            write,
        )


@pytest.mark.parametrize(
    "protected", PROTECTED, ids=lambda each: f"{each.area}-{each.model}-{each.events}"
)
def test_whoever_opens_the_area_writes_it(rows, protected):
    """Else the test above could fail to write for another reason."""
    row = rows[model_of(protected)]
    for event in protected.events:
        try:
            # Of one row several areas may have a say.
            areas = {each.area for each in PROTECTED if each.model == protected.model}
            with closed(), transaction.atomic(), opened(*areas):
                in_sql(event, row, protected)
                transaction.set_rollback(True)  # other rows refer to it
        except (
            IntegrityError
        ) as error:  # the same values twice: the database asks that afterwards
            assert not is_refusal(error)


def test_an_area_is_open_only_within_and_only_that_one(rows):
    site = Site.objects.get()
    for opening in (closed, lambda: opened("another"), lambda: opened("commands")):
        with closed():
            with opening():
                pass
            refused = pytest.raises(DatabaseError, match="is protected")
            with refused, transaction.atomic():
                Site.objects.filter(pk=site.pk).update(site_name="x")
            with refused, opened("another"):
                Site.objects.filter(pk=site.pk).update(site_name="x")


def test_an_area_is_closed_again_after_an_error(rows):
    with closed():
        with pytest.raises(ZeroDivisionError), opened("commands"):
            raise ZeroDivisionError
        with pytest.raises(DatabaseError, match="is protected"), transaction.atomic():
            Site.objects.update(site_name="x")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_leaves_a_command_able_to_write():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite’s database in memory ends with its connection")
    connection.ensure_connection()
    connection.connection.close()
    with pytest.raises(DatabaseError), closed():
        Site.objects.exists()

    connection.close()
    assert is_open(EVERYTHING)
    assert Group.objects.create(name="Friends").pk


def test_a_statement_that_changes_nothing_is_let_through(rows):
    site = Site.objects.get()
    with closed():
        site.save()


@pytest.mark.parametrize(
    ("command", "is_opened"),
    [
        (["manage.py", "administer"], True),
        (["manage.py", "migrate"], True),
        (["manage.py", "run_scheduled", "--every", "15"], False),
        (["manage.py", "runserver"], False),
    ],
)
def test_commands_may_write_everything_but_the_worker_and_servers_nothing(
    monkeypatch, command, is_opened
):
    monkeypatch.setattr(PROCESS, "areas", frozenset())

    start.open_protected_tables(command)

    assert (EVERYTHING in PROCESS.areas) == is_opened


def test_migrating_again_makes_the_triggers_that_are_missing(rows):
    table = Site._meta.db_table
    statement = f'DROP TRIGGER "protected_commands_update" ON "{table}"'
    if connection.vendor == "sqlite":
        statement = f'DROP TRIGGER "protected_commands_update_{table}"'
    with connection.cursor() as cursor:
        cursor.execute(statement)

    protect_tables()

    with closed(), pytest.raises(DatabaseError) as refused, transaction.atomic():
        Site.objects.update(site_name="x")
    assert is_refusal(refused.value)


MAY_OPEN = {
    "CONFIRMED": {"pages/moderation/dual_control/second_person.py"},
    "ASKED": {"pages/moderation/dual_control/second_person.py"},
    "ONE_PERSON": {
        "pages/accounts/forms.py",
        "pages/moderation/dual_control/accounts.py",
    },
    "SUSPENDED": {"pages/moderation/dual_control/membership.py"},
    "PUBLISHED": {"pages/moderation/approval/publishing.py"},
    "DIRECTORY": {"pages/accounts/oidc.py"},
    "INVITATION": {"pages/accounts/views.py"},
    "OWN_PASSWORD": {"pages/accounts/adapters.py", "pages/accounts/views.py"},
    "OWN_FACTOR": {"pages/accounts/urls.py"},
    "OWN_ADDRESS": {"pages/moderation/dual_control/accounts.py"},
}


def test_each_reason_is_used_where_it_belongs_and_nothing_is_opened_without_one():
    found, opening = {}, set()
    for folder in ("complaints", "pages", "site_config"):
        for file in (PROJECT_DIR / folder).rglob("*.py"):
            name, text = str(file.relative_to(PROJECT_DIR)), file.read_text()
            for reason in re.findall(r"WritePurpose\.([A-Z_]+)(?: if|\)| else)", text):
                if "/approval/protection.py" not in name:
                    found.setdefault(reason, set()).add(name)
            if re.search(r"\bopened\(|\bPROCESS\.areas", text):
                opening.add(name)

    assert found == MAY_OPEN
    assert opening == {
        "pages/core/protected_tables.py",
        "pages/moderation/approval/protection.py",
        "site_config/start.py",
    }
    assert (
        {each.name for each in WritePurpose}
        == MAY_OPEN.keys()
        == {area.name for area in AREAS}
    )
    assert not any(COMMANDS in areas or EVERYTHING in areas for areas in AREAS.values())

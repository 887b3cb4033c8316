"""Make the roles, what they may do with pages, files and wording, and the two workflows."""

from django.db import migrations

from pages.moderation import roles

PAGE_PERMISSIONS = {
    roles.EDITORS: ["add", "change"],
    roles.MODERATORS: ["change", "lock", "unlock"],
    roles.APPROVING_OFFICERS: ["change", "lock", "unlock"],
    # "publish" takes pages down; nobody publishes without a workflow.
    roles.SITE_ADMINISTRATORS: ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
}
FILE_PERMISSIONS = {
    roles.EDITORS: ["add", "change", "choose"],
    roles.MODERATORS: ["change", "choose"],
    roles.APPROVING_OFFICERS: ["choose"],
    roles.SITE_ADMINISTRATORS: ["add", "change", "delete", "choose"],
}
ADMINISTERED = {
    "auth": {"user": ["add", "change", "view"]},
    "wagtailcore": {
        "site": ["change", "view"],
        "workflow": ["add", "change", "view"],
        "task": ["add", "change", "view"],
    },
    "wagtailredirects": {"redirect": ["add", "change", "delete", "view"]},
    "pages": {"sitewording": ["add", "change", "view", "lock", "unlock"]},
}
STEPS = {
    roles.ONE_STEP: [("Approval by a moderator", roles.MODERATORS)],
    roles.TWO_STEPS: [
        ("Moderator", roles.MODERATORS),
        ("Approving officer", roles.APPROVING_OFFICERS),
    ],
}


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    # Wagtail's own groups; its "Moderators" may publish anything, their own work too.
    groups.filter(name__in=["Editors", "Moderators"]).delete()
    for role in roles.ROLES:
        group = groups.create(name=role)
        group.permissions.add(roles.permission(apps, "wagtailadmin", "admin", "access_admin"))


def let_roles_work(apps, schema_editor):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    group_of = {group.name: group for group in apps.get_model("auth", "Group").objects.all()}
    page_permission = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for role, actions in PAGE_PERMISSIONS.items():
        for action in actions:
            page_permission.create(
                group=group_of[role],
                page=root,
                permission=roles.permission(apps, "wagtailcore", "page", f"{action}_page"),
            )
    collection_permission = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for role, actions in FILE_PERMISSIONS.items():
        for app_label, model in [("wagtailimages", "image"), ("wagtaildocs", "document")]:
            for action in actions:
                collection_permission.create(
                    group=group_of[role],
                    collection=collection,
                    permission=roles.permission(apps, app_label, model, f"{action}_{model}"),
                )
    for app_label, models in ADMINISTERED.items():
        for model, actions in models.items():
            roles.grant(apps, roles.SITE_ADMINISTRATORS, app_label, model, *actions)
    roles.grant(apps, roles.EDITORS, "pages", "sitewording", "add", "change", "view")
    roles.grant(apps, roles.MODERATORS, "pages", "sitewording", "change", "view")
    roles.grant(apps, roles.APPROVING_OFFICERS, "pages", "sitewording", "change", "view")


def make_workflows(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="moderation", model="independentapprovaltask")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(page=root).delete()
    # The workflow that Wagtail ships: its step lets authors approve their own work.
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()
    for name, steps in STEPS.items():
        workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=name, active=True)
        for order, (step, role) in enumerate(steps):
            task = apps.get_model("moderation", "IndependentApprovalTask").objects.create(
                name=step, active=True, content_type=task_type
            )
            task.groups.add(apps.get_model("auth", "Group").objects.get(name=role))
            apps.get_model("wagtailcore", "WorkflowTask").objects.create(
                workflow=workflow, task_id=task.pk, sort_order=order
            )
    one_step = apps.get_model("wagtailcore", "Workflow").objects.get(name=roles.ONE_STEP)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(page=root, workflow=one_step)
    roles.assign_workflow(apps, roles.ONE_STEP, "pages", "sitewording")


def unmake(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name__in=STEPS).delete()
    names = [step for steps in STEPS.values() for step, _ in steps]
    apps.get_model("wagtailcore", "Task").objects.filter(name__in=names).delete()
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("pages", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(make_roles, unmake),
        migrations.RunPython(let_roles_work, migrations.RunPython.noop),
        migrations.RunPython(make_workflows, migrations.RunPython.noop),
    ]

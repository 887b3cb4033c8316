"""Make what a new site needs: the roles, what each may do, and the two workflows.

Administrators may change permissions and workflows later: no migration puts them back.
"""

from django.db import migrations

from pages.moderation.rules.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    ONE_STEP_WORKFLOW,
    ROLES,
    SITE_ADMINISTRATORS,
    TWO_STEP_WORKFLOW,
)

MODELS = {
    EDITORS: {
        "complaints.organisation": ["add", "change", "view"],
        "feedback.improvement": ["change", "view"],
        "moderation.hold": ["view"],
        "content.notice": ["add", "change", "view"],
        "content.sitewording": ["add", "change", "view"],
    },
    MODERATORS: {
        "complaints.organisation": ["change", "view"],
        "feedback.improvement": ["change", "view"],
        "moderation.hold": ["add", "change", "view"],
        "content.notice": ["change", "view"],
        "content.sitewording": ["change", "view"],
    },
    APPROVING_OFFICERS: {
        "complaints.organisation": ["change", "view"],
        "cookies.consentrecord": ["view"],
        "feedback.improvement": ["change", "view"],
        "moderation.hold": ["add", "change", "view"],
        "content.notice": ["change", "view"],
        "content.sitewording": ["change", "view"],
    },
    FEEDBACK_TEAM: {
        "feedback.feedbackentry": ["change", "export", "view"],
        "feedback.improvement": ["add", "change", "view"],
    },
    SITE_ADMINISTRATORS: {
        "auth.user": ["add", "change", "view"],
        "complaints.organisation": ["add", "change", "delete", "view", "lock", "unlock"],
        "cookies.consentrecord": ["view"],
        "feedback.improvement": ["add", "change", "delete", "view", "lock", "unlock"],
        "moderation.hold": ["add", "change", "view"],
        "content.notice": ["add", "change", "delete", "view", "lock", "unlock"],
        "content.sitewording": ["add", "change", "view", "lock", "unlock"],
        "wagtailcore.site": ["change", "view"],
        "wagtailcore.task": ["add", "change", "view"],
        "wagtailcore.workflow": ["add", "change", "view"],
        "wagtailredirects.redirect": ["add", "change", "delete", "view"],
    },
}
PAGES = {
    EDITORS: ["add", "change"],
    MODERATORS: ["change", "lock", "unlock"],
    APPROVING_OFFICERS: ["change", "lock", "unlock"],
    # "publish" takes pages down; nobody publishes without a workflow.
    SITE_ADMINISTRATORS: ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
}
FILES = {
    EDITORS: ["add", "change", "choose"],
    MODERATORS: ["change", "choose"],
    APPROVING_OFFICERS: ["choose"],
    SITE_ADMINISTRATORS: ["add", "change", "delete", "choose"],
}
STEPS = {
    ONE_STEP_WORKFLOW: [("Approval by a moderator", MODERATORS)],
    TWO_STEP_WORKFLOW: [("Moderator", MODERATORS), ("Approving officer", APPROVING_OFFICERS)],
}
MODERATED_SNIPPETS = [
    "complaints.organisation",
    "feedback.improvement",
    "content.notice",
    "content.sitewording",
]


def make_roles(apps):
    groups = apps.get_model("auth", "Group").objects
    # Wagtail's own groups; its "Moderators" may publish anything, their own work too.
    groups.filter(name__in=["Editors", "Moderators"]).delete()
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for role in ROLES:
        group = groups.create(name=role)
        group.permissions.add(get_permission(apps, "wagtailadmin.admin", "access_admin"))
        for model, actions in MODELS[role].items():
            group.permissions.add(*permissions(apps, model, actions))
        for permission in permissions(apps, "wagtailcore.page", PAGES.get(role, [])):
            group.page_permissions.create(page=root, permission=permission)
        for model in ["wagtailimages.image", "wagtaildocs.document"]:
            for permission in permissions(apps, model, FILES.get(role, [])):
                group.collection_permissions.create(collection=collection, permission=permission)


def permissions(apps, model, actions):
    name = model.split(".")[1]
    return [get_permission(apps, model, f"{action}_{name}") for action in actions]


def get_permission(apps, model, codename):
    """Return the permission, made if need be: Django makes it only after all migrations."""
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=get_content_type(apps, model),
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission


def get_content_type(apps, model):
    app_label, name = model.split(".")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    return content_types.get_or_create(app_label=app_label, model=name)[0]


def make_workflows(apps):
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    # The workflow that Wagtail ships: its step lets authors approve their own work.
    workflows.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()
    for name, steps in STEPS.items():
        workflow = workflows.create(name=name, active=True)
        for order, (step, role) in enumerate(steps):
            task = apps.get_model("moderation", "IndependentApprovalTask").objects.create(
                name=step,
                active=True,
                content_type=get_content_type(apps, "moderation.independentapprovaltask"),
            )
            task.groups.add(apps.get_model("auth", "Group").objects.get(name=role))
            apps.get_model("wagtailcore", "WorkflowTask").objects.create(
                workflow=workflow, task_id=task.pk, sort_order=order
            )
    one_step = workflows.get(name=ONE_STEP_WORKFLOW)
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(page=root, workflow=one_step)
    for model in MODERATED_SNIPPETS:
        apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
            content_type=get_content_type(apps, model), workflow=one_step
        )


def make_roles_and_workflows(apps, schema_editor):
    make_roles(apps)
    make_workflows(apps)


def remove_roles_and_workflows(apps, schema_editor):
    steps = [step for steps in STEPS.values() for step, _ in steps]
    apps.get_model("wagtailcore", "Workflow").objects.filter(name__in=STEPS).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name__in=steps).delete()
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class RunPythonBothWays(migrations.RunPython):
    """Gives the reverse function complete models, too: Django makes sure of them only on the way forward."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        from_state.clear_delayed_apps_cache()
        super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("complaints", "0001_initial"),
        ("cookies", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("feedback", "0001_initial"),
        ("moderation", "0001_initial"),
        ("content", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]
    operations = [RunPythonBothWays(make_roles_and_workflows, remove_roles_and_workflows)]

"""The roles of the site: what each may do, and the two workflows.

``manage.py migrate`` makes them.

What a role may do is decided here alone: each ``migrate`` puts it back. Workflows are
made once, for a new site; ``manage.py administer`` changes them.
"""

from typing import Any

from django.apps.registry import Apps

from pages.moderation.approval.roles import (
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
        "content.notice": ["add", "change", "view"],
        "content.sitewording": ["add", "change", "view"],
    },
    MODERATORS: {
        "complaints.organisation": ["change", "view"],
        "feedback.improvement": ["change", "view"],
        "content.notice": ["change", "view"],
        "content.sitewording": ["change", "view"],
    },
    APPROVING_OFFICERS: {
        "complaints.organisation": ["change", "view"],
        "cookies.consentrecord": ["view"],
        "feedback.improvement": ["change", "view"],
        "content.notice": ["change", "view"],
        "content.sitewording": ["change", "view"],
    },
    FEEDBACK_TEAM: {
        "feedback.feedbackentry": ["change", "export", "view"],
        "feedback.improvement": ["add", "change", "view"],
    },
    SITE_ADMINISTRATORS: {
        "auth.user": ["add", "change", "view"],
        "complaints.organisation": [
            "add",
            "change",
            "delete",
            "view",
            "lock",
            "unlock",
        ],
        "cookies.consentrecord": ["view"],
        "feedback.improvement": ["add", "change", "delete", "view", "lock", "unlock"],
        "content.notice": ["add", "change", "delete", "view", "lock", "unlock"],
        "content.sitewording": ["add", "change", "view", "lock", "unlock"],
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
    TWO_STEP_WORKFLOW: [
        ("Moderator", MODERATORS),
        ("Approving officer", APPROVING_OFFICERS),
    ],
}
MODERATED_SNIPPETS = [
    "complaints.organisation",
    "feedback.improvement",
    "content.notice",
    "content.sitewording",
]
STEP = "moderation.independentapprovaltask"
WAGTAILS_WORKFLOW = "Moderators approval"
"""The name of the workflow, and of its step, that Wagtail makes."""


def make_roles_and_workflows(apps: Apps, **options: Any) -> None:
    """Make the roles, and the workflows of a site that has none.

    ``apps`` are the models as the migrations left them: nothing of this is in the log,
    and nothing that guards what people do stands in the way. If an app lacks its
    tables, somebody takes migrations back.
    """
    try:
        for model in (*MODELS[SITE_ADMINISTRATORS], *MODELS[FEEDBACK_TEAM], STEP):
            apps.get_model(model)
    except LookupError:
        return
    for role in ROLES:
        _make_role(apps, role)
    if not apps.get_model(STEP).objects.exists():
        _make_workflows(apps)


def _make_role(apps: Apps, role: str) -> None:
    # Wagtail has made groups of two of these names: one of them may publish anything,
    # its own work too.
    group: Any = apps.get_model("auth.Group").objects.get_or_create(name=role)[0]
    allowed = _permissions(apps, "wagtailadmin.admin", ["access"])
    for model, actions in MODELS[role].items():
        allowed += _permissions(apps, model, actions)
    group.permissions.set(allowed)
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    on_pages = _permissions(apps, "wagtailcore.page", PAGES.get(role, []))
    _set_permissions(group.page_permissions, {"page": root}, on_pages)
    collection = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    on_files = []
    for model in ("wagtailimages.image", "wagtaildocs.document"):
        on_files += _permissions(apps, model, FILES.get(role, []))
    _set_permissions(group.collection_permissions, {"collection": collection}, on_files)


def _set_permissions(rows: Any, place: dict[str, Any], allowed: list[Any]) -> None:
    rows.filter(**place).exclude(permission__in=allowed).delete()
    for permission in allowed:
        rows.get_or_create(**place, permission=permission)


def _permissions(apps: Apps, model: str, actions: list[str]) -> list[Any]:
    name = model.split(".")[1]
    permissions = apps.get_model("auth.Permission").objects.filter(
        content_type=_content_type(apps, model)
    )
    return [permissions.get(codename=f"{action}_{name}") for action in actions]


def _content_type(apps: Apps, model: str) -> Any:
    app_label, name = model.split(".")
    return apps.get_model("contenttypes.ContentType").objects.get(
        app_label=app_label, model=name
    )


def _make_workflows(apps: Apps) -> None:
    workflows = apps.get_model("wagtailcore.Workflow").objects
    steps = apps.get_model("wagtailcore.Task").objects
    # What Wagtail ships, whose step lets authors approve their own work, and what is
    # left of ours where migrations were taken back.
    workflows.filter(name__in=[WAGTAILS_WORKFLOW, *STEPS]).delete()
    step_names = [WAGTAILS_WORKFLOW]
    for steps_of_workflow in STEPS.values():
        step_names += dict(steps_of_workflow)
    steps.filter(name__in=step_names).delete()
    for name, steps_of_workflow in STEPS.items():
        workflow = workflows.create(name=name, active=True)
        for order, (step, role) in enumerate(steps_of_workflow):
            task = apps.get_model(STEP).objects.create(
                name=step, active=True, content_type=_content_type(apps, STEP)
            )
            task.groups.add(apps.get_model("auth.Group").objects.get(name=role))
            apps.get_model("wagtailcore.WorkflowTask").objects.create(
                workflow=workflow, task_id=task.pk, sort_order=order
            )
    one_step = workflows.get(name=ONE_STEP_WORKFLOW)
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    apps.get_model("wagtailcore.WorkflowPage").objects.create(
        page=root, workflow=one_step
    )
    for model in MODERATED_SNIPPETS:
        apps.get_model("wagtailcore.WorkflowContentType").objects.create(
            content_type=_content_type(apps, model), workflow=one_step
        )

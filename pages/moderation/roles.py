"""The roles and workflows that every site starts with.

Migrations call these functions with their own ``apps``; names are fixed, so that code and tests can
speak of a role. Administrators may change permissions later: no migration puts them back.
"""

from wagtail.models import Workflow

EDITORS = "Editors"
MODERATORS = "Moderators"
APPROVING_OFFICERS = "Approving officers"
FEEDBACK_TEAM = "Feedback team"
SITE_ADMINISTRATORS = "Site administrators"
ROLES = [EDITORS, MODERATORS, APPROVING_OFFICERS, FEEDBACK_TEAM, SITE_ADMINISTRATORS]

ONE_STEP = "One approval"
TWO_STEPS = "Moderator, then approving officer"


def two_step_workflow() -> Workflow:
    """Return the workflow of the complaints section."""
    return Workflow.objects.get(name=TWO_STEPS)


def permission(apps, app_label: str, model: str, codename: str):
    """Return the permission, making it if need be: Django makes it only after all migrations."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = content_types.get_or_create(app_label=app_label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def grant(apps, role: str, app_label: str, model: str, *actions: str) -> None:
    """Let ``role`` do ``actions`` (``add``, ``change``, ``view`` …) with any object of the model."""
    group = apps.get_model("auth", "Group").objects.get(name=role)
    for action in actions:
        group.permissions.add(permission(apps, app_label, model, f"{action}_{model}"))


def assign_workflow(apps, workflow_name: str, app_label: str, model: str) -> None:
    """Put every object of a snippet model under the workflow."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = content_types.get_or_create(app_label=app_label, model=model)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=content_type,
        defaults={"workflow": apps.get_model("wagtailcore", "Workflow").objects.get(name=workflow_name)},
    )

"""Say who may write lines of “You said, we did” and export feedback, and moderate the lines."""

from django.db import migrations

from pages.moderation import roles

ALLOWED = {
    roles.FEEDBACK_TEAM: ["add", "change", "view"],
    roles.EDITORS: ["change", "view"],
    roles.MODERATORS: ["change", "view"],
    roles.APPROVING_OFFICERS: ["change", "view"],
    roles.SITE_ADMINISTRATORS: ["add", "change", "delete", "view", "lock", "unlock"],
}


def allow(apps, schema_editor):
    for role, actions in ALLOWED.items():
        roles.grant(apps, role, "feedback", "improvement", *actions)
    roles.grant(apps, roles.FEEDBACK_TEAM, "feedback", "feedbackentry", "export")
    roles.assign_workflow(apps, roles.ONE_STEP, "feedback", "improvement")


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0004_inbox"),
        ("moderation", "0002_roles_and_workflows"),
    ]
    # Going back needs nothing: the permissions go with the model.
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

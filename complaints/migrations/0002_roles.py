"""Say who may write organisations, and put them under moderation."""

from django.db import migrations

from pages.moderation import roles

ALLOWED = {
    roles.EDITORS: ["add", "change", "view"],
    roles.MODERATORS: ["change", "view"],
    roles.APPROVING_OFFICERS: ["change", "view"],
    roles.SITE_ADMINISTRATORS: ["add", "change", "delete", "view", "lock", "unlock"],
}


def allow(apps, schema_editor):
    for role, actions in ALLOWED.items():
        roles.grant(apps, role, "complaints", "organisation", *actions)
    roles.assign_workflow(apps, roles.ONE_STEP, "complaints", "organisation")


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0001_initial"),
        ("moderation", "0002_roles_and_workflows"),
    ]
    # Going back needs nothing: the permissions go with the model.
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

"""Let administrators and approving officers see how many readers accept and reject cookies."""

from django.db import migrations

from pages.moderation import roles


def allow(apps, schema_editor):
    for role in (roles.SITE_ADMINISTRATORS, roles.APPROVING_OFFICERS):
        roles.grant(apps, role, "consent", "consentrecord", "view")


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_cookie_choices"),
        ("moderation", "0002_roles_and_workflows"),
    ]
    # Going back needs nothing: the permissions go with the model.
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

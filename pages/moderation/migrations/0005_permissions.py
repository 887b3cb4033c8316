"""Who may hold publications."""

from django.db import migrations

from pages.moderation import roles

DECIDING = [roles.MODERATORS, roles.APPROVING_OFFICERS, roles.SITE_ADMINISTRATORS]


def grant(apps, schema_editor):
    for role in DECIDING:
        roles.grant(apps, role, "moderation", "hold", "add", "change", "view")
    roles.grant(apps, roles.EDITORS, "moderation", "hold", "view")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_append_only")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

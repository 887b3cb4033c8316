"""Let the feedback team read what readers sent and say how far they have got with it."""

from django.db import migrations

from pages.moderation import roles


def allow(apps, schema_editor):
    roles.grant(apps, roles.FEEDBACK_TEAM, "feedback", "feedbackentry", "view", "change")


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
        ("moderation", "0002_roles_and_workflows"),
    ]
    # Going back needs nothing: the permissions go with the model.
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

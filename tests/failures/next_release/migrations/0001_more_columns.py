"""Columns that the present release does not know."""

from django.db import migrations


def column(table):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN next_release text NULL",
        f"ALTER TABLE {table} DROP COLUMN next_release",
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("feedback", "0001_initial")]
    operations = [
        column("wagtailcore_page"),
        column("feedback_feedbackentry"),
        column("published_edition"),
    ]

from collections import Counter
from uuid import uuid4

from django.db import migrations, models


def count_and_name(apps, schema_editor):
    """Number the versions of each object, and give each a name that no other site uses."""
    counted = Counter()
    versions = apps.get_model("moderation", "PublishedVersion").objects.order_by("pk")
    for version in versions.only("pk", "model", "object_id").iterator():
        key = (version.model, version.object_id)
        counted[key] += 1
        versions.filter(pk=version.pk).update(number=counted[key], uuid=uuid4())


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_authors_of_drafts_and_files")]

    operations = [
        migrations.AddField(
            model_name="publishedversion",
            name="number",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="First, second, third … of its object."
            ),
        ),
        migrations.AddField(
            model_name="publishedversion",
            name="uuid",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="publishedversion",
            name="redacted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="publishedversion",
            name="redacted_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("personal_data", "personal data"),
                    ("safety", "somebody’s safety"),
                    ("legal", "a legal reason"),
                    ("error", "an error"),
                ],
                db_default="",
                max_length=20,
            ),
        ),
        migrations.RunPython(count_and_name, migrations.RunPython.noop),
    ]

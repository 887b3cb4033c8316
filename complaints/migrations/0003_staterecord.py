import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_index_of_wordings"),
        ("moderation", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="StateRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("rows", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="state_records",
                        to="moderation.publishedversion",
                    ),
                ),
            ],
            options={
                "ordering": ["since"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "since"), name="one_record_of_a_moment")
                ],
            },
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.URLField(max_length=2000, unique=True)),
                ("pages", models.JSONField(default=list)),
                ("due", models.DateTimeField(db_index=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("failed_since", models.DateTimeField(null=True)),
                ("is_broken", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["address"],
                "default_permissions": (),
            },
        ),
    ]

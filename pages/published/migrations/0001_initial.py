from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("removes", models.BooleanField(default=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("release", models.CharField(max_length=12)),
                ("token", models.CharField(max_length=8)),
                ("second", models.PositiveBigIntegerField(unique=True)),
                ("begun_at", models.DateTimeField()),
                ("holds_until", models.DateTimeField()),
                ("removes", models.BooleanField(default=True)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "release"), name="one_edition_of_a_release"
                    )
                ],
            },
        ),
    ]

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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveBigIntegerField(help_text="The same for all releases that run at once."),
                ),
                ("release", models.CharField(max_length=12)),
                ("token", models.CharField(help_text="Random: a folder's name never recurs.", max_length=8)),
                (
                    "second",
                    models.PositiveBigIntegerField(
                        help_text="When its files were last modified. It grows strictly, whatever the clock does.",
                        unique=True,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                (
                    "holds_until",
                    models.DateTimeField(help_text="The next moment at which time alone changes a page."),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("number", "release"), name="one_edition_of_a_release")
                ],
            },
        ),
    ]

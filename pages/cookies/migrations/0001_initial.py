import django.db.models.deletion
import django.utils.timezone
import pages.moderation.moderated
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        db_index=True, default=django.utils.timezone.localdate
                    ),
                ),
                ("policy_version", models.PositiveSmallIntegerField()),
                ("wording_revision", models.PositiveBigIntegerField(null=True)),
                ("preferences", models.BooleanField(null=True)),
                ("statistics", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CookiesPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("change_note", models.TextField(blank=True, default="")),
                ("exit_required", models.BooleanField(default=False)),
                ("summary", models.TextField(blank=True)),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={})),
            ],
            options={
                "abstract": False,
            },
            bases=(pages.moderation.moderated.Moderated, "wagtailcore.page"),
        ),
    ]

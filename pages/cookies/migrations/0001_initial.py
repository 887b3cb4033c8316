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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(db_index=True, default=django.utils.timezone.localdate)),
                ("policy_version", models.PositiveSmallIntegerField()),
                (
                    "wording_revision",
                    models.PositiveBigIntegerField(
                        help_text="The published revision of the site wording that the banner showed.",
                        null=True,
                    ),
                ),
                ("preferences", models.BooleanField(help_text="Empty: not asked.", null=True)),
                ("statistics", models.BooleanField(help_text="Empty: not asked.", null=True)),
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
                (
                    "change_note",
                    models.TextField(
                        blank=True, default="", help_text="For the public: what you changed, and why."
                    ),
                ),
                (
                    "minor_correction",
                    models.BooleanField(
                        default=False,
                        help_text="Spelling, grammar or style, and no fact. One moderator approves it.",
                        verbose_name="only a minor correction",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="When somebody last checked that this page is right. Shown at its foot.",
                        null=True,
                    ),
                ),
                (
                    "exit_required",
                    models.BooleanField(
                        default=False,
                        help_text="On this page and on those below it, even where the site wording hides the exit.",
                        verbose_name="always show the quick exit",
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, help_text="One or two sentences under the heading."),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={})),
            ],
            options={
                "abstract": False,
            },
            bases=(pages.moderation.moderated.Moderated, "wagtailcore.page"),
        ),
    ]

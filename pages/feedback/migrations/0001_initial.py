import django.db.models.deletion
import pages.moderation.moderated
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackPage",
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
        migrations.CreateModel(
            name="FeedbackEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_path", models.CharField(blank=True, db_index=True, editable=False, max_length=255)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("page", "The page I was on"),
                            ("mistake", "A mistake on a page"),
                            ("site", "This website"),
                            ("response", "A response to a super-complaint"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "useful",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=10
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("safeguarding", "Safeguarding concern"),
                            ("new", "New"),
                            ("in_progress", "In progress"),
                            ("actioned", "Actioned"),
                            ("no_action", "No action"),
                            ("spam", "Spam"),
                        ],
                        db_index=True,
                        default="new",
                        max_length=15,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "digest",
                    models.UUIDField(
                        editable=False,
                        help_text="Of the opened form and what was sent: the same press of the button comes twice at times.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "concerns",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Which word rules found that a person must look at once; none of the reader's words.",
                        max_length=200,
                    ),
                ),
                ("examined", models.BooleanField(default=False, editable=False)),
                ("alerted_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("redacted_at", models.DateTimeField(editable=False, null=True)),
                ("note", models.TextField(blank=True, help_text="For the team. Leave out personal details.")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback entry",
                "verbose_name_plural": "feedback",
                "ordering": ["-created_at"],
                "permissions": [("export_feedbackentry", "Can export feedback")],
            },
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
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
                    "you_said",
                    models.CharField(
                        help_text="In your own words. Leave out whatever could tell who said it.",
                        max_length=300,
                    ),
                ),
                ("we_did", models.CharField(max_length=300)),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="feedback.feedbackentry",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of “You said, we did”",
                "verbose_name_plural": "“You said, we did”",
                "ordering": ["-pk"],
            },
            bases=(
                pages.moderation.moderated.Moderated,
                wagtail.models.preview.PreviewableMixin,
                models.Model,
            ),
        ),
    ]

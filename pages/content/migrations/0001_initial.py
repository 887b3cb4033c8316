import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pages.content.brand
import pages.content.contact
import pages.moderation.moderated
import pages.quick_exit.exit
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
            name="AccessibilityStatementPage",
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
                ("compliance", models.CharField(default="partially", max_length=10)),
                (
                    "introduction",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "known_problems",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "contact",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "enforcement",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("prepared_on", models.DateField(blank=True, null=True)),
                ("tested_by", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
            bases=(pages.moderation.moderated.Moderated, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="HomePage",
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
                ("introduction", models.TextField(blank=True)),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={})),
            ],
            options={
                "abstract": False,
            },
            bases=(pages.moderation.moderated.Moderated, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="PrivacyPage",
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
        migrations.CreateModel(
            name="SafetyPage",
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
        migrations.CreateModel(
            name="StandardPage",
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
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False)),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True),
                ),
                ("last_published_at", models.DateTimeField(editable=False, null=True)),
                ("go_live_at", models.DateTimeField(blank=True, null=True)),
                ("expire_at", models.DateTimeField(blank=True, null=True)),
                ("expired", models.BooleanField(default=False, editable=False)),
                ("locked", models.BooleanField(default=False, editable=False)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("change_note", models.TextField(blank=True, default="")),
                ("level", models.PositiveSmallIntegerField(default=1)),
                ("text", models.CharField(max_length=300)),
                ("link_address", models.URLField(blank=True)),
                ("link_text", models.CharField(blank=True, max_length=80)),
                ("shown_from", models.DateTimeField(default=django.utils.timezone.now)),
                ("shown_until", models.DateTimeField(blank=True, null=True)),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
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
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-shown_from"],
            },
            bases=(
                pages.moderation.moderated.Moderated,
                wagtail.models.preview.PreviewableMixin,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="SiteWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False)),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True),
                ),
                ("last_published_at", models.DateTimeField(editable=False, null=True)),
                ("go_live_at", models.DateTimeField(blank=True, null=True)),
                ("expire_at", models.DateTimeField(blank=True, null=True)),
                ("expired", models.BooleanField(default=False, editable=False)),
                ("locked", models.BooleanField(default=False, editable=False)),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("change_note", models.TextField(blank=True, default="")),
                ("force_name", models.CharField(default="Police", max_length=100)),
                (
                    "service_name",
                    models.CharField(default="Super-complaints", max_length=100),
                ),
                (
                    "brand_colour",
                    models.CharField(
                        default="#1d3461",
                        max_length=7,
                        validators=[pages.content.brand.validate_brand_colour],
                    ),
                ),
                ("logo", models.TextField(blank=True, default="")),
                (
                    "logo_alternative",
                    models.CharField(blank=True, default="", max_length=120),
                ),
                (
                    "picture",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("main_site_address", models.URLField(blank=True)),
                ("phase", models.CharField(default="none", max_length=5)),
                (
                    "phase_sentence",
                    models.CharField(blank=True, default="", max_length=300),
                ),
                (
                    "phase_link_text",
                    models.CharField(
                        blank=True, default="Give feedback", max_length=80
                    ),
                ),
                ("exit_shown", models.BooleanField(default=True)),
                (
                    "exit_label",
                    models.CharField(default="Leave this site", max_length=40),
                ),
                (
                    "exit_address",
                    models.URLField(
                        blank=True,
                        default="https://www.bbc.co.uk/weather",
                        validators=[pages.quick_exit.exit.validate_destination],
                    ),
                ),
                (
                    "cookie_text",
                    wagtail.fields.RichTextField(
                        blank=True,
                        default="<p>We use one essential cookie to remember this choice.</p>",
                    ),
                ),
                (
                    "cookie_policy_version",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                    ),
                ),
                (
                    "contact",
                    wagtail.fields.RichTextField(
                        blank=True,
                        default="<p>In an emergency, or if someone is in danger, call <b>999</b>. Otherwise call <b>101</b>.</p>",
                    ),
                ),
                (
                    "questions_to",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        validators=[pages.content.contact.validate_contact],
                    ),
                ),
                ("footer_text", wagtail.fields.RichTextField(blank=True, default="")),
                (
                    "support_services",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
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
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        name="one_site_wording",
                        violation_error_message="There is already a site wording. Edit that one.",
                    )
                ],
            },
            bases=(
                pages.moderation.moderated.Moderated,
                wagtail.models.preview.PreviewableMixin,
                models.Model,
            ),
        ),
    ]

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pages.content.brand
import pages.moderation.moderated
import pages.quick_exit.destination
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
                    "compliance",
                    models.CharField(
                        choices=[
                            ("fully", "fully compliant"),
                            ("partially", "partially compliant"),
                            ("not", "not compliant"),
                        ],
                        default="partially",
                        max_length=10,
                    ),
                ),
                ("introduction", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "known_problems",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="What does not meet WCAG 2.2 AA, which criterion, why, and the alternative.",
                    ),
                ),
                (
                    "contact",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="How to report a problem or ask for another format.",
                    ),
                ),
                (
                    "enforcement",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="The Equality Advisory and Support Service's part.",
                    ),
                ),
                ("prepared_on", models.DateField(blank=True, null=True, verbose_name="date it was prepared")),
                (
                    "tested_by",
                    models.TextField(blank=True, help_text="When, how and by whom the site was tested."),
                ),
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
                    "introduction",
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
            name="Notice",
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
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Information"), (2, "Important"), (3, "Emergency")], default=1
                    ),
                ),
                (
                    "text",
                    models.CharField(help_text="What readers must know, and what to do.", max_length=300),
                ),
                ("link_address", models.URLField(blank=True, verbose_name="address of more information")),
                ("link_text", models.CharField(blank=True, max_length=80, verbose_name="words of that link")),
                ("shown_from", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "shown_until",
                    models.DateTimeField(blank=True, help_text="Empty: until it is taken down.", null=True),
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
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown on this page and on those below it. Empty: on every page.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="part of the site",
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
                    "force_name",
                    models.CharField(default="Police", max_length=100, verbose_name="name of the force"),
                ),
                (
                    "service_name",
                    models.CharField(
                        default="Super-complaints", max_length=100, verbose_name="name of this site"
                    ),
                ),
                (
                    "brand_colour",
                    models.CharField(
                        default="#1d3461",
                        help_text="# and six digits; white text must be readable on it.",
                        max_length=7,
                        validators=[pages.content.brand.validate_brand_colour],
                    ),
                ),
                (
                    "main_site_address",
                    models.URLField(blank=True, verbose_name="address of the force's main website"),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("none", "None"), ("alpha", "Alpha"), ("beta", "Beta")],
                        default="none",
                        max_length=5,
                    ),
                ),
                (
                    "phase_sentence",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="sentence beside the phase"
                    ),
                ),
                (
                    "phase_link_text",
                    models.CharField(
                        blank=True,
                        default="Give feedback",
                        max_length=80,
                        verbose_name="words of the feedback link",
                    ),
                ),
                (
                    "exit_shown",
                    models.BooleanField(
                        default=True,
                        help_text="Pages that are sensitive or require the exit show it in any case.",
                        verbose_name="show the quick exit on every page",
                    ),
                ),
                (
                    "exit_label",
                    models.CharField(
                        default="Leave this site", max_length=40, verbose_name="words of the exit"
                    ),
                ),
                (
                    "exit_address",
                    models.URLField(
                        blank=True,
                        default="https://www.bbc.co.uk/weather",
                        help_text="An ordinary page of another site that starts with https://. Empty, or if the address can’t be used, the exit leads to https://www.bbc.co.uk/weather.",
                        validators=[pages.quick_exit.destination.validate_destination],
                        verbose_name="address that the exit leads to",
                    ),
                ),
                (
                    "cookie_text",
                    wagtail.fields.RichTextField(
                        blank=True,
                        default="<p>We use one essential cookie, which keeps your choice about cookies.</p>",
                        help_text="One sentence: another, on what optional cookies do, is added to it.",
                        verbose_name="introduction of the cookie banner",
                    ),
                ),
                (
                    "cookie_policy_version",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Raise it by 1 when cookies are used for something new: everybody is then asked again.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                        verbose_name="version of the cookie policy",
                    ),
                ),
                (
                    "contact",
                    wagtail.fields.RichTextField(
                        blank=True,
                        default="<p>In an emergency, or if someone is in danger, call <b>999</b>. Otherwise call <b>101</b>.</p>",
                        verbose_name="contact, in the footer",
                    ),
                ),
                ("footer_text", wagtail.fields.RichTextField(blank=True, default="")),
                (
                    "support_services",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="Shown on sensitive pages, unless the super-complaint names its own, and after somebody has sent feedback.",
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
                "verbose_name": "site wording",
                "verbose_name_plural": "site wording",
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        name="one_site_wording",
                        violation_error_message="There is site wording already: change that.",
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

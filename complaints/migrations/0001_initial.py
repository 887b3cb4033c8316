import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import pages.core.partial_date_fields
import pages.moderation.moderated
import re
import wagtail.contrib.routable_page.models
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("title", models.CharField(blank=True, max_length=160)),
                ("description", wagtail.fields.RichTextField(blank=True)),
                ("owning_post", models.TextField(blank=True)),
                ("no_owner", models.BooleanField(default=False)),
                ("status", models.CharField(blank=True, max_length=15)),
                ("status_words", models.CharField(blank=True, max_length=100)),
                ("status_chosen_here", models.BooleanField(default=False)),
                (
                    "completed",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("completed_words", models.CharField(blank=True, max_length=100)),
                ("no_completion_date", models.BooleanField(default=False)),
                ("closed", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("no_due_date", models.BooleanField(default=False)),
                (
                    "evidence",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuperComplaintIndexPage",
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
                (
                    "introduction",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                pages.moderation.moderated.Moderated,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="DueDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("due", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("due_words", models.CharField(blank=True, max_length=100)),
                ("worked_out", models.BooleanField(default=False)),
                ("no_date", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                (
                    "action",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_dates",
                        to="complaints.action",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                (
                    "name",
                    models.CharField(
                        error_messages={
                            "unique": "There is already an organisation with this name."
                        },
                        max_length=200,
                        unique=True,
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "valid_from",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "valid_to",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("web_address", models.URLField(blank=True)),
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
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"live": True},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
            bases=(
                pages.moderation.moderated.Moderated,
                wagtail.models.preview.PreviewableMixin,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "used_from",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "used_to",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "organisation",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="complaints.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="action",
            name="respondents",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                limit_choices_to={"live": True},
                related_name="+",
                to="complaints.organisation",
            ),
        ),
        migrations.CreateModel(
            name="RecommendationResponsePage",
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
                (
                    "number",
                    models.CharField(
                        blank=True,
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[1-9]\\d{0,2}(\\.[1-9]\\d{0,2})?[a-z]?\\Z",
                                "Enter the number as printed, like 7, 7.1 or 12a.",
                                flags=re.RegexFlag["ASCII"],
                            )
                        ],
                    ),
                ),
                (
                    "sort_key",
                    models.CharField(
                        db_index=True, default="~", editable=False, max_length=60
                    ),
                ),
                (
                    "published_identifier",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=150
                    ),
                ),
                (
                    "item_identifier",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([a-z0-9]+([.-][a-z0-9]+)*)\\Z",
                                "Use small letters, digits and, between them, hyphens or full stops.",
                            )
                        ],
                    ),
                ),
                ("kind", models.CharField(default="recommendation", max_length=15)),
                ("summary", models.TextField(blank=True)),
                ("theme", models.CharField(blank=True, max_length=20)),
                ("wording", models.TextField(blank=True)),
                ("wording_source", models.CharField(blank=True, max_length=300)),
                ("wording_source_link", models.URLField(blank=True)),
                ("wording_paragraph", models.CharField(blank=True, max_length=60)),
                ("wording_checked", models.BooleanField(default=False)),
                ("wording_note", models.TextField(blank=True)),
                ("addressees_printed", models.CharField(blank=True, max_length=200)),
                ("no_addressees", models.BooleanField(default=False)),
                (
                    "deadline",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("deadline_printed", models.CharField(blank=True, max_length=200)),
                ("deadline_worked_out", models.BooleanField(default=False)),
                ("no_deadline", models.BooleanField(default=False)),
                ("deadline_over", models.BooleanField(default=False)),
                ("deadline_note", models.TextField(blank=True)),
                ("no_documents_reason", models.CharField(blank=True, max_length=300)),
                ("executive_lead", models.CharField(blank=True, max_length=120)),
                ("operational_lead", models.CharField(blank=True, max_length=120)),
                ("no_lead", models.BooleanField(default=False)),
                (
                    "addressees",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
            ],
            bases=(
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                pages.moderation.moderated.Moderated,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("as_at", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("as_at_words", models.CharField(blank=True, max_length=100)),
                ("text", wagtail.fields.RichTextField(blank=True)),
                (
                    "respondents",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress_updates",
                        to="complaints.recommendationresponsepage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssuranceEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("date", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("body", models.CharField(blank=True, max_length=200)),
                ("verdict", models.CharField(blank=True, max_length=20)),
                ("words", models.TextField(blank=True)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assurances",
                        to="complaints.recommendationresponsepage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="action",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="actions",
                to="complaints.recommendationresponsepage",
            ),
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("position", models.CharField(blank=True, max_length=20)),
                ("position_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("no_reason", models.BooleanField(default=False)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                (
                    "narrative",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("date", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("date_words", models.CharField(blank=True, max_length=100)),
                ("source_link", models.URLField(blank=True, max_length=500)),
                (
                    "source_date",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("approving_post", models.CharField(blank=True, max_length=120)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="complaints.recommendationresponsepage",
                    ),
                ),
                (
                    "respondents",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuperComplaintPage",
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
                ("official_title", models.CharField(blank=True, max_length=300)),
                ("identifier", models.SlugField(blank=True, default="", max_length=80)),
                ("summary", models.TextField(blank=True)),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                ("stage", models.CharField(default="received", max_length=15)),
                (
                    "submitted",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "found_eligible",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "report_published",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "respond_by",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("respond_by_printed", models.CharField(blank=True, max_length=200)),
                ("respond_by_worked_out", models.BooleanField(default=False)),
                ("plan_announced", models.CharField(blank=True, max_length=200)),
                ("plan_link", models.URLField(blank=True, max_length=500)),
                ("executive_lead", models.CharField(blank=True, max_length=120)),
                ("operational_lead", models.CharField(blank=True, max_length=120)),
                ("report_link", models.URLField(blank=True, max_length=500)),
                (
                    "recommendations_made",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "other_recommendations",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("links", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "correspondence",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "documents",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("sensitive", models.BooleanField(default=False)),
                (
                    "support_services",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "lead_bodies",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
                (
                    "supporting_bodies",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
            ],
            bases=(
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                pages.moderation.moderated.Moderated,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="NextUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("due", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("certainty", models.CharField(blank=True, max_length=12)),
                ("no_date", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                (
                    "published",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="next_updates",
                        to="complaints.supercomplaintpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                ("position", models.CharField(blank=True, max_length=20)),
                ("position_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("no_reason", models.BooleanField(default=False)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                (
                    "narrative",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                ("date", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("date_words", models.CharField(blank=True, max_length=100)),
                ("source_link", models.URLField(blank=True, max_length=500)),
                (
                    "source_date",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("approving_post", models.CharField(blank=True, max_length=120)),
                ("coverage", models.CharField(default="all", max_length=10)),
                ("numbers", models.CharField(blank=True, max_length=200)),
                (
                    "documents",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}),
                ),
                (
                    "respondents",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="complaints.supercomplaintpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecommendationState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("is_part", models.BooleanField(default=False)),
                ("detailed_status", models.CharField(max_length=15)),
                ("status", models.CharField(blank=True, max_length=20)),
                (
                    "who_is_asked",
                    models.CharField(default="not_entered", max_length=12),
                ),
                ("position", models.CharField(blank=True, max_length=20)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("has_response", models.BooleanField(default=True)),
                ("is_asked", models.BooleanField(default=True)),
                (
                    "reason_known",
                    models.CharField(default="not_entered", max_length=12),
                ),
                ("last_day_before_overdue", models.DateField(null=True)),
                ("last_day_before_deadline_passed", models.DateField(null=True)),
                ("last_day_before_past_deadline", models.DateField(null=True)),
                (
                    "deadline",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("due", pages.core.partial_date_fields.PartialDateField(blank=True)),
                (
                    "respond_by",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("deadline_over", models.BooleanField(default=False)),
                ("actions", models.PositiveIntegerField(default=0)),
                ("actions_complete", models.PositiveIntegerField(default=0)),
                (
                    "completed",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                (
                    "completion_known",
                    models.CharField(default="not_entered", max_length=12),
                ),
                (
                    "missed_limit",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("missed_deadline", models.BooleanField(default=False)),
                ("completion_chosen_here", models.BooleanField(default=False)),
                ("slipped", models.BooleanField(default=False)),
                ("was_complete", models.BooleanField(default=False)),
                (
                    "last_reported",
                    pages.core.partial_date_fields.PartialDateField(blank=True),
                ),
                ("silent_since", models.DateField(null=True)),
                ("plan_announced", models.CharField(blank=True, max_length=200)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="complaints.recommendationresponsepage",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
                (
                    "whole",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="complaints.recommendationresponsepage",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=[
                            "respondent",
                            "detailed_status",
                            "last_day_before_overdue",
                        ],
                        name="detailed_status_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "respondent"), name="one_state_of_a_respondent"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("respondent", None)),
                        fields=("page",),
                        name="one_state_of_the_whole",
                    ),
                ],
            },
        ),
    ]

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
        ("moderation", "0001_initial"),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "title",
                    models.CharField(blank=True, help_text="What is done, in a few words.", max_length=160),
                ),
                ("description", wagtail.fields.RichTextField(blank=True)),
                (
                    "owning_post",
                    models.TextField(
                        blank=True,
                        help_text="Posts, not persons: “Head of Public Protection”. Several stand on a line each.",
                        verbose_name="owners",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("complete", "Complete"),
                            ("superseded", "Superseded"),
                        ],
                        help_text="Empty only if the response states none.",
                        max_length=15,
                    ),
                ),
                (
                    "status_words",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Action complete” or “Green”. They are shown beside ours.",
                        max_length=100,
                        verbose_name="status in the response’s own words",
                    ),
                ),
                (
                    "completed",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date completed"
                    ),
                ),
                (
                    "completed_words",
                    models.CharField(
                        blank=True,
                        help_text="Such as “already in place”. Left empty, readers are told that the response gives no date.",
                        max_length=100,
                        verbose_name="when, if it gives no date",
                    ),
                ),
                (
                    "evidence",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="What shows that it was done: words, files and links.",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
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
                ("introduction", wagtail.fields.StreamField([], blank=True, block_lookup={})),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("due", pages.core.partial_date_fields.PartialDateField(blank=True, verbose_name="due date")),
                (
                    "worked_out",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it if the response does not print the date, but says “by the deadline”.",
                        verbose_name="we worked the date out",
                    ),
                ),
                ("no_date", models.BooleanField(default=False, verbose_name="no date can be given")),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Needed for a changed date, and where no date can be given."
                    ),
                ),
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
                "verbose_name": "due date",
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
                    "name",
                    models.CharField(
                        error_messages={"unique": "There is an organisation of this name already."},
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("designated_body", "Designated body"),
                            ("decision_body", "Decision body"),
                            ("police_force", "Police force"),
                            ("commissioner", "Commissioner"),
                            ("government", "Government"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "valid_from",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, help_text="When it was founded, if that is known."
                    ),
                ),
                (
                    "valid_to",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, help_text="When it ended, if it has."
                    ),
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
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who takes over what is open, if it has ended or merged.",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=200)),
                ("used_from", pages.core.partial_date_fields.PartialDateField(blank=True)),
                ("used_to", pages.core.partial_date_fields.PartialDateField(blank=True)),
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
                "verbose_name": "former name",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="action",
            name="respondents",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="Tick nobody if it is the action of everybody who responds.",
                limit_choices_to={"live": True},
                related_name="+",
                to="complaints.organisation",
                verbose_name="whose action it is",
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
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="As the report prints it, such as 7 or 7.1. Leave empty if it is not known.",
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[1-9]\\d{0,2}(\\.[1-9]\\d{0,2})?[a-z]?\\Z",
                                "Enter the number as printed, like 7, 7.1 or 12a.",
                                flags=re.RegexFlag["ASCII"],
                            )
                        ],
                        verbose_name="printed number",
                    ),
                ),
                ("sort_key", models.CharField(db_index=True, default="~", editable=False, max_length=60)),
                (
                    "published_identifier",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The identifier in the open data when it was first published. It stays.",
                        max_length=150,
                    ),
                ),
                (
                    "item_identifier",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Behind that of the super-complaint. A printed number makes it; without one, give two or three words that stay, whatever the title becomes.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([a-z0-9]+([.-][a-z0-9]+)*)\\Z",
                                "Use small letters, digits and, between them, hyphens or full stops.",
                            )
                        ],
                        verbose_name="identifier in the data",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recommendation", "Recommendation"),
                            ("action", "Action"),
                            ("part", "Part of a recommendation"),
                        ],
                        default="recommendation",
                        max_length=15,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="In one to three plain sentences of our own.",
                        verbose_name="what it asks",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("victims", "Support for victims"),
                            ("reporting", "Safe ways to report"),
                            ("recording", "Recording and finding crime"),
                            ("investigation", "Investigation"),
                            ("powers", "Use of powers"),
                            ("training", "Training and knowledge"),
                            ("policy", "Policy and guidance"),
                            ("partners", "Working with others"),
                            ("scrutiny", "Scrutiny and openness"),
                        ],
                        help_text="What it is about.",
                        max_length=20,
                    ),
                ),
                (
                    "wording",
                    models.TextField(
                        blank=True,
                        help_text="Word for word, without quotation marks around it.",
                        verbose_name="exact wording",
                    ),
                ),
                (
                    "wording_source",
                    models.CharField(blank=True, max_length=300, verbose_name="source of the wording"),
                ),
                ("wording_source_link", models.URLField(blank=True, verbose_name="address of the source")),
                (
                    "wording_paragraph",
                    models.CharField(blank=True, max_length=60, verbose_name="paragraph or page"),
                ),
                (
                    "wording_note",
                    models.TextField(
                        blank=True,
                        help_text="What a reader should know about the wording or the number.",
                        verbose_name="note on the wording",
                    ),
                ),
                (
                    "addressees_printed",
                    models.CharField(
                        blank=True,
                        help_text="The report's own words, such as “chief constables”.",
                        max_length=200,
                        verbose_name="addressees as printed",
                    ),
                ),
                (
                    "deadline",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="deadline to implement"
                    ),
                ),
                (
                    "deadline_printed",
                    models.CharField(
                        blank=True,
                        help_text="The report's own words, such as “by 27 March 2025” or “immediately”.",
                        max_length=200,
                        verbose_name="deadline as printed",
                    ),
                ),
                (
                    "deadline_worked_out",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it if the report does not print the date. Work one out only if the report names the day from which its words run.",
                        verbose_name="we worked the date out",
                    ),
                ),
                (
                    "deadline_note",
                    models.TextField(
                        blank=True,
                        help_text="How the date was worked out, or what can be said without one: “Six months from June 2022 are over, however they are counted.”",
                        verbose_name="note on the deadline",
                    ),
                ),
                (
                    "no_documents_reason",
                    models.CharField(
                        blank=True,
                        help_text="Leave empty if there are some: they are the evidence of an action.",
                        max_length=300,
                        verbose_name="why there are no supporting documents",
                    ),
                ),
                (
                    "executive_lead",
                    models.CharField(
                        blank=True,
                        help_text="The post, not the person: “Assistant Chief Constable, Crime”.",
                        max_length=120,
                    ),
                ),
                (
                    "operational_lead",
                    models.CharField(
                        blank=True,
                        help_text="The post, not the person: “Head of Public Protection”.",
                        max_length=120,
                    ),
                ),
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
            options={
                "verbose_name": "recommendation",
            },
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("as_at", pages.core.partial_date_fields.PartialDateField(blank=True, verbose_name="as at")),
                ("text", wagtail.fields.RichTextField(blank=True)),
                (
                    "respondents",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Our force, if nobody is chosen.",
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                        verbose_name="whose update it is",
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
                "verbose_name": "progress update",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "date",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date of the verdict"
                    ),
                ),
                (
                    "body",
                    models.CharField(blank=True, help_text="Who says it, such as “HMICFRS”.", max_length=200),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awaiting_review", "Awaiting review"),
                            ("no_further_action", "No further action needed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        help_text="Word for word, without quotation marks around it.",
                        verbose_name="exact words",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="address of the verdict")),
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
                "verbose_name": "external assurance",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awaiting", "Awaiting response"),
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                            ("not_applicable", "Not applicable"),
                            ("answered_by_other", "Answered by another body"),
                            ("nothing_to_add", "Nothing to add"),
                            ("not_stated", "No position stated"),
                        ],
                        help_text="If the response states none, choose “No position stated”.",
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Needed for “Accepted in part”, “Not accepted” and “Not applicable”.",
                    ),
                ),
                (
                    "answered_by",
                    models.CharField(
                        blank=True,
                        help_text="Needed for “Answered by another body”, such as “National Police Chiefs’ Council”. Give the address of that answer below, if it is published.",
                        max_length=200,
                        verbose_name="who answers on its behalf",
                    ),
                ),
                ("narrative", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "date",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date of the response"
                    ),
                ),
                (
                    "source_link",
                    models.URLField(
                        blank=True,
                        help_text="Where the text is our summary of a response that was published elsewhere.",
                        max_length=500,
                        verbose_name="address of what is summarised",
                    ),
                ),
                (
                    "source_date",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True,
                        help_text="Leave empty if it gives no date: readers are told so.",
                        verbose_name="date of what is summarised",
                    ),
                ),
                (
                    "approving_post",
                    models.CharField(
                        blank=True,
                        help_text="The post, not the person: “Deputy Chief Constable”.",
                        max_length=120,
                    ),
                ),
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
                        help_text="Each organisation except our force must agree to the text before it is published. A summary of a response that is published elsewhere needs no agreement.",
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "response",
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
                    "official_title",
                    models.CharField(
                        blank=True,
                        help_text="The title of the report, if it has one of its own.",
                        max_length=300,
                    ),
                ),
                (
                    "identifier",
                    models.SlugField(
                        blank=True,
                        default="",
                        help_text="One or two words for the super-complaint, without the force’s name. If empty, the words of the address. It stays once it is published.",
                        max_length=80,
                        verbose_name="identifier in the data",
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, help_text="What it is about, in one or two sentences."),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("eligibility", "Eligibility assessment"),
                            ("not_eligible", "Not eligible"),
                            ("investigation", "Under investigation"),
                            ("report", "Report published"),
                            ("follow_up", "Follow-up"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        max_length=15,
                    ),
                ),
                (
                    "submitted",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date submitted"
                    ),
                ),
                (
                    "found_eligible",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date found eligible"
                    ),
                ),
                (
                    "report_published",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date the report was published"
                    ),
                ),
                (
                    "respond_by",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True,
                        help_text="The date that the report prints, or that its words come to.",
                        verbose_name="deadline to respond",
                    ),
                ),
                (
                    "respond_by_printed",
                    models.CharField(
                        blank=True,
                        help_text="The report's own words, such as “56 days from publication”.",
                        max_length=200,
                        verbose_name="deadline to respond as printed",
                    ),
                ),
                (
                    "respond_by_worked_out",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it if the report does not print the date. Work one out only if the report names the day from which its words run.",
                        verbose_name="we worked the date out",
                    ),
                ),
                (
                    "executive_lead",
                    models.CharField(
                        blank=True,
                        help_text="Of the whole plan, unless a recommendation names another.",
                        max_length=120,
                    ),
                ),
                (
                    "operational_lead",
                    models.CharField(
                        blank=True,
                        help_text="Of the whole plan, unless a recommendation names another.",
                        max_length=120,
                    ),
                ),
                (
                    "report_link",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the report"),
                ),
                (
                    "recommendations_made",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty if the number is not known.",
                        null=True,
                        verbose_name="number of recommendations in the report",
                    ),
                ),
                (
                    "other_recommendations",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="Recommendations to others, and those whose number is not known. The rest have pages.",
                    ),
                ),
                (
                    "links",
                    wagtail.fields.StreamField(
                        [], blank=True, block_lookup={}, verbose_name="official links"
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                ("correspondence", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                ("documents", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "sensitive",
                    models.BooleanField(
                        default=False, help_text="Shows support services, and always the quick exit."
                    ),
                ),
                (
                    "support_services",
                    wagtail.fields.StreamField(
                        [],
                        blank=True,
                        block_lookup={},
                        help_text="Services that fit this subject. If there are none, those of the site wording are shown.",
                    ),
                ),
                (
                    "lead_bodies",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"live": True},
                        related_name="+",
                        to="complaints.organisation",
                        verbose_name="lead body or bodies",
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
            options={
                "verbose_name": "super-complaint",
            },
            bases=(
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                pages.moderation.moderated.Moderated,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="ReportResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awaiting", "Awaiting response"),
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                            ("not_applicable", "Not applicable"),
                            ("answered_by_other", "Answered by another body"),
                            ("nothing_to_add", "Nothing to add"),
                            ("not_stated", "No position stated"),
                        ],
                        help_text="If the response states none, choose “No position stated”.",
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Needed for “Accepted in part”, “Not accepted” and “Not applicable”.",
                    ),
                ),
                (
                    "answered_by",
                    models.CharField(
                        blank=True,
                        help_text="Needed for “Answered by another body”, such as “National Police Chiefs’ Council”. Give the address of that answer below, if it is published.",
                        max_length=200,
                        verbose_name="who answers on its behalf",
                    ),
                ),
                ("narrative", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "date",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date of the response"
                    ),
                ),
                (
                    "source_link",
                    models.URLField(
                        blank=True,
                        help_text="Where the text is our summary of a response that was published elsewhere.",
                        max_length=500,
                        verbose_name="address of what is summarised",
                    ),
                ),
                (
                    "source_date",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True,
                        help_text="Leave empty if it gives no date: readers are told so.",
                        verbose_name="date of what is summarised",
                    ),
                ),
                (
                    "approving_post",
                    models.CharField(
                        blank=True,
                        help_text="The post, not the person: “Deputy Chief Constable”.",
                        max_length=120,
                    ),
                ),
                (
                    "coverage",
                    models.CharField(
                        choices=[
                            ("all", "All recommendations of the report"),
                            ("named", "The recommendations with these numbers"),
                            ("others", "All other recommendations"),
                        ],
                        default="all",
                        help_text="“All other recommendations” are those that no other response of the respondent names.",
                        max_length=10,
                        verbose_name="what it answers",
                    ),
                ),
                (
                    "numbers",
                    models.CharField(
                        blank=True,
                        help_text="Such as “1, 4 and 5”.",
                        max_length=200,
                        verbose_name="printed numbers",
                    ),
                ),
                ("documents", wagtail.fields.StreamField([], blank=True, block_lookup={})),
                (
                    "respondents",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Each organisation except our force must agree to the text before it is published. A summary of a response that is published elsewhere needs no agreement.",
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
                "verbose_name": "response to several recommendations",
                "verbose_name_plural": "responses to several recommendations",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_part",
                    models.BooleanField(
                        default=False,
                        help_text="It is a part of another recommendation, which counts for both.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_answered", "Not answered"),
                            ("awaiting", "Awaiting response"),
                            ("not_stated", "No status stated"),
                            ("no_actions", "No actions listed"),
                            ("reopened", "Reopened"),
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("complete_late", "Completed late"),
                            ("complete", "Complete"),
                            ("superseded", "Superseded"),
                            ("not_accepted", "Not accepted"),
                            ("not_applicable", "Not applicable"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awaiting", "Awaiting response"),
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("not_accepted", "Not accepted"),
                            ("not_applicable", "Not applicable"),
                            ("answered_by_other", "Answered by another body"),
                            ("nothing_to_add", "Nothing to add"),
                            ("not_stated", "No position stated"),
                            ("mixed", "Different positions"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "last_day_before_overdue",
                    models.DateField(help_text="The last day on which it is not overdue.", null=True),
                ),
                (
                    "last_day_before_deadline_passed",
                    models.DateField(help_text="The last day on which no other date has passed.", null=True),
                ),
                (
                    "slipped",
                    models.BooleanField(default=False, help_text="A due date changed or was removed."),
                ),
                (
                    "was_complete",
                    models.BooleanField(default=False, help_text="Now or at an earlier publication."),
                ),
                (
                    "last_reported",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True,
                        help_text="The last date that a response, an update or a completion names.",
                    ),
                ),
                (
                    "silent_since",
                    models.DateField(
                        help_text="The last day of which something is told, else that of the report.",
                        null=True,
                    ),
                ),
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
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["respondent", "state", "last_day_before_overdue"], name="state_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "respondent"), name="one_state_of_a_respondent"),
                    models.UniqueConstraint(
                        condition=models.Q(("respondent", None)),
                        fields=("page",),
                        name="one_state_of_the_whole",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="ReadingChoice",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("asked", models.TextField(help_text="The headings, or the word.")),
                ("answer", models.JSONField()),
                ("chosen_at", models.DateTimeField(auto_now=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]

import complaints.models.numbered_page
import complaints.models.recommendation_identifier
import complaints.models.recommendation_rules
import complaints.models.routed_page
import complaints.models.state_properties
import complaints.models.super_complaint_identifier
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import pages.core.partial_date_fields
import pages.moderation.moderated
import re
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # The libraries come first: Django builds our models anew after each migration that comes later, which
        # takes a quarter of the time of all.
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
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
                    models.CharField(
                        blank=True,
                        help_text="The post, not the person: “Head of Public Protection”.",
                        max_length=120,
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
                    "completed",
                    pages.core.partial_date_fields.PartialDateField(
                        blank=True, verbose_name="date completed"
                    ),
                ),
                (
                    "evidence",
                    wagtail.fields.StreamField(
                        [("text", 0), ("document", 5), ("links", 10)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "editor": "narrative",
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "blocks/rich_text.html",
                                },
                            ),
                            1: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            4: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 1), ("title", 2), ("description", 3), ("html_version", 4)]],
                                {},
                            ),
                            6: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            7: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            8: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("text", 6), ("page", 7), ("url", 8)]], {}),
                            10: (
                                "wagtail.blocks.ListBlock",
                                (9,),
                                {"icon": "link", "label": "Links", "template": "blocks/links.html"},
                            ),
                        },
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
                (
                    "introduction",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("picture", 3),
                            ("quotation", 7),
                            ("action_list", 12),
                            ("key_dates", 18),
                            ("contact", 24),
                            ("support_services", 31),
                            ("document", 35),
                            ("details", 37),
                            ("table", 44),
                            ("inset", 45),
                            ("links", 49),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("pages.content.blocks.text.RichTextBlock", (), {}),
                            1: ("wagtail.images.blocks.ImageBlock", [], {}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Shown below it. Not the same as what it shows.",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("image", 1), ("caption", 2)]], {}),
                            4: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "The exact words, without quotation marks around them."},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where."},
                            ),
                            6: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of the source", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 4), ("source", 5), ("source_link", 6)]],
                                {},
                            ),
                            8: ("wagtail.blocks.CharBlock", (), {"max_length": 120, "required": False}),
                            9: ("wagtail.blocks.RichTextBlock", (), {"editor": "narrative"}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 8), ("text", 9)]], {}),
                            11: ("wagtail.blocks.ListBlock", (10,), {"min_num": 1}),
                            12: ("wagtail.blocks.StructBlock", [[("heading", 8), ("actions", 11)]], {}),
                            13: ("pages.content.blocks.dates.PartialDateBlock", (), {}),
                            14: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            15: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("date", 13), ("event", 14), ("note", 15)]],
                                {},
                            ),
                            17: ("wagtail.blocks.ListBlock", (16,), {"min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("heading", 8), ("dates", 17)]], {}),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A team or post, not a person.", "max_length": 120},
                            ),
                            20: ("wagtail.blocks.CharBlock", (), {"max_length": 30, "required": False}),
                            21: ("wagtail.blocks.EmailBlock", (), {"label": "E-mail", "required": False}),
                            22: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Postal address", "required": False},
                            ),
                            23: ("wagtail.blocks.URLBlock", (), {"label": "Web address", "required": False}),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 19),
                                        ("telephone", 20),
                                        ("email", 21),
                                        ("address", 22),
                                        ("web", 23),
                                        ("hours", 8),
                                    ]
                                ],
                                {},
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Support services", "max_length": 120},
                            ),
                            26: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Whom it helps, in a few words.", "max_length": 200},
                            ),
                            28: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example, what a bill shows.",
                                    "label": "What to know before calling",
                                    "required": False,
                                },
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 26),
                                        ("for_whom", 27),
                                        ("telephone", 20),
                                        ("hours", 8),
                                        ("web", 23),
                                        ("safe_to_call", 28),
                                    ]
                                ],
                                {},
                            ),
                            30: ("wagtail.blocks.ListBlock", (29,), {"min_num": 1}),
                            31: ("wagtail.blocks.StructBlock", [[("heading", 25), ("services", 30)]], {}),
                            32: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            34: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("document", 32),
                                        ("title", 33),
                                        ("description", 15),
                                        ("html_version", 34),
                                    ]
                                ],
                                {},
                            ),
                            36: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What the reader finds inside.", "max_length": 120},
                            ),
                            37: ("wagtail.blocks.StructBlock", [[("summary", 36), ("text", 9)]], {}),
                            38: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            39: ("wagtail.blocks.DecimalBlock", (), {"label": "Number", "required": False}),
                            40: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"editor": "narrative", "label": "Rich text", "required": False},
                            ),
                            41: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 38), ("number", 39), ("rich_text", 40)]],
                                {},
                            ),
                            42: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": True,
                                    "label": "The first cell of each row is a heading",
                                    "required": False,
                                },
                            ),
                            43: ("wagtail.blocks.CharBlock", (), {"required": False}),
                            44: (
                                "wagtail.blocks.StructBlock",
                                [[("table", 41), ("row_headers", 42), ("source", 43)]],
                                {},
                            ),
                            45: ("pages.content.blocks.text.InsetBlock", (), {"editor": "narrative"}),
                            46: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            47: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            48: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 14), ("page", 46), ("url", 47)]],
                                {},
                            ),
                            49: (
                                "wagtail.blocks.ListBlock",
                                (48,),
                                {"icon": "link", "label": "Links", "template": "blocks/links.html"},
                            ),
                        },
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(
                complaints.models.routed_page.RoutedPageMixin,
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
                        help_text="The report's own words, such as “by 27 March 2025”. Never calculated.",
                        max_length=200,
                        verbose_name="deadline as printed",
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
                complaints.models.recommendation_rules.RecommendationRulesMixin,
                complaints.models.recommendation_identifier.RecommendationIdentifierMixin,
                complaints.models.numbered_page.NumberedPageMixin,
                complaints.models.state_properties.StatePropertiesMixin,
                complaints.models.routed_page.RoutedPageMixin,
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
                        ],
                        help_text="Leave empty only if the published response does not state a position.",
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
                    "narrative",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("picture", 3),
                            ("action_list", 8),
                            ("quotation", 12),
                            ("inset", 13),
                            ("details", 15),
                            ("document", 20),
                            ("links", 25),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "editor": "narrative",
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "blocks/rich_text.html",
                                },
                            ),
                            1: ("wagtail.images.blocks.ImageBlock", [], {}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Shown below it. Not the same as what it shows.",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("image", 1), ("caption", 2)]], {}),
                            4: ("wagtail.blocks.CharBlock", (), {"max_length": 120, "required": False}),
                            5: ("wagtail.blocks.RichTextBlock", (), {"editor": "narrative"}),
                            6: ("wagtail.blocks.StructBlock", [[("heading", 4), ("text", 5)]], {}),
                            7: ("wagtail.blocks.ListBlock", (6,), {"min_num": 1}),
                            8: ("wagtail.blocks.StructBlock", [[("heading", 4), ("actions", 7)]], {}),
                            9: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "The exact words, without quotation marks around them."},
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where."},
                            ),
                            11: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of the source", "required": False},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 9), ("source", 10), ("source_link", 11)]],
                                {},
                            ),
                            13: ("pages.content.blocks.text.InsetBlock", (), {"editor": "narrative"}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What the reader finds inside.", "max_length": 120},
                            ),
                            15: ("wagtail.blocks.StructBlock", [[("summary", 14), ("text", 5)]], {}),
                            16: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            17: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            18: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            19: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("document", 16),
                                        ("title", 17),
                                        ("description", 18),
                                        ("html_version", 19),
                                    ]
                                ],
                                {},
                            ),
                            21: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            22: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 21), ("page", 22), ("url", 23)]],
                                {},
                            ),
                            25: (
                                "wagtail.blocks.ListBlock",
                                (24,),
                                {"icon": "link", "label": "Links", "template": "blocks/links.html"},
                            ),
                        },
                    ),
                ),
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
                        help_text="If several organisations respond together, each one except our force must agree to the text before it is published. A summary of a response that is published elsewhere needs no agreement.",
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
                        help_text="One or two words for the super-complaint, without the force’s name, so that readers can join the data of several forces. If empty, the words of the address. It stays once it is published.",
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
                        help_text="As the report prints it, never calculated.",
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
                        [("recommendation", 6)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("recommendation", "Recommendation"), ("action", "Action")]},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As the report prints it. Leave empty if it is not known.",
                                    "label": "Printed number",
                                    "max_length": 15,
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What it asks for, in a few plain words.", "max_length": 160},
                            ),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "In plain sentences of our own.", "label": "What it asks"},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Addressed to", "max_length": 200, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Deadline as printed", "max_length": 200, "required": False},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("kind", 0),
                                        ("number", 1),
                                        ("title", 2),
                                        ("summary", 3),
                                        ("addressees", 4),
                                        ("deadline", 5),
                                    ]
                                ],
                                {},
                            ),
                        },
                        help_text="Recommendations to others, and those whose number is not known. The rest have pages.",
                    ),
                ),
                (
                    "links",
                    wagtail.fields.StreamField(
                        [("link", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            1: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            2: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("text", 0), ("page", 1), ("url", 2)]], {}),
                        },
                        verbose_name="official links",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("picture", 3),
                            ("quotation", 7),
                            ("action_list", 12),
                            ("key_dates", 18),
                            ("contact", 24),
                            ("support_services", 31),
                            ("document", 35),
                            ("details", 37),
                            ("table", 44),
                            ("inset", 45),
                            ("links", 49),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("pages.content.blocks.text.RichTextBlock", (), {}),
                            1: ("wagtail.images.blocks.ImageBlock", [], {}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Shown below it. Not the same as what it shows.",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("image", 1), ("caption", 2)]], {}),
                            4: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "The exact words, without quotation marks around them."},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where."},
                            ),
                            6: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of the source", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 4), ("source", 5), ("source_link", 6)]],
                                {},
                            ),
                            8: ("wagtail.blocks.CharBlock", (), {"max_length": 120, "required": False}),
                            9: ("wagtail.blocks.RichTextBlock", (), {"editor": "narrative"}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 8), ("text", 9)]], {}),
                            11: ("wagtail.blocks.ListBlock", (10,), {"min_num": 1}),
                            12: ("wagtail.blocks.StructBlock", [[("heading", 8), ("actions", 11)]], {}),
                            13: ("pages.content.blocks.dates.PartialDateBlock", (), {}),
                            14: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            15: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            16: (
                                "wagtail.blocks.StructBlock",
                                [[("date", 13), ("event", 14), ("note", 15)]],
                                {},
                            ),
                            17: ("wagtail.blocks.ListBlock", (16,), {"min_num": 1}),
                            18: ("wagtail.blocks.StructBlock", [[("heading", 8), ("dates", 17)]], {}),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A team or post, not a person.", "max_length": 120},
                            ),
                            20: ("wagtail.blocks.CharBlock", (), {"max_length": 30, "required": False}),
                            21: ("wagtail.blocks.EmailBlock", (), {"label": "E-mail", "required": False}),
                            22: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Postal address", "required": False},
                            ),
                            23: ("wagtail.blocks.URLBlock", (), {"label": "Web address", "required": False}),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 19),
                                        ("telephone", 20),
                                        ("email", 21),
                                        ("address", 22),
                                        ("web", 23),
                                        ("hours", 8),
                                    ]
                                ],
                                {},
                            ),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Support services", "max_length": 120},
                            ),
                            26: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Whom it helps, in a few words.", "max_length": 200},
                            ),
                            28: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example, what a bill shows.",
                                    "label": "What to know before calling",
                                    "required": False,
                                },
                            ),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 26),
                                        ("for_whom", 27),
                                        ("telephone", 20),
                                        ("hours", 8),
                                        ("web", 23),
                                        ("safe_to_call", 28),
                                    ]
                                ],
                                {},
                            ),
                            30: ("wagtail.blocks.ListBlock", (29,), {"min_num": 1}),
                            31: ("wagtail.blocks.StructBlock", [[("heading", 25), ("services", 30)]], {}),
                            32: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            34: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("document", 32),
                                        ("title", 33),
                                        ("description", 15),
                                        ("html_version", 34),
                                    ]
                                ],
                                {},
                            ),
                            36: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What the reader finds inside.", "max_length": 120},
                            ),
                            37: ("wagtail.blocks.StructBlock", [[("summary", 36), ("text", 9)]], {}),
                            38: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            39: ("wagtail.blocks.DecimalBlock", (), {"label": "Number", "required": False}),
                            40: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"editor": "narrative", "label": "Rich text", "required": False},
                            ),
                            41: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 38), ("number", 39), ("rich_text", 40)]],
                                {},
                            ),
                            42: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": True,
                                    "label": "The first cell of each row is a heading",
                                    "required": False,
                                },
                            ),
                            43: ("wagtail.blocks.CharBlock", (), {"required": False}),
                            44: (
                                "wagtail.blocks.StructBlock",
                                [[("table", 41), ("row_headers", 42), ("source", 43)]],
                                {},
                            ),
                            45: ("pages.content.blocks.text.InsetBlock", (), {"editor": "narrative"}),
                            46: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            47: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            48: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 14), ("page", 46), ("url", 47)]],
                                {},
                            ),
                            49: (
                                "wagtail.blocks.ListBlock",
                                (48,),
                                {"icon": "link", "label": "Links", "template": "blocks/links.html"},
                            ),
                        },
                    ),
                ),
                (
                    "correspondence",
                    wagtail.fields.StreamField(
                        [("letter", 9)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "From", "max_length": 200}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "To", "max_length": 200}),
                            2: ("pages.content.blocks.dates.PartialDateBlock", (), {"required": False}),
                            3: ("wagtail.blocks.RichTextBlock", (), {"editor": "narrative"}),
                            4: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"required": False}),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            6: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            7: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 4), ("title", 5), ("description", 6), ("html_version", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("sender", 0),
                                        ("recipient", 1),
                                        ("sent", 2),
                                        ("received", 2),
                                        ("summary", 3),
                                        ("document", 8),
                                    ]
                                ],
                                {},
                            ),
                        },
                    ),
                ),
                (
                    "documents",
                    wagtail.fields.StreamField(
                        [("document", 4)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            2: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            3: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 0), ("title", 1), ("description", 2), ("html_version", 3)]],
                                {},
                            ),
                        },
                    ),
                ),
                (
                    "sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Shows support services, and always the quick exit.",
                    ),
                ),
                (
                    "support_services",
                    wagtail.fields.StreamField(
                        [("service", 6)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Whom it helps, in a few words.", "max_length": 200},
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"max_length": 30, "required": False}),
                            3: ("wagtail.blocks.CharBlock", (), {"max_length": 120, "required": False}),
                            4: ("wagtail.blocks.URLBlock", (), {"label": "Web address", "required": False}),
                            5: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example, what a bill shows.",
                                    "label": "What to know before calling",
                                    "required": False,
                                },
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 0),
                                        ("for_whom", 1),
                                        ("telephone", 2),
                                        ("hours", 3),
                                        ("web", 4),
                                        ("safe_to_call", 5),
                                    ]
                                ],
                                {},
                            ),
                        },
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
                complaints.models.super_complaint_identifier.SuperComplaintIdentifierMixin,
                complaints.models.routed_page.RoutedPageMixin,
                pages.moderation.moderated.Moderated,
                "wagtailcore.page",
            ),
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
                            ("not_stated", "No update published"),
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
                    models.DateField(
                        help_text="The last day on which no date has passed without an update.", null=True
                    ),
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
                    models.DateField(
                        help_text="The last day that a response, an update or a completion names.", null=True
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
    ]

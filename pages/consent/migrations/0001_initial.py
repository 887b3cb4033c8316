import django.db.models.deletion
import django.utils.timezone
import pages.moderation.moderated
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # store.sync fills its tables after each migration.
        ("cookie_consent", "0004_cookie_natural_key"),
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
                        blank=True,
                        default="",
                        help_text="For the public, once this has been published: what you changed, and why.",
                    ),
                ),
                (
                    "minor_correction",
                    models.BooleanField(
                        default=False,
                        help_text="Spelling, grammar or style of running text. No change of a position, reason, status, date, figure, link, addressee, owner, quotation or assurance. One moderator approves it.",
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
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("quotation", 4),
                            ("action_list", 9),
                            ("key_dates", 15),
                            ("contact", 21),
                            ("support_services", 28),
                            ("document", 32),
                            ("details", 34),
                            ("table", 41),
                            ("inset", 42),
                            ("links", 46),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("pages.blocks.text.RichTextBlock", (), {}),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "The exact words, without quotation marks around them."},
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Who said or wrote it, and where."},
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of the source", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 1), ("source", 2), ("source_link", 3)]],
                                {},
                            ),
                            5: ("wagtail.blocks.CharBlock", (), {"max_length": 120, "required": False}),
                            6: ("wagtail.blocks.RichTextBlock", (), {"editor": "narrative"}),
                            7: ("wagtail.blocks.StructBlock", [[("heading", 5), ("text", 6)]], {}),
                            8: ("wagtail.blocks.ListBlock", (7,), {"min_num": 1}),
                            9: ("wagtail.blocks.StructBlock", [[("heading", 5), ("actions", 8)]], {}),
                            10: ("pages.blocks.dates.PartialDateBlock", (), {}),
                            11: ("wagtail.blocks.CharBlock", (), {"max_length": 200}),
                            12: ("wagtail.blocks.TextBlock", (), {"required": False}),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("date", 10), ("event", 11), ("note", 12)]],
                                {},
                            ),
                            14: ("wagtail.blocks.ListBlock", (13,), {"min_num": 1}),
                            15: ("wagtail.blocks.StructBlock", [[("heading", 5), ("dates", 14)]], {}),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A team or post, not a person.", "max_length": 120},
                            ),
                            17: ("wagtail.blocks.CharBlock", (), {"max_length": 30, "required": False}),
                            18: ("wagtail.blocks.EmailBlock", (), {"label": "E-mail", "required": False}),
                            19: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Postal address", "required": False},
                            ),
                            20: ("wagtail.blocks.URLBlock", (), {"label": "Web address", "required": False}),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 16),
                                        ("telephone", 17),
                                        ("email", 18),
                                        ("address", 19),
                                        ("web", 20),
                                        ("hours", 5),
                                    ]
                                ],
                                {},
                            ),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Support services", "max_length": 120},
                            ),
                            23: ("wagtail.blocks.CharBlock", (), {"max_length": 120}),
                            24: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Whom it helps, in a few words.", "max_length": 200},
                            ),
                            25: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "For example, what a bill shows.",
                                    "label": "What to know before calling",
                                    "required": False,
                                },
                            ),
                            26: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 23),
                                        ("for_whom", 24),
                                        ("telephone", 17),
                                        ("hours", 5),
                                        ("web", 20),
                                        ("safe_to_call", 25),
                                    ]
                                ],
                                {},
                            ),
                            27: ("wagtail.blocks.ListBlock", (26,), {"min_num": 1}),
                            28: ("wagtail.blocks.StructBlock", [[("heading", 22), ("services", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {}),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the document's own title.",
                                    "required": False,
                                },
                            ),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "A PDF needs an equivalent page, or a recorded exception.",
                                    "label": "The same as a web page",
                                    "required": False,
                                },
                            ),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("document", 29),
                                        ("title", 30),
                                        ("description", 12),
                                        ("html_version", 31),
                                    ]
                                ],
                                {},
                            ),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What the reader finds inside.", "max_length": 120},
                            ),
                            34: ("wagtail.blocks.StructBlock", [[("summary", 33), ("text", 6)]], {}),
                            35: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            36: ("wagtail.blocks.DecimalBlock", (), {"label": "Number", "required": False}),
                            37: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"editor": "narrative", "label": "Rich text", "required": False},
                            ),
                            38: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 35), ("number", 36), ("rich_text", 37)]],
                                {},
                            ),
                            39: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": True,
                                    "label": "The first cell of each row is a heading",
                                    "required": False,
                                },
                            ),
                            40: ("wagtail.blocks.CharBlock", (), {"required": False}),
                            41: (
                                "wagtail.blocks.StructBlock",
                                [[("table", 38), ("row_headers", 39), ("source", 40)]],
                                {},
                            ),
                            42: ("pages.blocks.text.InsetBlock", (), {"editor": "narrative"}),
                            43: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of this site, or …", "required": False},
                            ),
                            44: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "… an address elsewhere.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 11), ("page", 43), ("url", 44)]],
                                {},
                            ),
                            46: (
                                "wagtail.blocks.ListBlock",
                                (45,),
                                {"icon": "link", "label": "Links", "template": "blocks/links.html"},
                            ),
                        },
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(pages.moderation.moderated.Moderated, "wagtailcore.page"),
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Authorship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("user_id", models.BigIntegerField()),
                ("revision_id", models.BigIntegerField(help_text="The revision that holds the change.")),
                (
                    "text_digest",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        help_text="Digest of the revision’s text.",
                        max_length=64,
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "object_id", "user_id", "revision_id"),
                        name="one_authorship_a_revision",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_at", models.DateTimeField(db_index=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted for approval"),
                            ("withdrawn", "Submission withdrawn"),
                            ("returned", "Changes asked for"),
                            ("approved", "Step approved"),
                            ("wording_used", "Suggested wording used"),
                            ("wording_refused", "Suggested wording not used"),
                            ("urgent", "Urgent publication approved"),
                            ("cleared", "Cleared for publication"),
                            ("scheduled", "Publication scheduled"),
                            ("unscheduled", "Scheduled publication cancelled"),
                            ("reopened", "Publication set reopened"),
                            ("published", "Published"),
                            ("reviewed", "Second review given"),
                            ("taken_down", "Taken down"),
                            ("expired", "Expired"),
                            ("redacted", "Published version redacted"),
                            ("deleted", "Deleted"),
                            ("moved", "Moved"),
                            ("reordered", "Put in another order"),
                            ("privacy", "Privacy changed"),
                            ("asked", "Link sent to somebody without an account"),
                            ("link_ended", "Link taken back"),
                            ("opinion", "Opinion given by link"),
                            ("agreed", "Joint response agreed to"),
                            ("not_agreed", "Joint response not agreed to"),
                            ("redirect", "Redirect changed"),
                            ("file", "Public file changed"),
                            ("site", "Site changed"),
                            ("workflow", "Workflow or step changed"),
                            ("people", "Person or group changed"),
                            ("held", "Hold begun or changed"),
                            ("waiting", "Publication waits for a hold"),
                            ("overridden", "Hold overridden"),
                            ("loaded", "Content loaded into an empty database"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "actor_id",
                    models.BigIntegerField(help_text="Empty: the scheduler or a command.", null=True),
                ),
                ("actor", models.CharField(blank=True, max_length=200, verbose_name="who")),
                ("role", models.CharField(blank=True, max_length=100)),
                ("model", models.CharField(blank=True, max_length=100)),
                ("object_id", models.CharField(blank=True, max_length=255)),
                ("object_name", models.CharField(blank=True, max_length=255, verbose_name="what")),
                ("revision_id", models.BigIntegerField(db_index=True, null=True, verbose_name="revision")),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["model", "object_id"], name="decision_object_idx")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sensitivity", "Period of heightened sensitivity"),
                            ("litigation", "Litigation"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(help_text="Editors whose publications wait read this.")),
                ("begins", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: until an approving officer ends the hold, by entering the time here.",
                        null=True,
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        help_text="Holds this page and those below it. Empty: everything.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins"],
            },
        ),
        migrations.CreateModel(
            name="IndependentApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "independent approval",
                "verbose_name_plural": "independent approvals",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="PublicationSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="Readers see it in the history of each page.", max_length=200),
                ),
                (
                    "change_note",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="For the public: what you changed, and why. It takes the place of the notes of the items. Leave it empty to keep those.",
                    ),
                ),
                (
                    "minor_correction",
                    models.BooleanField(
                        default=False,
                        help_text="Spelling, grammar or style, and no fact. One moderator approves them.",
                        verbose_name="only minor corrections",
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: when the last approval is given.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Being put together"),
                            ("in_review", "In review"),
                            ("waiting", "Approved, and waiting for its time"),
                            ("published", "Published"),
                        ],
                        default="open",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.JSONField(
                        help_text="The names and numbers that lead to the text in the revision’s content."
                    ),
                ),
                ("label", models.CharField(help_text="What people call the place.", max_length=255)),
                ("is_rich", models.BooleanField(help_text="Whether the text is stored as HTML.")),
                ("before", models.TextField()),
                ("after", models.TextField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Who suggests it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                (
                    "detail",
                    models.CharField(
                        blank=True, help_text="The role, or the key of an entry.", max_length=100
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="The account that it is about; empty for somebody without one.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "person", "detail"), name="one_pending_change_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("asked_by")), _negated=True),
                        name="nobody_asks_for_their_own_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 … for each object.")),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("revision_id", models.BigIntegerField()),
                (
                    "path",
                    models.CharField(
                        blank=True, db_index=True, help_text="The address of the page.", max_length=500
                    ),
                ),
                (
                    "identifier",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        help_text="The identifier in the open data; a redaction keeps it.",
                        max_length=150,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("snapshot", models.JSONField()),
                ("schema_version", models.PositiveSmallIntegerField(default=1)),
                ("change_note", models.TextField()),
                ("minor_correction", models.BooleanField(default=False)),
                ("approvals", models.JSONField(default=list, help_text="Role and time of each approval.")),
                ("published_at", models.DateTimeField(db_index=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal_data", "it contained personal data"),
                            ("safety", "it could have put somebody at risk"),
                            ("legal", "there was a legal reason"),
                            ("error", "it contained an error"),
                            ("expired", "it was only published for a time"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "awaited_roles",
                    models.JSONField(
                        default=list, help_text="Roles whose approval an urgent publication left out."
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("redacted_at", models.DateTimeField(null=True)),
                (
                    "redacted_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal_data", "personal data"),
                            ("safety", "somebody’s safety"),
                            ("legal", "a legal reason"),
                            ("error", "an error"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "notified_at",
                    models.DateTimeField(
                        help_text="When the last daily e-mail listed this version.", null=True
                    ),
                ),
                (
                    "publication_set",
                    models.ForeignKey(
                        help_text="The set that it was published with.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="versions",
                        to="moderation.publicationset",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["model", "object_id"], name="version_object_idx")],
            },
        ),
        migrations.CreateModel(
            name="SetItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                (
                    "publication_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="moderation.publicationset",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        help_text="Its part of the review of the set, from the submission on.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.workflowstate",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("model", "object_id"), name="in_one_set_at_most")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideApprover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("post", models.CharField(max_length=100)),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        help_text="By which they agree in the CMS. Nobody who approves by a link has one.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["post", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DigestChoice",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="digest_choice",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "daily_digest",
                    models.BooleanField(
                        default=False,
                        help_text="At seven in the morning, in the place of single e-mails. What is urgent, and "
                        "what a hold keeps waiting, is still sent at once.",
                        verbose_name="one e-mail a day",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DigestEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("address", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        help_text="The step that the line asks to decide at: once it is over, the line is left "
                        "out.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.taskstate",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]

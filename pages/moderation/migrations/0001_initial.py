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
                ("revision_id", models.BigIntegerField(help_text="The one that holds the change.")),
                (
                    "content",
                    models.CharField(
                        blank=True, db_index=True, default="", help_text="Digest of its text.", max_length=64
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
                ("at", models.DateTimeField(db_index=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted for approval"),
                            ("withdrawn", "Submission withdrawn"),
                            ("returned", "Changes asked for"),
                            ("approved", "Step approved"),
                            ("urgent", "Urgent publication approved"),
                            ("cleared", "Cleared for publication"),
                            ("scheduled", "Publication scheduled"),
                            ("unscheduled", "Publication called off"),
                            ("published", "Published"),
                            ("reviewed", "Second review given"),
                            ("taken_down", "Taken down"),
                            ("expired", "Expired"),
                            ("redacted", "Published version redacted"),
                            ("deleted", "Deleted"),
                            ("moved", "Moved"),
                            ("reordered", "Put in another order"),
                            ("privacy", "Privacy changed"),
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
                "ordering": ["-at", "-pk"],
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
                    models.DateTimeField(blank=True, help_text="Empty: until somebody ends it.", null=True),
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
            name="PublishedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(help_text="First, second, third … of its object.")),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("revision_id", models.BigIntegerField()),
                (
                    "path",
                    models.CharField(blank=True, db_index=True, help_text="Its address.", max_length=500),
                ),
                (
                    "identifier",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        help_text="What it is called in the data; stays when its words are redacted.",
                        max_length=150,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("snapshot", models.JSONField()),
                ("schema_version", models.PositiveSmallIntegerField(default=1)),
                ("change_note", models.TextField()),
                ("minor_correction", models.BooleanField(default=False)),
                ("approvals", models.JSONField(default=list, help_text="Role and time of each.")),
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
                    models.JSONField(default=list, help_text="Steps that an urgent publication left out."),
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
                    "told_at",
                    models.DateTimeField(
                        help_text="When the digest or the last reminder named it.", null=True
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
            name="PendingRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("Moderators", "Moderators"),
                            ("Approving officers", "Approving officers"),
                            ("Site administrators", "Site administrators"),
                        ],
                        max_length=50,
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["given_at"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "role"), name="one_pending_role_for_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("given_by")), _negated=True),
                        name="nobody_gives_themselves_a_role",
                    ),
                ],
            },
        ),
    ]

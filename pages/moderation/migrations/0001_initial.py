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
                ("daily_digest", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("weekly_dates", models.BooleanField(default=True)),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KeptMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("encrypted", models.TextField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tried_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Authorship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("user_id", models.BigIntegerField()),
                ("revision_id", models.BigIntegerField()),
                (
                    "text_digest",
                    models.CharField(
                        blank=True, db_index=True, default="", max_length=64
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
            name="RecordedAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("revision_id", models.BigIntegerField(db_index=True)),
                ("organisation_id", models.BigIntegerField()),
                ("organisation", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=100)),
                ("post", models.CharField(max_length=100)),
                ("agreed_on", models.DateField()),
                ("document", models.FileField(upload_to="agreements")),
                ("recorded_by", models.CharField(max_length=200)),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PageReview",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="page_review",
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("last_reviewed", models.DateField(null=True)),
                ("next_review", models.DateField(null=True)),
                ("text", models.CharField(blank=True, max_length=64)),
                (
                    "first_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AuditLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("decided_at", models.DateTimeField(db_index=True)),
                ("action", models.CharField(max_length=20)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=100)),
                ("model", models.CharField(blank=True, max_length=100)),
                ("object_id", models.CharField(blank=True, max_length=255)),
                ("object_name", models.CharField(blank=True, max_length=255)),
                ("revision_id", models.BigIntegerField(db_index=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["model", "object_id"], name="log_entry_object_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
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
        migrations.CreateModel(
            name="PublishingPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "ordering": ["-until"],
                "default_permissions": (),
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
                ("groups", models.ManyToManyField(to="auth.group")),
            ],
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="PublicationSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("change_note", models.TextField(blank=True, default="")),
                ("go_live_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(default="open", editable=False, max_length=20),
                ),
                (
                    "job",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=20
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
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
            name="PendingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("data", models.JSONField(default=dict)),
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
                        fields=("kind", "person", "data"),
                        name="one_pending_change_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", models.F("asked_by")), _negated=True),
                            ("kind", "details"),
                            _connector="OR",
                        ),
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
                        auto_created=True, primary_key=True, serialize=False
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("number", models.PositiveIntegerField()),
                ("model", models.CharField(max_length=100)),
                ("object_id", models.CharField(max_length=255)),
                ("revision_id", models.BigIntegerField()),
                ("path", models.CharField(blank=True, db_index=True, max_length=500)),
                (
                    "identifier",
                    models.CharField(
                        blank=True, db_index=True, default="", max_length=150
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("snapshot", models.JSONField()),
                ("schema_version", models.PositiveSmallIntegerField(default=1)),
                ("change_note", models.TextField()),
                ("approvals", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(db_index=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=20)),
                ("redacted_at", models.DateTimeField(null=True)),
                ("redacted_because", models.CharField(blank=True, max_length=20)),
                (
                    "publication_set",
                    models.ForeignKey(
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
                "indexes": [
                    models.Index(
                        fields=["model", "object_id"], name="version_object_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SetItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False
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
                    models.UniqueConstraint(
                        fields=("model", "object_id"), name="in_one_set_at_most"
                    )
                ],
            },
        ),
    ]

"""Decisions are logged, can be found and exported, and cannot be changed."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from pages.moderation.approval import publishing
from pages.moderation.approval.audit_log import (
    Schedule,
    StepDecision,
    purge_old_decisions,
    record_decision,
)
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import AuditLogEntry, PublishedVersion
from pages.moderation.takedown import redact_decisions
from tests.factories import (
    FeedbackEntryFactory,
    ImprovementFactory,
    UserFactory,
)
from tests.factories.published import publish
from tests.submissions import submit as submit_page


@pytest.fixture
def published(page, submit, approve, act, editor, moderator, officer):
    """A change that was sent back once, and published then."""
    submit(editor)
    act(moderator, "reject", "Say when.")
    submit(editor, title="Changed again", **{"action-restart-workflow": "1"})
    approve(moderator)
    approve(officer)
    return page


def test_entries_name_person_role_revision_and_reason(
    published, editor, moderator, officer
):
    revision = published.get_latest_revision().pk
    lines = AuditLogEntry.objects.about(published).order_by("pk")

    logged = [(line.action, line.actor_id, line.role, line.reason) for line in lines]
    assert logged == [
        ("submitted", editor.pk, EDITORS, ""),
        ("returned", moderator.pk, MODERATORS, "Say when."),
        ("submitted", editor.pk, EDITORS, ""),
        ("approved", moderator.pk, MODERATORS, ""),
        ("approved", officer.pk, APPROVING_OFFICERS, ""),
        ("cleared", officer.pk, APPROVING_OFFICERS, ""),
        ("published", officer.pk, APPROVING_OFFICERS, "We put it right."),
    ]
    assert {
        line.revision_id for line in lines if line.action in {"approved", "published"}
    } == {revision}


def test_the_report_lists_filters_and_exports_decisions(client, published):
    def report(**query):
        return client.get(reverse("decision_log"), query)

    for role in [MODERATORS, SITE_ADMINISTRATORS, APPROVING_OFFICERS]:
        client.force_login(UserFactory(roles=[role]))
        assert "Say when." in report().content.decode(), role
    assert "Say when." not in report(action="published").content.decode()
    assert "Say when." in report(reason="when").content.decode()

    text = b"".join(report(export="csv").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Reason"] for row in rows if row["Action"] == "Changes requested"] == [
        "Say when."
    ]
    named = "Recommendation 7.1: Changed again (A super-complaint)"
    assert [row["What"] for row in rows if row["Action"] == "Published"] == [named]

    sheet = openpyxl.load_workbook(
        io.BytesIO(b"".join(report(export="xlsx").streaming_content))
    ).active
    assert "Say when." in [cell.value for row in sheet for cell in row]

    for role in [EDITORS, FEEDBACK_TEAM]:
        client.force_login(UserFactory(roles=[role]))
        assert report().status_code in {302, 403}, role


def test_every_entry_about_a_recommendation_has_its_number(
    published, editor, moderator
):
    page = published.specific_class.objects.get(pk=published.pk)
    page.title = "Changed once more"
    submit_page(page, editor).cancel(user=editor)
    record_decision("checked", obj=Page.objects.get(pk=page.pk))

    names = set(
        AuditLogEntry.objects.about(published).values_list("object_name", flat=True)
    )
    assert {name.split(":")[0] for name in names} == {"Recommendation 7.1"}


def test_exported_cells_are_no_formulas(client, moderator):
    reasons = [f"{start}1+1" for start in ("=", "+", "-", "@", "\t", "\r")]
    for reason in reasons:
        record_decision("loaded", reason=reason)
    client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))

    answer = client.get(reverse("decision_log"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode()
    cells = [row["Reason"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert sorted(cell for cell in cells if cell) == sorted(
        f"'{reason}" for reason in reasons
    )


def test_cells_of_wagtails_own_reports_are_no_formulas_either(client, published):
    Page.objects.filter(pk=published.pk).update(title="=1+1", draft_title="=1+1")
    client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))

    answer = client.get(reverse("wagtailadmin_reports:aging_pages"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in [
        row["Title"] for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


@pytest.mark.parametrize(
    "report", ["decision_log", "wagtailadmin_reports:site_history"]
)
def test_exported_times_are_those_of_the_clock_on_the_wall(
    client, published, time_machine, report
):
    time_machine.move_to(datetime(2026, 7, 1, 22, 5, 7, 123456, tzinfo=UTC))
    person = UserFactory(roles=[SITE_ADMINISTRATORS])
    record_decision("checked", obj=published, user=person)
    log(published, "wagtail.edit", user=person)
    client.force_login(person)

    as_csv = client.get(reverse(report), {"export": "csv"})
    as_xlsx = client.get(reverse(report), {"export": "xlsx"})

    assert "2026-07-01 23:05:07" in b"".join(as_csv.streaming_content).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.getvalue())).active
    cells = [cell.value for row in sheet.rows for cell in row]
    assert datetime(2026, 7, 1, 23, 5, 7) in cells


def rows_of_log(client) -> list[list[str]]:
    """Return the decisions and who made them, as the screen shows them."""
    client.force_login(UserFactory(roles=[SITE_ADMINISTRATORS]))
    soup = BeautifulSoup(client.get(reverse("decision_log")).content, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td")[1:3]]
        for row in soup.select("tbody tr")
    ]


@pytest.mark.django_db
class TestTheWordsOfTheReport:
    def test_one_act_is_one_row_in_words(self, client):
        giver = UserFactory(
            first_name="Gil", last_name="Giver", roles=[SITE_ADMINISTRATORS]
        )
        person = UserFactory(first_name="Ann", last_name="Smith")
        client.force_login(giver)
        form = {
            "username": person.username,
            "email": "a@example.org",
            "first_name": "Ann",
            "last_name": "Smith",
        }
        groups = [Group.objects.get(name=EDITORS).pk]

        client.post(
            reverse("wagtailusers_users:edit", args=[person.pk]),
            {**form, "is_active": "on", "groups": groups},
        )

        assert rows_of_log(client)[1] == [
            "Role given: Editors: Ann Smith User changed (email address): Ann Smith",
            "Gil Giver",
        ]


def test_a_decision_stores_the_data_of_its_kind_alone(db):
    with pytest.raises(TypeError, match="StepDecision"):
        record_decision("approved", data=Schedule(at="tomorrow"))
    with pytest.raises(TypeError, match="StepDecision"):
        record_decision("approved", data=StepDecision(step=1)).details(Schedule)


@pytest.mark.both_databases
class TestAppendOnly:
    @pytest.fixture
    def line(self, db):
        return record_decision("loaded")

    def test_nothing_can_change_or_delete_entries(self, line):
        statements = [
            "UPDATE moderation_auditlogentry SET reason = 'x'",
            "DELETE FROM moderation_auditlogentry",
        ]
        if connection.vendor == "postgresql":
            statements.append("TRUNCATE moderation_auditlogentry")
        for statement in statements:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    def test_words_cannot_be_removed_without_a_logged_redaction(self, page, line):
        entry = record_decision("approved", obj=page, reason="As she wants.")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            redact_decisions(
                AuditLogEntry(
                    pk=entry.pk + 1, model=entry.model, object_id=entry.object_id
                ),
                timezone.now(),
            )

    def test_after_a_logged_redaction_only_words_can_be_removed(self, page):
        for field in [field.name for field in AuditLogEntry._meta.concrete_fields]:
            before = record_decision("redacted", obj=page, reason="A name.")
            entry = record_decision(
                "approved",
                obj=page,
                reason="As she wants.",
                revision=1,
                data=StepDecision(step=1),
            )
            record_decision("redacted", obj=page, reason="A name.")
            other = {
                "decided_at": timezone.now(),
                "data": {},
                "actor_id": 9,
                "revision_id": 9,
                "id": 999,
            }
            values = [other.get(field, "Redacted"), other.get(field, "Other words")]
            for changed in values[field in ("object_name", "reason") :]:
                with (
                    pytest.raises(DatabaseError, match="append-only"),
                    transaction.atomic(),
                ):
                    QuerySet(AuditLogEntry).filter(pk=entry.pk).update(
                        **{field: changed}
                    )
            if field in ("object_name", "reason"):
                QuerySet(AuditLogEntry).filter(pk=entry.pk).update(
                    **{field: "Redacted"}
                )
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
            ):
                QuerySet(AuditLogEntry).filter(pk=before.pk).update(reason="Redacted")

    def test_entries_older_than_seven_years_are_purged(self, line):
        before = set(AuditLogEntry.objects.values_list("pk", flat=True))
        now = timezone.now()
        old = AuditLogEntry.objects.create(
            decided_at=now.replace(year=now.year - 8, day=1), action="loaded"
        )
        kept = AuditLogEntry.objects.create(
            decided_at=now.replace(year=now.year - 6, day=1), action="loaded"
        )

        assert purge_old_decisions() == 1

        assert set(AuditLogEntry.objects.values_list("pk", flat=True)) == before | {
            kept.pk
        }
        assert not AuditLogEntry.objects.filter(pk=old.pk).exists()


class TestPublishedVersion:
    def test_a_version_holds_the_public_fields_and_the_approvals_by_role(
        self, published
    ):
        version = PublishedVersion.objects.for_object(published).first()

        assert version.snapshot["title"] == "Changed again"
        assert version.path == published.get_url_parts()[2]
        assert [approval["role"] for approval in version.approvals] == [
            MODERATORS,
            APPROVING_OFFICERS,
        ]
        assert "wagtail_admin_comments" not in version.snapshot
        assert "owner" not in version.snapshot

    @pytest.mark.both_databases
    def test_a_failed_publication_leaves_no_version(
        self, page, submit, approve, editor, moderator, officer, monkeypatch
    ):
        submit(editor)
        approve(moderator)
        before = PublishedVersion.objects.count()
        monkeypatch.setattr(publishing, "add_version", lambda *args, **options: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            approve(officer)

        assert PublishedVersion.objects.count() == before
        page.refresh_from_db()
        assert page.title == "As published"

    def test_versions_outlive_the_purge_of_revisions(self, published):
        call_command("purge_revisions", verbosity=0)

        assert [
            version.title for version in PublishedVersion.objects.for_object(published)
        ] == [
            "Changed again",
            "As published",
        ]

    def test_versions_do_not_reveal_the_feedback_entry_behind_a_line(self, db):
        line = publish(ImprovementFactory(entry=FeedbackEntryFactory()))

        assert "entry" not in PublishedVersion.objects.for_object(line).get().snapshot

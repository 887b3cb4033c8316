"""Consent records: what they contain, how long they are kept, and who sees the report."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from cookie_consent.models import LogItem
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from pages.cookies import models
from pages.cookies.models import ConsentRecord
from pages.cookies.wagtail_hooks import CookieChoicesReport
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from tests.factories.published import publish

TODAY = datetime.date(2026, 11, 24)


def keep(date=TODAY, **answers):
    return ConsentRecord.objects.create(date=date, policy_version=1, **answers)


class TestConsentRecord:
    def test_a_record_has_date_choice_and_wording_and_nothing_else(
        self, choose, wording, statistics
    ):
        revision = wording.save_revision()

        choose(preferences="yes", statistics="no", wording=str(revision.pk))

        record = ConsentRecord.objects.get()
        assert (record.policy_version, record.wording_revision) == (3, revision.pk)
        assert (record.preferences, record.statistics) == (True, False)
        assert {field.name for field in ConsentRecord._meta.get_fields()} == {
            "id",
            "date",
            "policy_version",
            "wording_revision",
            "preferences",
            "statistics",
        }
        assert ConsentRecord._meta.get_field("date").get_internal_type() == "DateField"

    def test_the_record_names_the_wording_revision_that_was_shown(
        self, client, wording
    ):

        publish(wording)
        wording.refresh_from_db()
        soup = BeautifulSoup(client.get("/").content, "html.parser")

        assert soup.select_one("[name=wording]")["value"] == str(
            wording.live_revision_id
        )
        assert soup.select_one("[name=policy]")["value"] == "3"

    def test_an_invalid_wording_revision_is_refused(self, choose):
        for revision in ["x", "0", "-1", str(2**63)]:
            assert choose(all="accept", wording=revision).status_code == 400, revision
            assert not ConsentRecord.objects.exists(), revision

    def test_every_choice_is_recorded_once_and_by_us_alone(self, choose):
        """Of a group that was not asked about, nothing."""
        for answer in ("accept", "accept", "reject", "accept"):
            assert choose(all=answer).status_code == 303

        recorded = ConsentRecord.objects.order_by("pk").values_list(
            "preferences", "statistics"
        )
        assert list(recorded) == [(True, None), (False, None), (True, None)]
        assert not LogItem.objects.exists()


@pytest.mark.django_db
def test_the_scheduled_run_deletes_expired_records(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC))
    last_day = TODAY - models.RETENTION_PERIOD
    keep(last_day - datetime.timedelta(days=1))
    kept = [keep(last_day), keep(TODAY)]

    call_command("run_scheduled")

    assert list(ConsentRecord.objects.order_by("pk")) == kept


@pytest.mark.django_db
class TestReport:
    HEADINGS = [
        "Week from",
        "Choices",
        "Preferences accepted",
        "Preferences rejected",
        "Statistics accepted",
        "Statistics rejected",
    ]

    @pytest.fixture
    def some(self):
        """Two on the first day of a week and one on its last, and one on the day before."""
        keep(datetime.date(2026, 11, 16), preferences=True, statistics=True)
        keep(datetime.date(2026, 11, 16), preferences=True, statistics=False)
        keep(datetime.date(2026, 11, 22), preferences=False)
        keep(datetime.date(2026, 11, 15), preferences=False, statistics=False)

    def test_choices_are_counted_by_week_from_monday(self, some):
        assert [
            tuple(row.values()) for row in CookieChoicesReport().get_queryset()
        ] == [
            (datetime.date(2026, 11, 16), 3, 2, 1, 1, 1),
            (datetime.date(2026, 11, 9), 1, 0, 1, 0, 1),
        ]

    def test_site_administrators_and_approving_officers_alone_see_the_report(
        self, client, some, signed_in
    ):
        names = ("cookie_choices_report", "cookie_choices_report_results")
        for role in (SITE_ADMINISTRATORS, APPROVING_OFFICERS):
            signed_in(role)
            text = client.get(reverse("cookie_choices_report")).content.decode()
            assert all(heading in text for heading in self.HEADINGS)
            assert (
                "16 November 2026" in text
                or "Nov. 16, 2026" in text
                or "16 Nov 2026" in text
            )
            assert (
                reverse("cookie_choices_report")
                in client.get("/admin/").content.decode()
            )
            assert client.get(reverse(names[1])).status_code == 200
        for role in (EDITORS, MODERATORS, FEEDBACK_TEAM):
            signed_in(role)
            assert {client.get(reverse(name)).status_code for name in names} <= {
                302,
                403,
            }
            assert (
                reverse("cookie_choices_report")
                not in client.get("/admin/").content.decode()
            )

    def test_the_report_can_be_exported(self, client, some, signed_in):
        signed_in(SITE_ADMINISTRATORS)

        answer = client.get(reverse("cookie_choices_report"), {"export": "csv"})

        rows = list(
            csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
        )
        assert rows == [
            self.HEADINGS,
            ["2026-11-16", "3", "2", "1", "1", "1"],
            ["2026-11-09", "1", "0", "1", "0", "1"],
        ]
        assert "cookie-choices-by-week" in answer["Content-Disposition"]


def test_a_network_adds_few_records_and_its_choices_still_hold(
    choose, client, monkeypatch
):
    cache.clear()
    monkeypatch.setattr(models, "MAX_RECORDS", 3)
    for _ in range(10):
        client.cookies.clear()
        assert "cookie_consent" in choose(all="accept").cookies

    assert ConsentRecord.objects.count() == 3
    cache.clear()

"""What is recorded of the states of a recommendation, beside its versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    StateRecord,
)
from complaints.models.recommendation_state import record_states
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.approval.versions import PublishedVersion
from pages.moderation.takedown import redact, take_down
from tests.factories import RecommendationResponsePageFactory, UserFactory, publish
from tests.factories.published import change_live

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def recorded(page):
    """Return the number of the version and the overall state of each record of ``page``."""
    records = StateRecord.objects.filter(version__object_id=page.pk).order_by("pk")
    return [
        (record.version.number, record.overall.detailed_status) for record in records
    ]


def test_a_publication_records_what_the_page_shows(recommendation):
    [record] = StateRecord.objects.filter(version__object_id=recommendation.pk)
    rows = RecommendationState.objects.filter(page=recommendation).order_by(
        "respondent"
    )

    fields = (
        "respondent_id",
        "detailed_status",
        "position",
        "last_day_before_overdue",
        "last_reported",
        "is_part",
    )
    shown = {tuple(getattr(row, name) for name in fields) for row in rows}
    assert {
        tuple(getattr(row, name) for name in fields) for row in record.states
    } == shown
    assert record.overall.respondent_id is None


def test_a_part_that_is_published_or_taken_down_changes_the_record_of_the_whole(
    recommendation, stalking
):
    part = publish(RecommendationResponsePageFactory(parent=stalking, number="7.1"))
    assert recorded(recommendation) == [(1, "in_progress"), (1, "not_answered")]

    take_down(
        part,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.ERROR,
        "x",
    )

    assert recorded(recommendation)[2:] == [(1, "in_progress")]


def test_the_page_above_changes_the_records_below_it(stalking):
    page = publish(RecommendationResponsePageFactory(parent=stalking, number="8"))
    assert recorded(page) == [(1, "not_answered")]

    publish(change_live(stalking, respond_by=PartialDate(2025, 4, 10)))

    [_, record] = StateRecord.objects.filter(version__object_id=page.pk)
    assert str(record.overall.last_day_before_deadline_passed) == "2025-04-10"


def test_however_many_records_a_change_makes_they_are_written_together(
    recommendation, stalking
):
    def count_queries():
        RecommendationState.objects.update(slipped=True)
        with CaptureQueriesContext(connection) as captured:
            record_states(RecommendationResponsePage.objects.all())
        RecommendationState.objects.update(slipped=False)
        return len(captured)

    one = count_queries()
    for number in ("8", "9"):
        publish(RecommendationResponsePageFactory(parent=stalking, number=number))

    assert count_queries() == one
    assert StateRecord.objects.filter(rows__0__slipped=True).count() == 3


def test_what_is_published_at_one_moment_or_changes_no_state_has_one_record(
    recommendation, stalking
):
    publish(change_live(stalking, summary="Other words."))
    assert recorded(recommendation) == [(1, "in_progress")]
    record = StateRecord.objects.get(version__object_id=recommendation.pk)
    RecommendationState.objects.update(detailed_status="complete")

    record_states(RecommendationResponsePage.objects.all(), record.since)
    assert recorded(recommendation) == [(1, "complete")]

    publish(change_live(recommendation, title="Put right"))
    redact(recommendation, 1, UserFactory(roles=[MODERATORS]), "error", "x")
    assert (
        PublishedVersion.objects.get(object_id=recommendation.pk, number=1).snapshot
        == {}
    )
    assert recorded(recommendation)[0] == (1, "complete")

"""The statuses of a past day follow from what was published by then, of other pages too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import StateRecord
from complaints.vocabulary import Position, Status
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    make_response,
    publish,
)

SECTION = "/super-complaints/"

pytestmark = pytest.mark.django_db


def test_a_part_counts_with_its_recommendation(
    text_on_day, recommendation, stalking, publish_on
):
    part = RecommendationResponsePageFactory(
        parent=stalking, number="7.1", title="Keep notes"
    )
    publish_on(part, "2025-03-10 10:00")

    before, after = (text_on_day(SECTION, day) for day in ("2025-03-09", "2025-03-10"))

    assert "1 recommendation: 1 in progress" in before
    # The status that counts first is that of both.
    assert "1 recommendation: 1 with a response missing" in after
    assert "In progress" in text_on_day(recommendation.url, "2025-03-10")


def test_what_nobody_answered_as_a_whole_lists_its_parts_and_has_their_status(
    text_on_day, stalking, force, publish_on, time_machine
):
    time_machine.move_to("2025-05-01 12:00", tick=False)
    whole = RecommendationResponsePageFactory(
        parent=stalking, number="7", addressees_printed="forces"
    )
    accepted = RecommendationResponsePageFactory(
        parent=stalking, number="7.1", title="Train officers"
    )
    rejected = RecommendationResponsePageFactory(
        parent=stalking, number="7.2", title="Buy a system"
    )
    beside = RecommendationResponsePageFactory(
        parent=stalking, number="8", title="Keep notes"
    )
    for page in (whole, accepted, rejected, beside):
        publish_on(page, "2025-03-10 10:00")
    for page, position in (
        (accepted, Position.ACCEPTED),
        (rejected, Position.NOT_ACCEPTED),
    ):
        publish_on(
            page,
            "2025-04-01 10:00",
            responses=[make_response(position, force)],
            note="Answered.",
        )

    before, after = (
        text_on_day(whole.url, day) for day in ("2025-03-31", "2025-05-01")
    )

    assert (
        f"On 31 March 2025: Recommendation 7: {whole.title} Response missing" in before
    )
    assert "Parts of recommendation 7 Recommendation 7.1: Train officers" in before
    status = "Response published, not marked complete"
    differ = f"Not the same for every organisation {Status.RESPONSE_PUBLISHED.meaning}"
    told = f"{status} No actions published {differ}"
    assert f"{whole.title} {told}" in after
    now = f"{status} No actions published, {differ}"
    assert f"{now} We have not recorded a deadline. {status}." in text_on_day(whole.url)
    assert f"{whole.title} {told}" in text_on_day(stalking.url, "2025-05-01")
    assert "Recommendation 8" not in after
    assert "Parts of" not in text_on_day(accepted.url, "2025-05-01")

    newest = PublishedVersion.objects.for_object(rejected).first()
    newest.redacted_at, newest.redacted_because = timezone.now(), "error"
    newest.save()
    without = text_on_day(whole.url, "2025-05-01")
    assert "1 cannot be shown as it was" in without
    assert "Buy a system" not in without


def test_the_deadline_to_respond_is_the_one_of_that_day(
    text_on_day, stalking, publish_on
):
    publish_on(
        stalking,
        "2025-03-05 10:00",
        note="A deadline.",
        respond_by=PartialDate(2025, 4, 10),
    )
    unanswered = RecommendationResponsePageFactory(parent=stalking, number="8")
    publish_on(unanswered, "2025-03-10 10:00")
    publish_on(
        stalking, "2025-05-01 10:00", note="Corrected.", respond_by=PartialDate(2025, 6)
    )

    for day, told in [
        ("2025-04-10", ""),
        ("2025-04-11", "The deadline to respond was 10 April 2025"),
        ("2025-04-30", "The deadline to respond was 10 April 2025"),
        ("2025-05-01", ""),
        ("2025-07-01", "The deadline to respond was June 2025"),
    ]:
        for address in (unanswered.url, stalking.url):
            words = (
                f"Response missing {told} {Status.RESPONSE_MISSING.meaning}".replace(
                    "  ", " "
                )
            )
            assert words in text_on_day(address, day), (day, address)
        # A missing response alone is past no deadline to implement.
        assert "1 recommendation: 1 with a response missing" in text_on_day(
            SECTION, day
        )


def test_who_takes_the_place_of_another_with_the_same_status_is_a_change(
    text_on_day, stalking, force, publish_on
):
    first, second = (
        publish(OrganisationFactory(name=name))
        for name in ("Kent Police", "Essex Police")
    )
    page = RecommendationResponsePageFactory(parent=stalking, number="8")
    accepted = [make_response(Position.ACCEPTED, each) for each in (force, first)]
    publish_on(page, "2025-03-10 10:00", responses=accepted)
    record = StateRecord.objects.get(version__object_id=page.pk)
    rows = [
        row | {"respondent_id": second.pk} if row["respondent_id"] == first.pk else row
        for row in record.rows
    ]
    StateRecord.objects.create(
        version=record.version, since=record.since + timedelta(days=22), rows=rows
    )

    text = text_on_day(f"{page.url}history/{record.version.number}/")

    assert (
        "Kent Police Response published, not marked complete No actions published Accepts"
        in text
    )
    assert (
        "Essex Police: Response published, not marked complete (accepts, no actions published)"
        in text
    )

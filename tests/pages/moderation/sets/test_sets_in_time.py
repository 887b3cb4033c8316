"""A set waits for its minute and for a publishing pause as a whole."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.publishing_pause import PublishingPausedError
from pages.moderation.approval.roles import APPROVING_OFFICERS
from pages.moderation.models import (
    PublicationSet,
    PublishedVersion,
    PublishingPause,
)
from pages.moderation.scheduled_work import publish_due
from pages.moderation.takedown import take_down
from tests.factories import UserFactory

from .conftest import CHANGED, MINUTE, UNCHANGED, in_review, waiting

State = PublicationSet.State


def state_of(publication_set):
    return PublicationSet.objects.get(pk=publication_set.pk).state


def scheduled():
    return Revision.objects.filter(approved_go_live_at__isnull=False)


@waiting
def test_a_set_is_published_at_its_minute_and_no_part_of_it_by_itself(
    response, time_machine
):
    publication_set = response.approved()
    assert publication_set.state == State.WAITING
    publish_due()
    assert response.words == UNCHANGED

    time_machine.move_to(MINUTE, tick=False)
    with pytest.raises(PublicationRefusedError), transaction.atomic():
        scheduled().first().publish()
    assert response.words == UNCHANGED
    publish_due()

    assert response.words == CHANGED
    assert state_of(publication_set) == State.PUBLISHED
    assert set(PublishedVersion.objects.values_list("published_at", flat=True)[:4]) == {
        MINUTE
    }


@waiting
def test_a_set_goes_back_as_a_whole_to_the_step_whose_approval_no_longer_counts(
    response, time_machine, mailoutbox, committed
):
    publication_set = response.approved()
    response["officer"].groups.clear()
    colleague = UserFactory(roles=[APPROVING_OFFICERS])
    time_machine.move_to(MINUTE)
    mailoutbox.clear()

    with committed():
        publish_due()

    assert response.words == UNCHANGED
    assert state_of(publication_set) == State.IN_REVIEW
    assert not scheduled().exists()
    subjects = [mail.subject for mail in mailoutbox]
    assert subjects.count(f"Needs approval again: {publication_set}") == 1

    response.people["colleague officer"] = colleague
    response.decide("colleague officer")

    assert response.words == CHANGED
    assert state_of(publication_set) == State.PUBLISHED


@waiting
def test_calling_off_one_item_reopens_the_set(response, time_machine):
    publication_set = response.approved()
    one = scheduled().first()
    one.approved_go_live_at = None
    one.save(update_fields=["approved_go_live_at"])

    assert state_of(publication_set) == State.OPEN
    time_machine.move_to(MINUTE)
    publish_due()
    assert response.words == UNCHANGED
    assert not scheduled().exists()


@waiting
def test_a_schedule_that_vanished_without_a_trace_publishes_nothing(
    response, time_machine
):
    publication_set = response.approved()
    scheduled().filter(pk=scheduled().first().pk).update(approved_go_live_at=None)

    time_machine.move_to(MINUTE)
    publish_due()

    assert response.words == UNCHANGED
    assert state_of(publication_set) == State.OPEN


def take_one_down(response):
    because = PublishedVersion.WithdrawalReason.ERROR
    take_down(response.recommendation("1"), response["moderator"], because, "An error.")


def write_a_new_draft(response):
    response.draft(response.recommendation("1"), "Changed again")


@waiting
@pytest.mark.parametrize("change", [take_one_down, write_a_new_draft])
def test_a_change_of_a_waiting_item_reopens_the_set(response, change):
    publication_set = response.approved()

    change(response)

    assert state_of(publication_set) == State.OPEN
    assert not scheduled().exists()


@in_review
def test_a_pause_refuses_the_last_approval_of_a_set(response, time_machine):
    publication_set = response.submitted()
    response.decide("moderator")
    until = timezone.now() + datetime.timedelta(days=1)
    PublishingPause.objects.create(reason="A trial.", until=until)

    with pytest.raises(PublishingPausedError, match="A trial"):
        response.decide("officer")
    assert response.words == UNCHANGED
    assert state_of(publication_set) == State.IN_REVIEW

    time_machine.move_to(until)
    response.decide("officer")
    assert response.words == CHANGED


@waiting
def test_a_set_that_becomes_due_in_a_pause_is_published_after_it(
    response, time_machine
):
    publication_set = response.approved()
    until = MINUTE + datetime.timedelta(days=1)
    PublishingPause.objects.create(reason="A trial.", until=until)

    time_machine.move_to(MINUTE)
    publish_due()
    assert response.words == UNCHANGED
    assert state_of(publication_set) == State.WAITING

    time_machine.move_to(until)
    publish_due()
    assert response.words == CHANGED
    assert state_of(publication_set) == State.PUBLISHED


def test_an_earlier_revision_that_becomes_public_reopens_the_set(
    response, time_machine
):
    page = response.recommendation("1")
    draft = page.get_latest_revision_as_object()
    draft.title, draft.change_note, draft.go_live_at = "Earlier", "Because.", MINUTE
    draft.save_revision(user=response["editor"])
    draft.get_workflow().start(draft, response["editor"])
    response.decide("moderator")
    response.decide("officer")
    earlier = scheduled().get()
    # It is called off, goes into the set, and comes back by hand.
    Revision.objects.filter(pk=earlier.pk).update(approved_go_live_at=None)
    publication_set = response.submitted()
    Revision.objects.filter(pk=earlier.pk).update(approved_go_live_at=MINUTE)

    time_machine.move_to(MINUTE)
    publish_due()

    assert response.recommendation("1").title == "Earlier"
    assert state_of(publication_set) == State.OPEN

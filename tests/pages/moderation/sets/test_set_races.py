"""Whatever people do with a set at once, all of it is published or nothing, and nobody waits for ever."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Revision

from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.roles import APPROVING_OFFICERS
from pages.moderation.approval.set_actions import (
    add,
    make_set,
    remove,
    submit,
    withdraw,
)
from pages.moderation.models import PublicationSet, PublishedVersion
from pages.moderation.takedown import take_down
from tests.effort import by_effort
from tests.factories import RecommendationResponsePageFactory, UserFactory, publish
from tests.pages.moderation.races.interleaving import Interleaving

from .conftest import CHANGED, NOTE, UNCHANGED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.by_turns,
    pytest.mark.django_db(transaction=True),
]
SEEDS = by_effort(range(1), range(12))


def tell(act):
    """Return a function that does ``act`` and takes a refusal for an answer, as the screens do."""

    def done():
        try:
            act()
        except (PermissionDenied, ValidationError) as refusal:
            return refusal
        return None

    return done


def ready_for_the_officer(response):
    publication_set = response.submitted()
    response.decide("moderator")
    state = response.recommendation("1").current_workflow_task_state

    def approve(name="officer"):
        return tell(
            lambda: state.task.specific.decide(
                state, response[name], DecisionChoice("approve")
            )
        )

    return publication_set, approve


def two_officers_approve(response):
    response.people["officer 2"] = UserFactory(roles=[APPROVING_OFFICERS])
    _, approve = ready_for_the_officer(response)
    return {"one": approve(), "two": approve("officer 2")}


def an_item_is_saved_during_the_last_approval(response):
    _, approve = ready_for_the_officer(response)
    return {
        "approves": approve(),
        "saves": tell(lambda: response.draft(response.recommendation("2"), "Late")),
    }


def two_items_are_saved_during_the_last_approval(response):
    _, approve = ready_for_the_officer(response)
    return {
        "approves": approve(),
        "saves one": tell(lambda: response.draft(response.wording, "Late")),
        "saves two": tell(lambda: response.draft(response.recommendation("2"), "Late")),
    }


def the_author_withdraws_during_the_last_approval(response):
    publication_set, approve = ready_for_the_officer(response)
    withdrawing = tell(lambda: withdraw(publication_set, response["editor"]))
    return {"approves": approve(), "withdraws": withdrawing}


def something_is_added_and_taken_out_during_the_last_approval(response):
    publication_set, approve = ready_for_the_officer(response)
    another = publish(
        RecommendationResponsePageFactory(parent=response.super_complaint, number="9")
    )
    response.draft(another)
    items = [response.recommendation("2")]
    return {
        "approves": approve(),
        "adds": tell(lambda: add(publication_set, response["editor"], [another])),
        "takes out": tell(lambda: remove(publication_set, response["editor"], items)),
    }


def an_item_is_taken_down_during_the_last_approval(response):
    _, approve = ready_for_the_officer(response)
    because = PublishedVersion.WithdrawalReason.ERROR
    obj = response.recommendation("2")
    taking_down = tell(
        lambda: take_down(obj, response["moderator"], because, "An error.")
    )
    return {"approves": approve(), "takes down": taking_down}


def an_item_is_saved_during_the_submission(response):
    response.drafts()
    publication_set = make_set(
        response["editor"], "Our response", NOTE, response.objects
    )
    return {
        "submits": tell(lambda: submit(publication_set, response["editor"])),
        "submits again": tell(lambda: submit(publication_set, response["colleague"])),
        "saves": tell(
            lambda: response.draft(response.recommendation("2"), "Late", "colleague")
        ),
    }


def two_sets_want_the_same_item(response):
    response.drafts()
    first, second = response.recommendation("1"), response.recommendation("2")
    return {
        "one": tell(lambda: make_set(response["editor"], "One", NOTE, [first, second])),
        "two": tell(
            lambda: make_set(response["colleague"], "Two", NOTE, [second, first])
        ),
    }


def two_items_of_a_waiting_set_are_called_off(response):
    response.approved(go_live_at=timezone.now() + datetime.timedelta(days=1))

    def call_off(revision):
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])

    one, *_, another = Revision.objects.exclude(approved_go_live_at=None).order_by("pk")
    return {
        "one": tell(lambda: call_off(one)),
        "another": tell(lambda: call_off(another)),
    }


SCENARIOS = [
    two_officers_approve,
    an_item_is_saved_during_the_last_approval,
    two_items_are_saved_during_the_last_approval,
    the_author_withdraws_during_the_last_approval,
    something_is_added_and_taken_out_during_the_last_approval,
    an_item_is_taken_down_during_the_last_approval,
    an_item_is_saved_during_the_submission,
    two_sets_want_the_same_item,
    two_items_of_a_waiting_set_are_called_off,
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_simultaneous_work_on_a_set_publishes_all_or_nothing(response, scenario, seed):
    interleaving = Interleaving(seed, scenario(response))
    interleaving.run()

    assert not interleaving.errors, interleaving
    assert response.words in (UNCHANGED, CHANGED), interleaving
    state = PublicationSet.objects.last().state
    published = PublishedVersion.objects.filter(publication_set__isnull=False).count()
    assert published == (4 if state == PublicationSet.State.PUBLISHED else 0), (
        interleaving
    )
    in_review = {
        obj.workflow_in_progress
        for obj in PublicationSet.objects.last().objects_in_order()
    }
    assert in_review <= {state == PublicationSet.State.IN_REVIEW}, interleaving

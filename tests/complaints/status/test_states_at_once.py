"""Changes of a recommendation and of its part at once derive the states of both one after the other."""

from functools import partial

import pytest
from django.db import transaction

from complaints.models import RecommendationState
from complaints.models.state_rows import refresh_related_states
from pages.moderation.approval.publication_permit import permitted
from tests.effort import by_effort
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory
from tests.pages.moderation.races.interleaving import Interleaving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@transaction.atomic
def refresh(*pages):
    for page in pages:
        refresh_related_states(page, (), and_its_own=True)


@transaction.atomic
def delete(page):
    with permitted():
        page.delete()


def test_each_has_its_states_once_in_whatever_order_they_are_written(section):
    above = SuperComplaintPageFactory(parent=section)
    whole, part = (
        RecommendationResponsePageFactory(
            parent=above, number=number, addressees_printed="forces"
        )
        for number in ("7", "7.1")
    )

    # In the order of seed 6, both would block each other without the lock.
    for seed in by_effort([6], range(20)):
        both = {
            "7": partial(refresh, whole, part),
            "7.1": partial(refresh, part, whole),
        }
        interleaving = Interleaving(seed, both)
        interleaving.run()

        assert not interleaving.errors, interleaving
        assert (
            RecommendationState.objects.overall().filter(page__in=[whole, part]).count()
            == 2
        )


def test_a_part_is_published_while_its_whole_is_deleted(section):
    above = SuperComplaintPageFactory(parent=section)
    part = RecommendationResponsePageFactory(
        parent=above, number="7.1", addressees_printed="forces"
    )

    # In the order of seed 4, both would block each other if the database checked what
    # 7.1 is a part of.
    for seed in by_effort([4], range(20)):
        whole = RecommendationResponsePageFactory(parent=above, number="7")
        interleaving = Interleaving(
            seed, {"7": partial(delete, whole), "7.1": partial(refresh, part)}
        )
        interleaving.run()

        assert not interleaving.errors, interleaving
        assert RecommendationState.objects.get().whole_id is None

"""Whatever people do at once, only what was approved is published, and nothing breaks."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Task

from pages.moderation.models import AuditLogEntry, PublishingPause
from tests.effort import by_effort
from tests.pages.moderation.invariants import check

from . import scenarios
from .interleaving import Interleaving
from .world import People, World

pytestmark = [
    pytest.mark.slow,
    pytest.mark.by_turns,
    pytest.mark.django_db(transaction=True),
]
ORDERS = by_effort(1, 19)
"""How many orders of its statements each scenario is tried in; full effort makes over 600."""


@pytest.fixture
def new_world(section):
    """Return a function that makes a page of its own, with the same people around it."""
    people = People()
    return lambda **options: World(people, section, **options)


def traces():
    """Return how many there are of what every deed of these scenarios leaves behind."""
    return [
        model.objects.count()
        for model in (AuditLogEntry, Revision, PageLogEntry, ModelLogEntry)
    ]


def race(scenario, seed, new_world, time_machine):
    """Let a new world run once, in the order that ``seed`` gives."""
    started = timezone.now()
    world, actions = scenario(new_world, time_machine)
    before = traces()
    interleaving = Interleaving(seed, actions)
    try:
        interleaving.run()
        assert not interleaving.errors
        assert traces() != before, "nothing that they did had an effect"
        if Page.objects.filter(pk=world.page.pk).exists():
            check(world.page, world.loaded)
    except Exception as error:
        raise AssertionError(f"{scenario.__name__}: {error}\n{interleaving}") from error
    finally:
        PublishingPause.objects.all().delete()
        Task.objects.update(active=True)
        Revision.objects.filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=None
        )
        time_machine.move_to(started + datetime.timedelta(seconds=1))


LIKE_ANOTHER = {
    "a_rejection_and_an_approval",
    "a_resubmission_and_a_withdrawal",
    "a_scheduler_and_somebody_calling_it_off",
    "a_take_over_and_a_withdrawal",
    "the_last_approval_of_a_first_publication_and_a_save",
    "two_autosaves_and_a_submission",
    "two_resubmissions",
    "two_take_downs",
}
"""They meet at the same locks as another one does, and are tried before a release."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=pytest.mark.long if each in LIKE_ANOTHER else [])
        for each in scenarios.ALL
    ],
)
def test_simultaneous_actions_publish_only_approved_changes(
    name, new_world, time_machine
):
    for seed in range(ORDERS):
        race(scenarios.ALL[name], seed, new_world, time_machine)

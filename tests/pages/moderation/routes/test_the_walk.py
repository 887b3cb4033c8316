"""The walk sees what happens: where a change is allowed it takes place, and would be told elsewhere."""

from functools import partial

import pytest
from django.urls import reverse

from tests.submissions import decision, review_address

from . import people
from .addresses import Address
from .attempts import attempt, forms, send

pytestmark = pytest.mark.django_db


def approval(world, label):
    """Return the address at which what waits is approved, and what is sent there."""
    state = world.pages[label].current_workflow_task_state
    return Address("approval", label, review_address(state)), decision(state)


@pytest.mark.parametrize(
    ("label", "person"), [("text", people.MODERATOR), ("half approved", people.OFFICER)]
)
def test_the_last_approval_by_somebody_independent_publishes_what_was_submitted(
    world, label, person
):
    act = partial(send, world, person, *approval(world, label))

    assert attempt(world, "approves", person, act) == []
    assert attempt(world, "refused", person, act), "nothing was published"


@pytest.mark.parametrize("person", [people.MODERATOR, people.OFFICER])
def test_a_take_down_takes_down(world, person):
    page = world.pages["text"]
    arguments = [page._meta.label_lower, page.pk]
    address = Address(
        "take_down", "text", reverse("moderation:take_down", args=arguments)
    )
    sent, _ = forms(world, "takes down", address)
    act = partial(send, world, person, address, sent[0])

    assert attempt(world, "takes down", person, act) == []
    assert attempt(world, "refused", person, act), "nothing was taken down"

"""What ``manage.py`` and the clock do keeps the rule."""

import contextlib
import datetime
import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from tests.effort import by_effort
from tests.submissions import decision, review_address

from .addresses import Address
from .attempts import attempt, send
from .commands import walk_command
from .people import AUTHORS, CO_AUTHOR
from .public_state import changes, public_state, told
from .recording import undone
from .register import of_kind
from .world import SUBMITTED, UNAPPROVED, World, key_of

pytestmark = pytest.mark.django_db

PUBLISHING = ["run_scheduled", "publish_scheduled"]


def test_commands_change_nothing_against_the_rule(world, tmp_path):
    found = [
        broken
        for name, its_class in of_kind("command").items()
        if its_class != "operator"
        for broken in walk_command(world, its_class, name, tmp_path)
    ]

    assert not found, "\n".join(found)


def what_changed_in_a_month(world: World, command: str) -> dict[str, tuple]:
    """Return what ``command`` changes when everything is due; Wagtail's may also refuse."""
    with undone(), time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        before = public_state(world)
        with contextlib.suppress(ValidationError):
            call_command(command, stdout=io.StringIO())
        return changes(before, public_state(world))


@pytest.mark.parametrize("command", PUBLISHING)
def test_the_clock_publishes_only_what_was_approved_and_takes_down_only_what_was_to_expire(
    world, command
):
    scheduled, expiring = world.pages["scheduled"], world.things["expiring page"]

    changed = what_changed_in_a_month(world, command)

    rows = {
        key: pair for key, pair in changed.items() if not key.startswith("address ")
    }
    due = {
        f"row {key_of(scheduled)}",
        f"due {key_of(scheduled)}",
        f"row {key_of(expiring)}",
    }
    assert rows.keys() <= due, "\n".join(told(key, *pair) for key, pair in rows.items())
    if published := rows.get(f"row {key_of(scheduled)}"):
        assert published[1]["title"] == SUBMITTED
    shown = "".join(
        now[1] for key, (_, now) in changed.items() if key.startswith("address ")
    )
    assert not [words for words in UNAPPROVED if words in shown]
    if command == "run_scheduled":
        assert rows.keys() == due


def test_a_purge_of_revisions_makes_no_author_independent(world):
    found = []
    for label, its_class in (("text", "approves"), ("half approved", "approves")):
        page = world.pages[label]
        state = page.current_workflow_task_state
        address = Address(
            "approval after purge_revisions", label, review_address(state)
        )
        for person in by_effort([CO_AUTHOR], AUTHORS):

            def act():
                call_command("purge_revisions", days=0, stdout=io.StringIO())
                send(world, person, address, decision(state))  # noqa: B023

            done = attempt(world, its_class, person, act)
            found += [f"{address.route} as {person} changed: {each}" for each in done]

    assert not found, "\n".join(found)

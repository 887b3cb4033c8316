"""What ``manage.py`` and the clock do keeps the rule."""

import contextlib
import datetime
import io
import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from .addresses import Address
from .attempts import attempt, send
from .people import AUTHORS, OPERATOR
from .public_state import changes, public_state, told, undone
from .register import of_kind
from .world import HOSTILE, SUBMITTED, UNAPPROVED, World, key_of

pytestmark = pytest.mark.django_db

PUBLISHING = ["run_scheduled", "publish_scheduled", "publish_scheduled_pages"]


def arguments(world: World, command: str, folder) -> list[str]:
    """Return what makes ``command`` do as much as it can."""
    if command == "move_pages":
        return [str(world.things["parent"].pk), str(world.things["destination"].pk)]
    if command == "import_redirects":
        table = folder / "redirects.csv"
        table.write_text("from,to\n/super-complaints,/hostile\n")
        return [f"--src={table}", f"--site={world.things['site'].pk}"]
    if command == "loaddata":
        fixture = folder / "hostile.json"
        notice = world.snippets["pages.notice"][0]
        fields = {"text": HOSTILE, "site": world.things["site"].pk, "live": True}
        fixture.write_text(json.dumps([{"model": "pages.notice", "pk": notice.pk, "fields": fields}]))
        return [str(fixture)]
    return {
        "fixtree": ["--noinput"],
        "load_demo": ["--if-empty"],
        "purge_revisions": ["--days=0"],
        "remove_stale_contenttypes": ["--no-input"],
        "wagtail_update_image_renditions": ["--purge"],
    }.get(command, [])


def walk_command(world: World, its_class: str, route: str, folder) -> list[str]:
    """Run a command; return what broke the rule, or why it did not run."""
    command = route.split()[0]
    failed = []

    def act():
        given = arguments(world, command, folder)
        try:
            with contextlib.suppress(PermissionDenied, ValidationError):
                call_command(command, *given, stdout=io.StringIO(), stderr=io.StringIO())
        except CommandError as error:
            failed.append(f"did not run: {error}")

    found = [f"changed: {each}" for each in attempt(world, its_class, OPERATOR, act)]
    return [f"manage.py {command} {each}" for each in failed + found]


@pytest.mark.django_db
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
def test_the_clock_publishes_only_what_was_approved_and_takes_down_only_what_was_to_expire(world, command):
    scheduled, expiring = world.pages["scheduled"], world.things["expiring page"]

    changed = what_changed_in_a_month(world, command)

    rows = {key: pair for key, pair in changed.items() if not key.startswith("address ")}
    due = {f"row {key_of(scheduled)}", f"due {key_of(scheduled)}", f"row {key_of(expiring)}"}
    assert rows.keys() <= due, "\n".join(told(key, *pair) for key, pair in rows.items())
    if published := rows.get(f"row {key_of(scheduled)}"):
        assert published[1]["title"] == SUBMITTED
    shown = "".join(now[1] for key, (_, now) in changed.items() if key.startswith("address "))
    assert not [words for words in UNAPPROVED if words in shown]
    if command == "run_scheduled":
        assert rows.keys() == due


def test_a_purge_of_revisions_makes_no_author_independent(world):
    found = []
    for label, its_class in (("text", "approves"), ("half approved", "approves")):
        page = world.pages[label]
        state = page.current_workflow_task_state
        address = Address(
            "approval after purge_revisions",
            label,
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]),
        )
        for person in AUTHORS:

            def act():
                call_command("purge_revisions", days=0, stdout=io.StringIO())
                send(world, person, address, {})  # noqa: B023

            done = attempt(world, its_class, person, act)
            found += [f"{address.route} as {person} changed: {each}" for each in done]

    assert not found, "\n".join(found)

"""Tries a route as somebody, tells what it changed that it should not, and takes it back."""

import contextlib
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.transaction import TransactionManagementError

from tests.effort import by_effort, every_nth

from . import people
from .addresses import Address, addresses
from .clients import client_of
from .forms_on_screen import as_shown, buttons, files, filled
from .public_state import UNSEEN, changes, public_state
from .recording import undone, written_tables
from .rules import broken, entries, may_administer
from .world import World

OTHER_BUTTONS = {
    "edit": [{"action-workflow-action": "1", "workflow-action-name": "approve"}],
    "review": [{"decision": name} for name in ("approve", "take_over")],
    "copy": [{"publish_copies": "on"}, {"alias": "on"}],
}
"""Buttons that are pressed alone as well, since others would win."""
HARMLESS = {"reads", "account", "public form"}


def attempt(world: World, its_class: str, person: str, act: Callable) -> list[str]:
    """Do ``act`` and return what it changed against the rule; nothing of it stays."""
    with undone():
        before = entries()
        # Django gives the outermost block up at some errors: of such an attempt nothing
        # stays.
        with (
            written_tables() as tables,
            contextlib.suppress(TransactionManagementError),
        ):
            act()
        if connection.needs_rollback or all(UNSEEN.search(table) for table in tables):
            return []
        # What administrators may do shows in rows; what answers make of it is not
        # judged.
        rows_suffice = may_administer(its_class, person)
        changed = changes(
            world.before, public_state(world, tables, rows_suffice=rows_suffice)
        )
        if not changed:
            return []
        return in_short(
            broken(world, its_class, person, changed, logged=entries() > before)
        )


def refused_or_done(
    call: Callable, expected: tuple[type[Exception], ...] = ()
) -> Exception | None:
    """Do ``call``; return what it ended with that is neither a refusal nor ``expected``."""
    try:
        call()
    except (PermissionDenied, ValidationError, *expected):
        return None
    except TransactionManagementError:
        raise
    except Exception as error:
        return error
    return None


def in_short(changed: Iterable[str]) -> list[str]:
    """Return one line, the worst first; that pages show what a row says is left out."""
    lines = sorted(changed, key=lambda line: (not line.startswith("/"), line))
    telling = [line for line in lines if not line.endswith("with other content")]
    return ["; ".join(telling or lines)] if lines else []


def send(world: World, person: str, address: Address, data=None):
    """Send a request as ``person`` and return the answer; without ``data`` it is a GET."""
    client = client_of(world, person)
    if data is None:
        return client.get(address.path)
    return client.post(address.path, {**data, **files(address.route)})


def request(
    world: World, its_class: str, person: str, address: Address, data=None
) -> tuple[Any, list[str]]:
    """Send a request as ``person``; return the answer, if there is one, and what broke the rule."""
    answers = []
    changed = attempt(
        world,
        its_class,
        person,
        lambda: answers.append(send(world, person, address, data)),
    )
    on = f" of “{address.target}”" if address.target else ""
    told = (
        f"{'GET' if data is None else 'POST'} {address.route}{on} as {person} changed: "
    )
    return answers[0] if answers else None, [told + each for each in changed]


def forms(
    world: World, its_class: str, address: Address
) -> tuple[list[dict], list[str]]:
    """Open the screen at ``address``; return what is sent to it, and what looking changed against the rule.

    Every button is pressed at once first, then those that must be pressed alone.
    """
    screen, found = "", []
    # The screen is that of the one who may see most.
    for person in (people.SUPERUSER, people.AUTHOR):
        response, changed = request(world, its_class, person, address)
        found += changed
        if response and response.status_code == 200 and not response.streaming:
            screen = response.content.decode(errors="replace")
            break
    own = filled(world, screen)
    sent = [{**own, **buttons()}]
    last = address.route.split(" ")[0].rpartition(":")[2]
    unpressed = {name: value for name, value in own.items() if name not in buttons()}
    for alone in OTHER_BUTTONS.get(last, []):
        sent.append({**unpressed, "go_live_at": "", "expire_at": "", **alone})
    if last in ("edit", "add"):
        # What is only approved is sent as it stands on the screen.
        sent.append(
            {
                **as_shown(screen),
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
            }
        )
    return sent, found


def walk(
    world: World, its_class: str, address: Address, who: list[str], **choices
) -> list[str]:
    """Send each form at ``address``, with ``choices`` in it, as each of ``who``; return what broke rules."""
    sent, found = forms(world, its_class, address)
    for person, data in product(who, sent[: by_effort(1, len(sent))]):
        found += request(world, its_class, person, address, {**data, **choices})[1]
    return found


MORE = 6
"""At small effort, of what a route can be tried on after the first thing, it is tried on every so many."""


def who_tries(its_class: str) -> list[str]:
    """Return who tries a route on the first thing: at small effort two, one of them with a role it is for."""
    administers = its_class in ("administrators, logged", "two people")
    other = people.ADMINISTRATOR if administers else people.CO_AUTHOR
    return by_effort([other, people.SUPERUSER_AUTHOR], people.EVERYBODY)


def walk_route(world: World, its_class: str, name: str) -> list[str]:
    """Try the address with this name and pattern on everything; return what broke the rule."""
    try:
        everywhere = addresses(world, *name.split(" ", 1))
    except LookupError as missing:
        return [
            f"{name} cannot be tried: addresses.py or world.py has nothing for {missing}"
        ]
    who, others = who_tries(its_class), everywhere[1:]
    if its_class in HARMLESS:
        # That it is harmless is easily seen: it is tried on one thing and, at small
        # effort, by one person.
        who, others = by_effort([people.SUPERUSER_AUTHOR], who), []
    found = walk(world, its_class, everywhere[0], who)
    for person in by_effort([], who):
        found += request(world, its_class, person, everywhere[0])[1]
    for number, address in enumerate(every_nth(MORE, others)):
        by_turns = people.WHO_TRIES_MORE[number % len(people.WHO_TRIES_MORE)]
        found += walk(
            world, its_class, address, by_effort([by_turns], people.WHO_TRIES_MORE)
        )
    return found

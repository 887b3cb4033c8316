"""Tries a route as somebody, tells what it changed that it should not, and takes it back."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import connection
from django.db.transaction import TransactionManagementError

from . import people
from .addresses import Address
from .forms_on_screen import as_shown, buttons, files, filled
from .public_state import UNSEEN, changes, public_state, undone, written_tables
from .rules import broken, entries
from .world import World, client_of

OTHER_BUTTONS = {
    "edit": [{"action-workflow-action": "1", "workflow-action-name": "approve"}],
    "copy": [{"publish_copies": "on"}, {"alias": "on"}],
}
"""Buttons that are pressed alone as well, since others would win."""


def attempt(world: World, its_class: str, person: str, act: Callable) -> list[str]:
    """Do ``act`` and return what it changed against the rule; nothing of it stays."""
    with undone():
        before = entries()
        # Django gives the outermost block up at some errors: of such an attempt nothing stays.
        with written_tables() as tables, contextlib.suppress(TransactionManagementError):
            act()
        if connection.needs_rollback or all(UNSEEN.search(table) for table in tables):
            return []
        changed = changes(world.before, public_state(world, tables))
        if not changed:
            return []
        return in_short(broken(world, its_class, person, changed, logged=entries() > before))


def in_short(changed: Iterable[str]) -> list[str]:
    """Return one line, the worst first; that pages show what a row says is left out."""
    lines = sorted(changed, key=lambda line: (not line.startswith("/"), line))
    telling = [line for line in lines if not line.endswith("with other content")]
    return ["; ".join(telling or lines)] if lines else []


def screen_of(world: World, address: Address) -> str:
    """Return the screen as the one sees it who may see most."""
    for person in (people.SUPERUSER, people.AUTHOR):
        with undone():
            response = send(world, person, address)
            if response.status_code == 200 and not response.streaming:
                return response.content.decode(errors="replace")
    return ""


def forms(world: World, address: Address) -> Iterator[dict]:
    """Yield what is sent to ``address``: every button at once, then those that must be pressed alone."""
    screen = screen_of(world, address)
    own = filled(world, screen)
    yield {**own, **buttons()}
    last = address.route.rpartition(":")[2]
    for alone in OTHER_BUTTONS.get(last, []):
        unpressed = {name: value for name, value in own.items() if name not in buttons()}
        yield {**unpressed, "go_live_at": "", "expire_at": "", **alone}
    if last in ("edit", "add"):
        # What is only approved is sent as it stands on the screen.
        yield {**as_shown(screen), "action-workflow-action": "1", "workflow-action-name": "approve"}


def send(world: World, person: str, address: Address, data=None):
    """Send a request as ``person`` and return the answer; without ``data`` it is a GET."""
    client = client_of(world, person)
    if data is None:
        return client.get(address.path)
    return client.post(address.path, {**data, **files(address.route)})


def walk(world: World, its_class: str, person: str, address: Address, sent: list) -> Iterator[str]:
    """Yield what sending each form of ``sent`` changed against the rule; ``None`` is a GET."""
    for data in sent:
        method = "GET" if data is None else "POST"
        act = partial(send, world, person, address, data)
        found = attempt(world, its_class, person, act)
        on = f" of “{address.target}”" if address.target else ""
        yield from (f"{method} {address.route}{on} as {person} changed: {each}" for each in found)

"""No address answers with a fault, whatever is sent to it."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from tests.effort import by_effort, every_nth

from . import people
from .access import routes
from .addresses import addresses
from .clients import client_of
from .forms_on_screen import as_shown
from .world import World

RUDE_VALUES = [
    "",
    "\0",
    "-1",
    "x" * 300,
    "9" * 30,
    "<b>'\"\u202e😀",
    "[]",
    "{}",
    "null",
]
RUDE = [(method, value) for value in RUDE_VALUES for method in ("get", "post")]
OFTEN_READ = [
    "p",
    "q",
    "id",
    "next",
    "ordering",
    "create_model",
    "parent_page_id",
    "page_type",
    "collection_id",
]
"""Parameters that are read without a field on the screen."""


def rude_requests(html: str, rude: list[tuple[str, str]]) -> Iterator[tuple[str, dict]]:
    """Yield what is sent to a screen: nothing, each of ``rude`` as everything, its forms without a field."""
    yield "post", {}
    on_screen = [
        name
        for name in re.findall(r'name="([^"]+)"', html)
        if not name.endswith("_FORMS")
    ]
    for method, value in rude:
        yield method, dict.fromkeys([*OFTEN_READ, *on_screen], value)
    shown = as_shown(html)
    for name in list(shown)[:15]:
        yield "post", {key: value for key, value in shown.items() if key != name}


def answer(world: World, method: str, path: str, data: dict):
    """Return what is answered to the one who may do most; nothing of it stays."""
    with transaction.atomic():
        response = getattr(client_of(world, people.SUPERUSER_AUTHOR), method)(
            path, data
        )
        transaction.set_rollback(True)
    return response


def screen_at(world: World, path: str) -> str:
    """Return the screen at ``path``; nothing at small effort, at which its fields are not tried."""
    screen = by_effort(lambda *_: None, answer)(world, "get", path, {})
    return (
        screen.content.decode(errors="replace")
        if screen and not screen.streaming
        else ""
    )


def faults(world: World, route: str, rude: list[tuple[str, str]]) -> list[str]:
    """Return what made the address of ``route`` fail."""
    [address, *_] = addresses(world, *route.split(" ", 1))
    return [
        f"{method} {address.path} with {str(data)[:200]}"
        for method, data in rude_requests(screen_at(world, address.path), rude)
        if is_fault(answer(world, method, address.path, data))
    ]


def is_fault(response) -> bool:
    """Tell whether an answer is a fault, apart from one that only the transaction of this test makes.

    Django deletes without a savepoint. What takes two people is stopped there, which
    outside a test ends the transaction of the screen, and here breaks that of
    ``answer``.
    """
    error = (getattr(response, "exc_info", None) or (None, None))[1]
    return response.status_code >= 500 and not isinstance(
        error, TransactionManagementError
    )


@pytest.mark.django_db
def test_no_address_fails_whatever_is_sent(world):
    """At small effort every sixth address gets one of the rude values, by turns."""
    found = []
    for number, route in enumerate(every_nth(6, routes())):
        found += faults(world, route, by_effort([RUDE[number % len(RUDE)]], RUDE))

    assert not found, "\n".join(found)

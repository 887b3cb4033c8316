"""What somebody types is in no log and no cache, and in an email only where it is meant to be."""

import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.core import mail
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction

from tests.effort import by_effort

from . import people
from .access import routes
from .addresses import addresses
from .clients import client_of, new_client
from .forms_on_screen import as_shown, buttons, what_must_be_given

CANARY = "kanarie"
FOUND = re.compile(rf"{CANARY}([\w-]*)")
TYPED_INTO = {
    "text",
    "password",
    "email",
    "search",
    "url",
    "tel",
    "number",
    "input",
    "textarea",
    "rich",
}
SAYS_MUCH = re.compile(
    "title|text|name|comment|reason|note|wording|because|query|^q$|login|password|email"
)
"""Fields that take any words: with the others as they stand, their form is accepted."""
TOLD_BY_MAIL = {"change_note"}
"""Fields whose words are there to be told to colleagues."""
PAGES = [
    "/feedback/",
    "/cookies/",
    "/super-complaints/",
    "/super-complaints/recommendations/",
]
"""Pages with forms, which are no routes by themselves."""


def value_for(name: str, kind: str) -> str:
    """Return a canary that names its field."""
    word = CANARY + re.sub(r"\W", "-", name)
    if kind == "rich":
        return json.dumps(
            {
                "blocks": [{"key": "a1", "text": word, "type": "unstyled"}],
                "entityMap": {},
            }
        )
    return f"{word}@example.org" if kind == "email" else word


def canaries_for(form: Tag) -> dict[str, str]:
    """Return a canary for each field of ``form`` that takes text."""
    typed = {}
    for field in form.find_all(["input", "textarea"]):
        name, kind = field.get("name"), field.get("type", field.name)
        value = field.text if field.name == "textarea" else field.get("value", "")
        if value.startswith('{"blocks"') or value == "null":
            kind = "rich"
        if name and kind in TYPED_INTO:
            typed[name] = value_for(name, kind)
    return typed


def first_choices(form: Tag) -> dict[str, str]:
    """Return the first answer to each question of ``form``: where none is chosen, one has to be."""
    answers = form.find_all("input", type="radio")
    return {answer["name"]: answer.get("value", "") for answer in reversed(answers)}


def forms_on(html: str, path: str) -> Iterator[tuple[str, str, dict, dict]]:
    """Yield method, address, fields as they stand and canaries for the texts of each form at ``path``."""
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        method = form.get("method", "get").lower()
        address = urljoin(path, form.get("action") or path)
        typed = canaries_for(form)
        if typed and method in ("get", "post") and not urlsplit(address).netloc:
            yield method, address, {**first_choices(form), **as_shown(str(form))}, typed


def requests_with(fields: dict, typed: dict) -> Iterator[dict]:
    """Yield what is sent: a canary in every text, and in those alone that take any words."""
    yield {**fields, **typed}
    likely = {
        name: value
        for name, value in typed.items()
        if SAYS_MUCH.search(name) or value[0] == "{"
    }
    yield {**fields, **what_must_be_given(fields), **buttons(), **likely}


@pytest.fixture
def told(monkeypatch):
    """Where words may end up: the lines of the log, and what was put into the cache."""
    lines: dict[str, list[str]] = {"log": [], "cache": []}

    class Collector(logging.Handler):
        def emit(self, record):
            lines["log"].append(self.format(record))

    for name in ("set", "add"):
        write = getattr(LocMemCache, name)

        def noted(cache, key, value, *args, write=write, **kwargs):
            lines["cache"].append(f"{key} {value!r}")
            return write(cache, key, value, *args, **kwargs)

        monkeypatch.setattr(LocMemCache, name, noted)
    collector = Collector(logging.INFO)
    logging.disable(logging.NOTSET)
    logging.getLogger().addHandler(collector)
    yield lines
    logging.getLogger().removeHandler(collector)
    logging.disable(logging.CRITICAL)


def send_canaries_from(client, path: str, known: set) -> Iterator[str]:
    """Send each form at ``path`` that is not ``known``, and take that back; yield what was sent."""
    with transaction.atomic():
        screen = client.get(path)
        transaction.set_rollback(True)
    if (
        screen.status_code != 200
        or screen.streaming
        or "html" not in screen.get("Content-Type", "")
    ):
        return
    for method, address, fields, typed in forms_on(screen.content.decode(), path):
        form = (method, re.sub(r"\d+", "N", address), frozenset(typed))
        if form in known:
            continue
        known.add(form)
        for data in requests_with(fields, typed):
            with transaction.atomic():
                getattr(client, method)(address, data)
                transaction.set_rollback(True)
        yield f"{method} {address}"


def is_tried(route: str) -> bool:
    """Tell whether a route is tried: at small effort, forms of readers and of one's own account."""
    return by_effort(
        "admin/" not in route or "account" in route or "mfa" in route, True
    )


@pytest.mark.django_db
def test_what_is_typed_stands_in_no_log_no_cache_and_no_email(world, told):
    known: set = set()
    found, forms = [], []
    tried = [
        addresses(world, *route.split(" ", 1))[0].path
        for route in routes()
        if is_tried(route)
    ]
    for path in [*PAGES, *tried]:
        for client in (new_client(), client_of(world, people.SUPERUSER_AUTHOR)):
            for form in send_canaries_from(client, path, known):
                forms.append(form)
                mails = [
                    f"{each.subject} {each.body} {each.alternatives}"
                    for each in mail.outbox
                ]
                told_by_mail = {
                    name for text in mails for name in FOUND.findall(text)
                } - TOLD_BY_MAIL
                found += [f"{form}: an email tells {name}" for name in told_by_mail]
                for place, lines in told.items():
                    found += [
                        f"{form}: {place}: {line}" for line in lines if CANARY in line
                    ]
                    lines.clear()
                mail.outbox.clear()

    assert len(forms) > by_effort(7, 50), forms
    assert not found, "\n".join(found)

"""Sends requests to the site as a web server would, with published files or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

VALIDATORS = {"etag", "last-modified", "content-length"}
"""Headers that a file has in its own way."""


class Got(NamedTuple):
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def environ(
    address: str, method: str = "GET", headers: dict[str, str] | None = None
) -> dict:
    """Return what a web server tells of a request for ``address``, with its query."""
    return (
        RequestFactory()
        .generic(method, address, headers={"host": "localhost", **(headers or {})})
        .environ
    )


@contextmanager
def connection_kept() -> Iterator[None]:
    """Keep requests from closing the connection, whose transaction is the test's; Django's client does so."""
    for sent in (request_started, request_finished):
        sent.disconnect(close_old_connections)
    try:
        yield
    finally:
        for sent in (request_started, request_finished):
            sent.connect(close_old_connections)


def get(application, address: str, method: str = "GET", **headers: str) -> Got:
    """Ask ``application`` for ``address``; names of headers are written with ``_``."""
    started: list = []
    with connection_kept():
        answer = application(
            environ(address, method, headers), lambda *said: started.append(said)
        )
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    [(status, said)] = started
    names = [name.lower() for name, _ in said]
    assert len(names) == len(set(names)), said
    return Got(int(status[:3]), {name.lower(): value for name, value in said}, body)


def fresh(address: str, method: str = "GET", **headers: str) -> Got:
    """Return what Django makes of ``address`` now."""
    return get(WSGIHandler(), address, method, **headers)

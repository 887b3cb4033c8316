"""Keeps in this process's memory what pages need again and again, as long as one edition lasts.

A request uses it only with the edition that it read from the database itself. Within a transaction that
changes something public there is none, so nothing is read from memory or kept in it.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, cast

from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import Site

from . import editions

_lock = Lock()
_values: dict[Hashable, Any] = {}
_token = ""


def read_edition(request: HttpRequest) -> None:
    """Read for ``request`` which edition is the current one; forget what was kept under another."""
    global _values, _token
    try:
        edition = editions.settled()
    except DatabaseError:
        edition = None
    token = edition.token if edition else ""
    with _lock:
        if token != _token:
            # Wagtail remembers where sites begin; only the process that changed them forgets it.
            Site.clear_site_root_paths_cache()
            _values, _token = {}, token
        # The request keeps these: what it loads under this edition is never found under a newer one.
        request.remembered = _values if token else None  # type: ignore[attr-defined]


def remember[Value](request: HttpRequest, key: Hashable, load: Callable[[], Value]) -> Value:
    """Return what ``load`` returned when it was first called under the edition of ``request``."""
    values = getattr(request, "remembered", None)
    if values is None:
        return load()
    if key not in values:
        values[key] = load()
    return cast(Value, values[key])

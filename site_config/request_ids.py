"""The number of the request, or of the worker's round, that a line of the log belongs to.

nginx gives each request one, writes it into its own log and hands it on.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

FORM = re.compile(r"[0-9a-f]{32}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the number; empty outside a request and a round."""
    return _current.get()


def begin_request(number: str = "") -> str:
    """Let lines of this thread have ``number``, or a new one if it is none of nginx's form, and return it."""
    number = number if FORM.fullmatch(number) else secrets.token_hex(16)
    _current.set(number)
    return number


def end_request() -> None:
    _current.set("")


@contextmanager
def numbered(number: str = "") -> Iterator[str]:
    """Let lines that are written inside have ``number``, or a new one, and those after it what they had."""
    before = _current.get()
    try:
        yield begin_request(number)
    finally:
        _current.set(before)


class RequestIdMiddleware:
    """Takes the number that nginx gave, or a new one. It changes no response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with numbered(request.headers.get("X-Request-ID", "")) as number:
            request.number = number  # type: ignore[attr-defined]
            return self.get_response(request)

"""The present request and who sent it, for what Wagtail and Django call without the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from .protected_tables import closed

_current_request: ContextVar[HttpRequest | None] = ContextVar(
    "current_request", default=None
)


def current_request() -> HttpRequest | None:
    return _current_request.get()


def signed_in_account(request: HttpRequest | None = None) -> int | None:
    """Return the number of the account that sent this or the present request, if a view has asked for it."""
    request = request or _current_request.get()
    if request and getattr(request, "is_signed_in", False):
        return request.user.pk
    return None


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Keep ``request`` until it is answered, and let it write no protected table."""
    token = _current_request.set(request)
    try:
        with closed():
            yield
    finally:
        _current_request.reset(token)

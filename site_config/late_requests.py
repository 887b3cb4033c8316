"""Refuses requests that have waited so long that nginx has already told their sender that they failed."""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

Environ = dict[str, Any]
Application = Callable[[Environ, Callable], Iterable[bytes]]

LONGEST_WAIT_SECONDS = 30.0
"""After 35 seconds (``proxy_read_timeout`` in deploy/nginx) nginx answers that the service is unavailable."""

NGINX_TIME = re.compile(r"[0-9]{10}\.[0-9]{3}")
"""The time as nginx writes it (``$msec``)."""


class LateRequests:
    """A WSGI application that calls ``application`` for requests that somebody is still waiting for.

    On a busy machine others would wait behind them, and a form would be stored that its
    sender was told to send again.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if seconds_waited(environ) <= LONGEST_WAIT_SECONDS:
            return self.application(environ, start_response)
        start_response(
            "503 Service Unavailable",
            [("Content-Type", "text/plain"), ("Cache-Control", "no-store")],
        )
        return [b"This waited too long. Send it again.\n"]


def seconds_waited(environ: Environ) -> float:
    """Return how long ago nginx handed on the request: the time of Unix in seconds, in its own header.

    Without nginx nobody sets it, so nothing has waited.
    """
    sent = environ.get("HTTP_X_REQUEST_START", "")
    if not settings.TRUSTED_PROXY or not NGINX_TIME.fullmatch(sent):
        return 0
    return time.time() - float(sent)

"""How a line of the log is written and numbered, and how operators are told of an error by email.

The number is that of the request, which nginx gives and writes into its own log, or of
the worker's round.
"""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Thread
from time import monotonic
from unicodedata import category

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pages.core.current_user import answering, signed_in_account
from pages.core.secrets import without_secrets

NUMBER = re.compile(r"[0-9a-f]{32}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the number; empty outside a request and a round."""
    return _current.get()


def begin_request(number: str = "") -> str:
    """Let lines of this thread have ``number``, or a new one if it is none of nginx's form, and return it."""
    number = number if NUMBER.fullmatch(number) else secrets.token_hex(16)
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


class RequestMiddleware:
    """Takes the number that nginx gave, or a new one, and keeps the request.

    It changes no response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with (
            numbered(request.headers.get("X-Request-ID", "")) as number,
            answering(request),
        ):
            request.number = number  # type: ignore[attr-defined]
            return self.get_response(request)


class OneLineFormatter(logging.Formatter):
    """Writes each message on one line, so that nothing in it looks like another; tracebacks are indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's name
        line = without_secrets(super().formatMessage(record))
        return "".join(map(_on_one_line, line))

    def formatException(self, ei: object) -> str:  # noqa: N802 -- logging's name
        lines = super().formatException(ei).splitlines()  # type: ignore[arg-type]
        return "\n".join(f"    {line}" for line in lines)


def _on_one_line(character: str) -> str:
    """Return ``character``, or its code if it is a control character or ends a line."""
    if category(character) in {"Cc", "Zl", "Zp"}:
        return character.encode("unicode_escape").decode()
    return character


class JsonFormatter(logging.Formatter):
    """Writes each message as one line of JSON, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        # Django logs a response after all middleware has finished.
        request = getattr(record, "request", None)
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "id": current_request_id() or getattr(request, "number", ""),
            "account": signed_in_account(request),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class WithoutUnavailable(logging.Filter):
    """Leaves out Django's line for each answer of 503: whoever gives one says why, once."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


SECONDS_BETWEEN_MAILS = 10 * 60
"""How long the same line of code is silent after a mail.

A fault of a minute would fill a mailbox.
"""


class ErrorMailHandler(logging.Handler):
    """Sends the words of our code, where it failed and the kind of error.

    What was put into these words, what an exception says and the values of variables
    stay out: any of them may name a person. The number of the request leads to the log,
    which has them.
    """

    def __init__(self, level: int = logging.ERROR) -> None:
        super().__init__(level)
        self._sent_at: dict[tuple[str, int], float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Send a mail in the background, unless there was one from there."""
        place = (record.pathname, record.lineno)
        now = monotonic()
        if now - self._sent_at.get(place, float("-inf")) < SECONDS_BETWEEN_MAILS:
            return
        self._sent_at[place] = now
        Thread(target=_send, args=(_text(record), record.name), daemon=True).start()


def _text(record: logging.LogRecord) -> str:
    lines = [
        str(record.msg),
        f"{record.pathname}:{record.lineno}",
        f"Request: {current_request_id() or 'none'}",
    ]
    error = record.exc_info[1] if record.exc_info else None
    while error:
        lines += [f"{type(error).__module__}.{type(error).__qualname__}"]
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    return "\n".join(
        [*lines, "", "The log has more: search it for the number of the request.", ""]
    )


def _send(text: str, name: str) -> None:
    # Not before logging is set up, which is before Django is.
    from django.core.mail import send_mail

    try:
        send_mail(
            f"Error on {settings.WAGTAILADMIN_BASE_URL}: {name}",
            text,
            None,
            settings.ERROR_MAIL,
        )
    except Exception as error:
        # A warning, which sends no mail itself.
        logging.getLogger(__name__).warning(
            "The mail about an error was not sent: %s", type(error).__name__
        )

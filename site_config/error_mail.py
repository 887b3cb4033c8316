"""Tells operators of an error by e-mail, with nothing in it that a request or the database holds."""

import logging
import traceback
from threading import Thread
from time import monotonic

from django.conf import settings

from .request_ids import current_request_id

SECONDS_BETWEEN_MAILS = 10 * 60
"""How long the same line of code is silent after a mail. A fault of a minute would fill a mailbox."""


class ErrorMailHandler(logging.Handler):
    """Sends the words of our code, where it failed and the kind of error.

    What was put into these words, what an exception says and the values of variables stay out: any of them
    may name a person. The number of the request leads to the log, which has them.
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
    return "\n".join([*lines, "", "The log has more: search it for the number of the request.", ""])


def _send(text: str, name: str) -> None:
    # Not before logging is set up, which is before Django is.
    from django.core.mail import send_mail

    try:
        send_mail(f"Error on {settings.WAGTAILADMIN_BASE_URL}: {name}", text, None, settings.ERROR_MAIL)
    except Exception as error:
        # A warning, which sends no mail itself.
        logging.getLogger(__name__).warning("The mail about an error was not sent: %s", type(error).__name__)

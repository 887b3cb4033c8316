"""How a line of the log is written."""

import json
import logging
import re
from datetime import UTC, datetime
from http import HTTPStatus
from unicodedata import category

from .request_ids import current_request_id

SECRET_LINK = re.compile(
    r"(/opinions/|/admin/(?:login/set-up|security/address|password_reset/confirm)/)[^\s/]\S*"
)
"""The links that we send in e-mails, each with the secret that it works by."""


class OneLineFormatter(logging.Formatter):
    """Writes each message on one line, so that what a request holds cannot look like a line of its own.

    The lines of a traceback are indented.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's name
        line = super().formatMessage(record)
        return "".join(each if category(each) not in {"Cc", "Zl", "Zp"} else _escaped(each) for each in line)

    def formatException(self, ei: object) -> str:  # noqa: N802 -- logging's name
        return "\n".join(f"    {line}" for line in super().formatException(ei).splitlines())  # type: ignore[arg-type]


class JsonFormatter(logging.Formatter):
    """Writes each message as one line of JSON, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "id": current_request_id(),
        }
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)


class WithoutUnavailable(logging.Filter):
    """Leaves out Django's line for each answer of 503: whoever gives one says why, once."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


class WithoutSecrets(logging.Filter):
    """Leaves out of addresses the secret of a link that we sent: Django notes each that it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET_LINK.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args
            )
        return True


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()

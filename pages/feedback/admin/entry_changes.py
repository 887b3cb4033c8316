"""Changes an entry and logs who did it, but never words of readers or colleagues."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from pages.feedback.models import FeedbackEntry

CHANGE_ACTION = "feedback.change"
REDACT_ACTION = "feedback.redact"
EXPORT_ACTION = "feedback.export"


def change_entry(pk: int, user: Any, **values: Any) -> bool:
    """Set ``values`` of ``state``, ``assigned_to`` and ``note``; return whether the entry changed.

    Only fields that differ are saved, on the current row: a text that somebody has redacted meanwhile must
    not come back.
    """
    with transaction.atomic():
        entry = FeedbackEntry.objects.select_for_update().filter(pk=pk).first()
        if entry is None:
            return False
        changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
        if not changed:
            return False
        data: dict[str, list[Any]] = {
            name: [_loggable(getattr(entry, name)), _loggable(value)] for name, value in changed.items()
        }
        if "note" in data:
            data["note"] = []
        for name, value in changed.items():
            setattr(entry, name, value)
        _save_changes(entry, changed)
        # A unique identifier, because the history shows only the last of several log entries that share one.
        log(entry, CHANGE_ACTION, user=user, uuid=uuid.uuid4(), data=data)
    return True


def _save_changes(entry: FeedbackEntry, changed: dict[str, Any]) -> None:
    fields = list(changed)
    if "state" in changed:
        # The retention period starts again, and the team is told of each new concern.
        entry.closed_at = None
        if entry.state == FeedbackEntry.State.SAFEGUARDING:
            entry.alerted_at = None
        fields += ["closed_at", "alerted_at"]
    entry.save(update_fields=fields)


def _loggable(value: Any) -> Any:
    return getattr(value, "pk", value)


def redact_entry(entry: FeedbackEntry, text: str, user: Any) -> None:
    """Replace what the reader wrote by ``text`` for good.

    Call it in a transaction that has locked the row of the entry.
    """
    entry.text = text
    entry.redacted_at = timezone.now()
    entry.save(update_fields=["text", "redacted_at"])
    log(entry, REDACT_ACTION, user=user)


def log_export(user: Any, count: int, file_format: str, filters: dict[str, str]) -> None:
    """Log that ``user`` exported ``count`` entries."""
    inbox = FeedbackEntry(pk=0)  # no single entry was exported
    data = {"count": count, "format": file_format, "filters": filters}
    log(inbox, EXPORT_ACTION, user=user, title="Feedback", data=data)

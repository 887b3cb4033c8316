"""Changes an entry and logs who did it, but never words of readers or colleagues."""

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter, log

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
    inbox = FeedbackEntry(pk=0)  # no single entry was exported
    data = {"count": count, "format": file_format, "filters": filters}
    log(inbox, EXPORT_ACTION, user=user, title="Feedback", data=data)


def register_log_actions(actions: Any) -> None:
    """Register the actions with Wagtail's log."""
    actions.register_action(CHANGE_ACTION)(ChangeFormatter)
    actions.register_action(REDACT_ACTION, "Remove personal data", "Personal data removed from the text")
    actions.register_action(EXPORT_ACTION)(ExportFormatter)


class ChangeFormatter(LogFormatter):
    """“State: New → Actioned. Assigned to Sam Lee. Note changed.”."""

    label = "Change feedback"

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        parts = []
        if "state" in data:
            before, after = (_state_name(value) for value in data["state"])
            parts.append(f"State: {before} → {after}.")
        if "assigned_to" in data:
            assignee_id = data["assigned_to"][1]
            parts.append(f"Assigned to {_user_name(assignee_id)}." if assignee_id else "Assigned to nobody.")
        if "note" in data:
            parts.append("Note changed.")
        return " ".join(parts)


class ExportFormatter(LogFormatter):
    """“Exported 12 entries as CSV (state: new)”."""

    label = "Export feedback"

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        count = data["count"]
        filters = "; ".join(f"{name}: {value}" for name, value in sorted(data["filters"].items()))
        noun = "entry" if count == 1 else "entries"
        return f"Exported {count} {noun} as {data['format'].upper()} ({filters or 'no filter'})"


def _state_name(value: str) -> str:
    return str(dict(FeedbackEntry.State.choices).get(value, value))


def _user_name(pk: int) -> str:
    user = get_user_model().objects.filter(pk=pk).first()
    return get_user_display_name(user) if user else "someone whose account is gone"

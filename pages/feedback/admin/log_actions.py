"""Log actions of entries, and how their history describes them."""

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter

from pages.feedback.models import FeedbackEntry

from .entry_changes import CHANGE_ACTION, EXPORT_ACTION, REDACT_ACTION


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

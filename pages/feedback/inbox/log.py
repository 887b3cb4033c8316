"""How the history of an entry reads."""

from django.contrib.auth import get_user_model
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter

from pages.feedback.models import FeedbackEntry

from .changes import CHANGE, EXPORT, REDACT


def register(actions) -> None:
    """Tell Wagtail's log about our actions."""
    actions.register_action(CHANGE)(ChangeFormatter)
    actions.register_action(REDACT, "Remove personal data", "Personal data removed from the text")
    actions.register_action(EXPORT)(ExportFormatter)


class ChangeFormatter(LogFormatter):
    """“State: New → Actioned. Assigned to Sam Lee. Note changed.”."""

    label = "Change feedback"

    def format_message(self, log_entry) -> str:
        """Say what was changed."""
        data = log_entry.data
        parts = []
        if "state" in data:
            before, after = (_state_name(value) for value in data["state"])
            parts.append(f"State: {before} → {after}.")
        if "assigned_to" in data:
            assignee = data["assigned_to"][1]
            parts.append(f"Assigned to {_name(assignee)}." if assignee else "Assigned to nobody.")
        if "note" in data:
            parts.append("Note changed.")
        return " ".join(parts)


class ExportFormatter(LogFormatter):
    """“Exported 12 entries as CSV (state: new)”."""

    label = "Export feedback"

    def format_message(self, log_entry) -> str:
        """Say how many entries left, and which filters chose them."""
        data = log_entry.data
        count = data["count"]
        filters = "; ".join(f"{name}: {value}" for name, value in sorted(data["filters"].items()))
        noun = "entry" if count == 1 else "entries"
        return f"Exported {count} {noun} as {data['format'].upper()} ({filters or 'no filter'})"


def _state_name(value: str) -> str:
    return str(dict(FeedbackEntry.State.choices).get(value, value))


def _name(pk: int) -> str:
    user = get_user_model().objects.filter(pk=pk).first()
    return get_user_display_name(user) if user else "someone whose account is gone"

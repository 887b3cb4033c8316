"""Changes to an entry. Each is logged with who made it, and never with words of readers or colleagues."""

import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from pages.feedback.models import FeedbackEntry

CHANGE = "feedback.change"
REDACT = "feedback.redact"
EXPORT = "feedback.export"


def change(pk: int, user, **values) -> bool:
    """Give the entry the ``values`` of ``state``, ``assigned_to`` and ``note``; tell whether it changed.

    Only what differs is written, onto the entry as it is by now: a text that somebody redacted meanwhile
    must not come back.
    """
    with transaction.atomic():
        entry = FeedbackEntry.objects.select_for_update().filter(pk=pk).first()
        if entry is None:
            return False
        changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
        if not changed:
            return False
        data = {name: [_plain(getattr(entry, name)), _plain(value)] for name, value in changed.items()}
        if "note" in data:
            data["note"] = []
        for name, value in changed.items():
            setattr(entry, name, value)
        _save(entry, changed)
        # A number of its own: of several entries with the same one, the history shows only the last.
        log(entry, CHANGE, user=user, uuid=uuid.uuid4(), data=data)
    return True


def _save(entry: FeedbackEntry, changed: dict) -> None:
    fields = list(changed)
    if "state" in changed:
        # Its time of retention starts again, and the team is told of each new concern.
        entry.closed_at = None
        if entry.state == FeedbackEntry.State.SAFEGUARDING:
            entry.alerted_at = None
        fields += ["closed_at", "alerted_at"]
    entry.save(update_fields=fields)


def _plain(value):
    return getattr(value, "pk", value)


def redact(entry: FeedbackEntry, text: str, user) -> None:
    """Put ``text`` in the place of what the reader wrote, for good.

    Call it in a transaction that holds the row of the entry.
    """
    entry.text = text
    entry.redacted_at = timezone.now()
    entry.save(update_fields=["text", "redacted_at"])
    log(entry, REDACT, user=user)


def log_export(user, count: int, file_format: str, filters: dict) -> None:
    """Log that ``user`` took ``count`` entries out of the site."""
    inbox = FeedbackEntry(pk=0)  # no single entry was exported
    data = {"count": count, "format": file_format, "filters": filters}
    log(inbox, EXPORT, user=user, title="Feedback", data=data)

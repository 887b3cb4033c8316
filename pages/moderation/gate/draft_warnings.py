"""Warnings: what in a draft does not seem to fit together, and the ticks without which nobody approves it.

A page or snippet says in ``warnings_to_confirm`` what it warns of. A tick is for one warning of one revision,
so whoever approves other words is asked again. Each tick is a line in the log. Its words, which may quote the
draft, stand there as the reason: a redaction takes them away.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Revision

from .decision import Decision, record_decision


@dataclass(frozen=True)
class DraftWarning:
    """Something that a reader would not understand, or that is probably a slip."""

    key: str
    """Which rule it is by, and where: it stays the same as long as the draft does."""
    text: str
    """Plain sentences for those who write and approve."""


@dataclass(frozen=True)
class WarningToTick:
    """A warning about one revision, as a form shows it."""

    value: str
    """What the form sends for its tick."""
    text: str


class UnconfirmedWarningsError(ValidationError):
    """An approval lacks the tick of a warning."""

    def __init__(self, missing: int) -> None:
        which = "a warning" if missing == 1 else f"{missing} warnings"
        super().__init__(
            f"Not approved: you have not ticked {which}. Tick each one that you have looked at, "
            "or send it back."
        )


def warnings_to_tick(draft: Any, revision_id: int) -> list[WarningToTick]:
    """Return the warnings about ``draft``, the object of that revision."""
    return [WarningToTick(f"{revision_id} {each.key}", each.text) for each in draft.warnings_to_confirm()]


def warnings_about_latest_draft(obj: Any) -> list[str]:
    """Return the words of what warns of the latest draft of ``obj``; none for what is not saved yet."""
    obj = getattr(obj, "specific", obj)
    if not hasattr(obj, "warnings_to_confirm") or not obj.latest_revision_id:
        return []
    return [each.text for each in obj.get_latest_revision_as_object().warnings_to_confirm()]


def confirm_warnings(parts: Iterable[tuple[Any, Revision, Any]], ticked: Collection[str], **who: Any) -> None:
    """Log that ``who`` has ticked each warning about ``parts``: objects, each with its revision and draft.

    Raises ``UnconfirmedWarningsError`` if one is not among those that were ``ticked``.
    """
    found = [
        (obj, revision, warning)
        for obj, revision, draft in parts
        for warning in warnings_to_tick(draft, revision.pk)
    ]
    if missing := [warning for *_, warning in found if warning.value not in ticked]:
        raise UnconfirmedWarningsError(len(missing))
    for obj, revision, warning in found:
        record_decision(Decision.Action.CONFIRMED, obj=obj, revision=revision.pk, reason=warning.text, **who)

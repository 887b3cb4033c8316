"""Warnings: what in a draft needs a second look, and the ticks without which nobody approves it.

A page or snippet says in ``warnings_to_confirm`` what does not seem to fit together. A tick for that is for
one warning of one revision, so whoever approves other words is asked again. What may be personal data is
found in all texts (``disclosure``); its tick is for that and the words around it, so nobody is asked twice.
Each tick is a line in the log. Its words, which may quote the draft, stand there as the reason: a redaction
takes them away. Of what may be personal data the log has a digest alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from wagtail import hooks
from wagtail.models import Revision

from .decision import Decision, record_decision
from .decision_data import Confirmation
from .disclosure import Finding, find_disclosures, plain_text
from .texts import all_texts_of


@dataclass(frozen=True)
class DraftWarning:
    """Something that a reader would not understand, that is probably a slip, or that may be personal data."""

    key: str
    """Which rule it is by, and where: it stays the same as long as the draft does."""
    text: str
    """Plain sentences for those who write and approve."""
    finding: Finding | None = None
    """What may be personal data, …"""
    place: str = ""
    """… and the field or block that it stands in."""

    @property
    def for_log(self) -> dict[str, Any]:
        if not self.finding:
            return {"reason": self.text}
        return {"reason": f"May be public: {self.finding.kind}", "data": Confirmation(digest=self.key)}


@dataclass(frozen=True)
class WarningToTick:
    """A warning about one revision, as a form shows it."""

    value: str
    """What the form sends for its tick."""
    text: str
    finding: Finding | None = None
    place: str = ""


class UnconfirmedWarningsError(ValidationError):
    """An approval lacks the tick of a warning."""

    def __init__(self, missing: int) -> None:
        which = "a warning" if missing == 1 else f"{missing} warnings"
        super().__init__(
            f"Not approved: you have not ticked {which}. Tick each one that you have looked at, "
            "or send it back."
        )


def warnings_about(draft: Any) -> list[DraftWarning]:
    """Return what warns of ``draft``, without the personal data that a reviewer has let pass before."""
    confirmed = Decision.objects.about(draft).confirmed_digests() if draft.pk else set()
    found = {each.key: each for each in _disclosures_in(draft) if each.key not in confirmed}
    return [*draft.warnings_to_confirm(), *found.values()]


def _disclosures_in(draft: Any) -> list[DraftWarning]:
    public = {
        each.found
        for texts in hooks.get_hooks("public_contacts")
        for text in texts()
        for each in find_disclosures(plain_text(text))
    }
    return [
        _disclosure(text.label, each)
        for text in all_texts_of(draft)
        for each in find_disclosures(plain_text(text.value) if text.is_rich else text.value, public)
    ]


def _disclosure(label: str, found: Finding) -> DraftWarning:
    around = (found.kind.name, found.before, found.found, found.after)
    return DraftWarning(
        salted_hmac("disclosure", "\0".join(around), algorithm="sha256").hexdigest(),
        f"May readers see this {found.kind}? {label}: “…{found.before}[{found.found}]{found.after}…”",
        found,
        label,
    )


def warnings_to_tick(draft: Any, revision_id: int) -> list[WarningToTick]:
    """Return the warnings about ``draft``, the object of that revision."""
    return [
        WarningToTick(f"{revision_id} {each.key}", each.text, each.finding, each.place)
        for each in warnings_about(draft)
    ]


def warnings_about_latest_draft(obj: Any) -> list[str]:
    """Return the words of what warns of the latest draft of ``obj``; none for what is not saved yet."""
    obj = getattr(obj, "specific", obj)
    if not hasattr(obj, "warnings_to_confirm") or not obj.latest_revision_id:
        return []
    return [each.text for each in warnings_about(obj.get_latest_revision_as_object())]


def confirm_warnings(parts: Iterable[tuple[Any, Revision, Any]], ticked: Collection[str], **who: Any) -> None:
    """Log that ``who`` has ticked each warning about ``parts``: objects, each with its revision and draft.

    Raises ``UnconfirmedWarningsError`` if one is not among those that were ``ticked``.
    """
    found = [(obj, revision, warning) for obj, revision, draft in parts for warning in warnings_about(draft)]
    if missing := [each for _, revision, each in found if f"{revision.pk} {each.key}" not in ticked]:
        raise UnconfirmedWarningsError(len(missing))
    for obj, revision, warning in found:
        record_decision(Decision.Action.CONFIRMED, obj=obj, revision=revision.pk, **warning.for_log, **who)

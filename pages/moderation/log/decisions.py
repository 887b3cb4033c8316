"""How decisions get into the log, and how they leave it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from pages.moderation.records.decision import Decision, key_of
from pages.moderation.rules import roles

YEARS_KEPT = 7
"""As long as the force may have to account for a publication: six years of limitation for a claim
(Limitation Act 1980, section 2) and one to spare. The triggers of migration 0002 hold it, too."""
REDACTED = "Redacted"
"""Stands in the place of words that were redacted; the triggers hold it, too."""


def record_decision(  # noqa: PLR0913
    action: str,
    *,
    obj: Any = None,
    user: Any = None,
    reason: str = "",
    role: str = "",
    revision: int | None = None,
    data: dict[str, Any] | None = None,
) -> Decision:
    """Add a line to the log and return it; without ``user``, whoever sent the request decided."""
    user = user or get_active_log_context().user
    return Decision.objects.create(
        at=timezone.now(),
        action=action,
        actor_id=user.pk if user else None,
        actor=roles.name_of(user)[:200] if user else "",
        role=role or (", ".join(roles.roles_of(user)) if user else ""),
        **({**key_of(obj), "object_name": str(obj)[:255]} if obj is not None else {}),
        revision_id=revision,
        reason=reason,
        data=data or {},
    )


def record_change(action: str, obj: Any, what: str, user: Any = None) -> None:
    """Add a line that says of ``obj`` ``what`` was done with it."""
    record_decision(action, obj=obj, user=user, data={"what": what})


def redact_decisions(about: Decision, until: datetime, *, addresses: bool = False) -> None:
    """Take the names and reasons out of the lines up to ``until`` on what ``about``, a redaction, is about.

    Who decided what, when and in which role stays, and so do the revision and its digests; of ``addresses``
    from which and to which something was moved, only that it was. The triggers let nothing else change.
    """
    lines = Decision.objects.filter(
        model=about.model, object_id=about.object_id, pk__lt=about.pk, at__lte=until
    )
    lines.exclude(object_name="").update(object_name=REDACTED)
    lines.exclude(reason="").exclude(action=Decision.Action.REDACTED).update(reason=REDACTED)
    if addresses:
        lines.filter(action__in=[Decision.Action.MOVED, Decision.Action.REORDERED]).update(data={})


def purge_old_decisions() -> int:
    """Delete what is older than ``YEARS_KEPT`` and return how many lines that were."""
    now = timezone.now()
    limit = now.replace(year=now.year - YEARS_KEPT, day=min(now.day, 28))
    # The triggers let only such old lines go.
    return Decision.objects.filter(at__lt=limit).delete()[0]

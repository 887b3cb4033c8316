"""Writing decisions into the log, finding those that still count, redacting and purging."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    DraftStateMixin,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.moderation.records.decision import Decision, DeletedObject, object_key
from pages.moderation.rules import roles

YEARS_KEPT = 7
"""How long the force may have to account for a publication: claims are barred after six years (Limitation
Act 1980, section 2), and one year is added. The triggers of migration 0002 enforce the same limit."""
REDACTED_TEXT = "Redacted"
"""Replaces redacted words. The triggers allow only this text."""
OUTCOMES = [Decision.Action.PUBLISHED, Decision.Action.TAKEN_DOWN, Decision.Action.UNSCHEDULED]
"""Decisions after which earlier clearances no longer count: what is to come back needs approval again."""


def record_decision(  # noqa: PLR0913
    action: str,
    *,
    obj: Model | DeletedObject | None = None,
    user: User | None = None,
    reason: str = "",
    role: str = "",
    actor: str = "",
    revision: int | None = None,
    data: dict[str, Any] | None = None,
) -> Decision:
    """Add an entry to the log and return it; without ``user``, the user of the current request decided.

    ``actor`` names somebody by post, who may have no account.
    """
    user = user or (None if actor else get_active_log_context().user)
    return Decision.objects.create(
        decided_at=timezone.now(),
        action=action,
        actor_id=user.pk if user else None,
        actor=actor or (roles.display_name(user)[:200] if user else ""),
        role=role or (", ".join(roles.roles_of(user)) if user else ""),
        **({**object_key(obj), "object_name": name_in_log(obj)[:255]} if obj is not None else {}),
        revision_id=revision,
        reason=reason,
        data=data or {},
    )


def name_in_log(obj: Any) -> str:
    """Return what the log calls ``obj``: one name for one thing, and words instead of rows of permissions."""
    match obj:
        case User():
            name = roles.display_name(obj)
        case GroupPagePermission() | GroupCollectionPermission():
            where = name_in_log(getattr(obj, "page", None) or obj.collection)
            name = f"{obj.group} may {obj.permission.name.removeprefix('Can ').lower()}: {where}"
        case WorkflowPage():
            name = f"{obj.workflow}, for {name_in_log(obj.page)}"
        case WorkflowContentType():
            name = f"{obj.workflow}, for {obj.content_type.name}"
        case WorkflowTask():
            name = f"{obj.task}, in {obj.workflow}"
        case Page():
            # With its number, which the bare row of a page does not know; without the page above it: a
            # redaction of that page would not find its title in here.
            name = obj.specific.get_admin_display_title()
        case _:
            name = str(obj)
    return name


def record_change(action: str, obj: Model, change: str, user: User | None = None, **data: Any) -> None:
    """Add an entry that says in words what was changed: ``Role given: Editors``, with ``data`` for code."""
    record_decision(action, obj=obj, user=user, data={"what": change, **data})


def decisions_that_count(
    obj: DraftStateMixin, revision: Revision, action: Decision.Action
) -> QuerySet[Decision]:
    """Return the decisions of this kind about ``revision`` since the last outcome for ``obj``."""
    decisions = Decision.objects.about(obj)
    last_outcome = decisions.filter(action__in=OUTCOMES).aggregate(last=Max("pk", default=0))["last"]
    return decisions.filter(action=action, revision_id=revision.pk, pk__gt=last_outcome)


def redact_decisions(redaction: Decision, until: datetime, *, addresses: bool = False) -> None:
    """Remove names and reasons from earlier entries about the same object, up to the time ``until``.

    Who decided what, when and in which role stays, and so do revisions and digests. With ``addresses``, the
    old and new addresses of moves are removed too. The triggers refuse any other change.
    """
    entries = Decision.objects.filter(
        model=redaction.model,
        object_id=redaction.object_id,
        pk__lt=redaction.pk,
        decided_at__lte=until,
    )
    entries.exclude(object_name="").update(object_name=REDACTED_TEXT)
    entries.exclude(reason="").exclude(action=Decision.Action.REDACTED).update(reason=REDACTED_TEXT)
    if addresses:
        entries.filter(action__in=[Decision.Action.MOVED, Decision.Action.REORDERED]).update(data={})


def purge_old_decisions() -> int:
    """Delete the entries that are older than ``YEARS_KEPT`` and return their number."""
    now = timezone.now()
    limit = now.replace(year=now.year - YEARS_KEPT, day=min(now.day, 28))
    # The triggers allow only such old entries to be deleted.
    return Decision.objects.filter(decided_at__lt=limit).delete()[0]

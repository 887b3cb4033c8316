"""Redaction: removing the words of a published version for good, from the history and all other records."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin

from pages.moderation.log.decisions import REDACTED_TEXT, record_decision, redact_decisions
from pages.moderation.records.decision import Decision, DeletedObject
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.records.row_locks import lock_row
from pages.moderation.rules import roles
from pages.search.indexing import remove_stale_words

from .old_addresses import redact_old_addresses
from .wagtail_traces import clear_wagtail_traces
from .write_permit import permitted


class RedactionRefusedError(ValidationError):
    """The words would remain somewhere; the message says what to do first."""


def redactable_versions(obj: DraftStateMixin | DeletedObject) -> QuerySet[PublishedVersion]:
    """Return the versions of ``obj`` that are not public now and not redacted yet."""
    versions = PublishedVersion.objects.for_object(obj).filter(redacted_at=None)
    newest = PublishedVersion.objects.for_object(obj).first()
    return versions.exclude(pk=newest.pk) if obj.live and newest else versions


@transaction.atomic
def redact(  # noqa: PLR0913
    obj: DraftStateMixin | DeletedObject,
    number: int,
    user: User,
    because: str,
    reason: str,
    *,
    and_earlier: bool = False,
    addresses: bool = False,
) -> list[int]:
    """Redact version ``number`` of ``obj`` and, with ``and_earlier``, all before it; return their numbers.

    With ``addresses``, also remove their former addresses, and an identifier that was made from one. Raises
    ``PermissionDenied`` if ``user`` may not. Raises ``RedactionRefusedError`` if the version is public now,
    or if a draft that is still needed may contain the same words.
    """
    if not isinstance(obj, DeletedObject):
        obj = lock_row(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    condition = {"number__lte" if and_earlier else "number": number}
    chosen = list(redactable_versions(obj).filter(**condition).order_by("number"))
    numbers = [version.number for version in chosen]
    if number not in numbers:
        raise RedactionRefusedError(
            "This version is public now, or is redacted already. To redact what is public, first take it "
            "down or publish a corrected version."
        )
    kept = {} if isinstance(obj, DeletedObject) else _needed_revisions(obj)
    _check_needed_revisions(obj, kept, max(version.revision_id for version in chosen))
    if (
        addresses
        and not isinstance(obj, DeletedObject)
        and (obj.current_workflow_state or obj.approved_schedule)
    ):
        raise RedactionRefusedError(
            "Addresses can’t be removed while a change is in review or scheduled. "
            "Withdraw or cancel it first."
        )
    _remove_words(obj, chosen, because)
    if isinstance(obj, DeletedObject):
        obj = replace(obj, name=PublishedVersion.objects.for_object(obj)[0].title)
    else:
        if not obj.live:
            _overwrite_row_with_draft(obj)
            obj = lock_row(obj)
        obj.revisions.exclude(pk__in=kept).delete()
    changes = redact_old_addresses(obj, chosen) if addresses else {}
    redaction = record_decision(
        Decision.Action.REDACTED,
        obj=obj,
        user=user,
        reason=reason,
        data={"because": because, "versions": numbers, **changes},
    )
    public = PublishedVersion.objects.for_object(obj).first() if obj.live else None
    # Anything written after the publication of the public version is about other words.
    until = public.published_at if public else redaction.decided_at
    redact_decisions(redaction, until, addresses=addresses)
    clear_wagtail_traces(obj, kept, until)
    remove_stale_words()
    return numbers


def _remove_words(
    obj: DraftStateMixin | DeletedObject, versions: list[PublishedVersion], because: str
) -> None:
    """Keep of each version its dates and what its class keeps in ``without_words``; remove the rest."""
    without_words: Any = getattr(obj, "without_words", lambda snapshot: {})
    for version in versions:
        version.snapshot = without_words(version.snapshot)
        version.title, version.change_note = REDACTED_TEXT, ""
        version.redacted_at, version.redacted_because = timezone.now(), because
        version.save()


def _needed_revisions(obj: DraftStateMixin) -> dict[int, str]:
    """Return the ids of the revisions that are still needed, each with what would end that."""
    scheduled = obj.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    needed = dict.fromkeys(scheduled, "Cancel the scheduled publication first.")
    if task_state := obj.current_workflow_task_state:
        needed[task_state.revision_id] = "Withdraw what is in review first."
    needed.setdefault(obj.latest_revision_id, "Save a draft without them first.")
    needed[obj.live_revision_id] = "Publish a corrected version first."
    needed.pop(None, None)
    return needed


def _check_needed_revisions(obj: DraftStateMixin | DeletedObject, kept: dict[int, str], newest: int) -> None:
    """Refuse if a revision that is kept is not newer than the ``newest`` redacted one.

    The live revision may be older, because everybody can see that it does not contain the words.
    """
    live_revision = None if isinstance(obj, DeletedObject) else obj.live_revision_id
    for revision, first_do_this in kept.items():
        if revision == newest or (revision < newest and revision != live_revision):
            raise RedactionRefusedError(
                f"The same words may be in a version that is still needed. {first_do_this}"
            )


def _overwrite_row_with_draft(obj: DraftStateMixin) -> None:
    """Save the latest draft into the row of a withdrawn object, which still has the published content."""
    if obj.latest_revision:
        draft = obj.latest_revision.as_object()
        with permitted(obj):
            draft.save()

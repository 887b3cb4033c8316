"""Taking the words of a published version away for good: out of the history, and of all that is kept."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from pages.http_cache.keys import PAGES, below_key
from pages.http_cache.object_changes import changed
from pages.http_cache.purging import purge
from pages.moderation.log.decisions import REDACTED, record_decision, redact_decisions
from pages.moderation.records.decision import Decision, Deleted
from pages.moderation.records.locks import lock
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules import roles
from pages.search.indexing import forget_replaced_words

from . import old_addresses, traces
from .write_permit import permitted


class RedactionRefusedError(ValidationError):
    """The words would still stand somewhere; the message says what to do first."""


def can_be_redacted(obj: Any) -> QuerySet[PublishedVersion]:
    """Return the versions of ``obj`` that are not public now and still have words."""
    versions = PublishedVersion.objects.of(obj).filter(redacted_at=None)
    newest = PublishedVersion.objects.of(obj).first()
    return versions.exclude(pk=newest.pk) if obj.live and newest else versions


@transaction.atomic
def redact(  # noqa: PLR0913
    obj: Any,
    number: int,
    user,
    because: str,
    reason: str,
    *,
    and_earlier: bool = False,
    addresses: bool = False,
) -> list[int]:
    """Redact version ``number`` of ``obj``, or it ``and_earlier`` ones, and return their numbers.

    ``obj`` may be ``Deleted``. With ``addresses``, those at which the versions stood go, too, and an
    identifier that was made from one. Raises ``PermissionDenied`` if ``user`` may not,
    ``RedactionRefusedError`` if the version is public now or a draft that is still needed may hold the same
    words.
    """
    is_there = not isinstance(obj, Deleted)
    if is_there:
        obj = lock(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    wanted = {"number__lte" if and_earlier else "number": number}
    chosen = list(can_be_redacted(obj).filter(**wanted).order_by("number"))
    numbers = [version.number for version in chosen]
    if number not in numbers:
        raise RedactionRefusedError(
            "This version is public now, or has been redacted already. What is public has to be taken down, "
            "or a corrected version published, first."
        )
    kept = _needed_revisions(obj) if is_there else {}
    _refuse_what_may_hold_the_words(obj, kept, max(version.revision_id for version in chosen))
    if addresses and is_there and (obj.current_workflow_state or obj.approved_schedule):
        raise RedactionRefusedError(
            "Addresses can’t be taken away while a change is in review or scheduled. Withdraw it, or call it "
            "off, first."
        )
    _take_words_out(obj, chosen, because)
    if is_there:
        changed(obj)
        if not obj.live:
            _write_draft_over_what_was_public(obj)
            obj = lock(obj)
        obj.revisions.exclude(pk__in=kept).delete()
    else:
        # Its name may stand in the data.
        purge([PAGES, *(below_key(site.root_page_id) for site in Site.objects.all())])
        obj = replace(obj, name=PublishedVersion.objects.of(obj)[0].title)
    changes = old_addresses.forget(obj, chosen) if addresses else {}
    line = record_decision(
        Decision.Action.REDACTED,
        obj=obj,
        user=user,
        reason=reason,
        data={"because": because, "versions": numbers, **changes},
    )
    public = PublishedVersion.objects.of(obj).first() if obj.live else None
    # What was said since the version that is public now was published, is about something else.
    until = public.published_at if public else line.at
    redact_decisions(line, until, addresses=addresses)
    traces.forget_what_was_said(obj, kept, until)
    forget_replaced_words()
    return numbers


def _take_words_out(obj: Any, versions: list[PublishedVersion], because: str) -> None:
    """Leave of each version when it was public, and what its class says is no words (``without_words``)."""
    without_words: Any = getattr(obj, "without_words", lambda snapshot: {})
    for version in versions:
        version.snapshot = without_words(version.snapshot)
        version.title, version.change_note = REDACTED, ""
        version.redacted_at, version.redacted_because = timezone.now(), because
        version.save()


def _needed_revisions(obj: Any) -> dict[int, str]:
    """Return the revisions that something still depends on, each with what has to be done to it first."""
    scheduled = obj.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    needed = dict.fromkeys(scheduled, "Call the scheduled publication off first.")
    if state := obj.current_workflow_task_state:
        needed[state.revision_id] = "Withdraw what is in review first."
    needed.setdefault(obj.latest_revision_id, "Save a draft without them first.")
    needed[obj.live_revision_id] = "Publish a corrected version first."
    needed.pop(None, None)
    return needed


def _refuse_what_may_hold_the_words(obj: Any, kept: dict[int, str], newest: int) -> None:
    """Refuse while a revision that stays is as old as the ``newest`` that is redacted, or older.

    Of what is live everybody can see that it holds nothing of it; unless it is the very same revision.
    """
    for revision, first in kept.items():
        if revision == newest or (revision < newest and revision != obj.live_revision_id):
            raise RedactionRefusedError(
                f"The same words may stand in a version that is still needed. {first}"
            )


def _write_draft_over_what_was_public(obj: Any) -> None:
    """Let the row of what was taken down, which still reads as it was published, read as the latest draft."""
    if obj.latest_revision:
        draft = obj.latest_revision.as_object()
        with permitted(obj):
            draft.save()

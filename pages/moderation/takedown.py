"""What goes away: taken down by one person at once, by its date, and by redaction for good.

What was taken down comes back only with an approval. Redaction removes the words of a
published version from the history and all other records.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import registry
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    Comment,
    DraftStateMixin,
    Page,
    Revision,
    TaskState,
)

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import (
    REDACTED_TEXT,
    AuditLogEntry,
    DeletedObject,
    Redaction,
    Removal,
    ReviewEnd,
    model_label,
    record_decision,
)
from pages.moderation.approval.authors import authors_since_publication, clearance_of
from pages.moderation.approval.locks import lock_row, lock_submitted_sets
from pages.moderation.approval.permissions import subtree_keys
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.review_end import cancel_review
from pages.moderation.approval.set_actions import cancel_schedule, reopen_set_of
from pages.moderation.approval.versions import PublishedVersion, withdraw
from pages.moderation.emails import mail
from pages.search.indexing import remove_stale_words


@transaction.atomic
def take_down(
    obj: DraftStateMixin,
    user: User,
    because: PublishedVersion.WithdrawalReason,
    reason: str,
) -> list[str]:
    """Take down ``obj`` and, if it is a page, everything below it; return the names of what was public.

    Reviews and schedules in the same pages are cancelled, because they may contain the
    same error. Colleagues are told after the transaction. Raises ``PermissionDenied``
    if ``user`` may not.
    """
    lock_submitted_sets(_with_descendants(obj))
    obj = lock_row(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    names = []
    authors: set[int] = set()
    for affected in _lock_with_descendants(obj):
        writers = _authors_of_public_text_and_draft(affected)
        authors |= writers
        _cancel_review_and_schedule(affected, user)
        if affected.live:
            _unpublish(affected, because)
            data = Removal(
                because=because.value, page=_key_of_page(obj), authors=sorted(writers)
            )
            record_decision(
                AuditLogEntry.Action.TAKEN_DOWN,
                obj=affected,
                user=user,
                reason=reason,
                data=data,
            )
            names.append(affected.name_with(str(affected)))
    if names:
        mail.notify_of_take_down(obj, user, because, names, authors)
    return names


@transaction.atomic
def ask_to_take_down(obj: DraftStateMixin, user: User, reason: str) -> None:
    """Ask those who can take down ``obj``, which is public, to do so."""
    obj = lock_row(obj)
    if not obj.live:
        raise ValidationError("This is no longer public.")
    if requests_to_take_down(obj).exists():
        raise ValidationError("Someone has already asked for this to be taken down.")
    record_decision(
        AuditLogEntry.Action.TAKE_DOWN_ASKED, obj=obj, user=user, reason=reason
    )
    mail.notify_of_take_down_request(obj, user)


@transaction.atomic
def decline_take_down(obj: DraftStateMixin, user: User, reason: str) -> None:
    """Keep ``obj`` public although somebody asked to take it down; raise ``PermissionDenied`` if refused."""
    if not roles.may_take_down(user):
        raise PermissionDenied
    obj = lock_row(obj)
    askers = [asked.actor_id for asked in requests_to_take_down(obj) if asked.actor_id]
    if not askers:
        raise ValidationError("No one is asking for this to be taken down any more.")
    record_decision(
        AuditLogEntry.Action.TAKE_DOWN_DECLINED, obj=obj, user=user, reason=reason
    )
    mail.notify_of_declined_take_down(obj, user, askers)


def requests_to_take_down(
    obj: DraftStateMixin | None = None,
) -> QuerySet[AuditLogEntry]:
    """Return the requests to take down ``obj``, or anything, that nobody has decided about."""
    actions = AuditLogEntry.Action
    decided = AuditLogEntry.objects.filter(
        action__in=[actions.TAKEN_DOWN, actions.EXPIRED, actions.TAKE_DOWN_DECLINED],
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    asked = AuditLogEntry.objects.about(obj) if obj else AuditLogEntry.objects.all()
    return asked.filter(~Exists(decided), action=actions.TAKE_DOWN_ASKED).order_by("pk")


def _authors_of_public_text_and_draft(obj: DraftStateMixin) -> set[int]:
    authors = authors_since_publication(obj)
    if obj.live and obj.live_revision_id:
        authors.update(clearance_of(obj.live_revision_id).authors)
    return authors


@transaction.atomic
def take_down_file(
    file: Any, user: User, because: PublishedVersion.WithdrawalReason, reason: str
) -> None:
    """Delete ``file`` for good and tell colleagues; raise ``PermissionDenied`` if ``user`` may not."""
    if not roles.may_take_down(user):
        raise PermissionDenied
    data = Removal(because=because.value)
    record_decision(
        AuditLogEntry.Action.TAKEN_DOWN, obj=file, user=user, reason=reason, data=data
    )
    mail.notify_of_deleted_file(file, user, because)
    file.is_taken_down = True
    file.delete()


@transaction.atomic
def expire(obj: DraftStateMixin) -> None:
    """Take down ``obj``, if its expiry date has passed, and everything below it."""
    lock_submitted_sets(_with_descendants(obj))
    obj = lock_row(obj)
    if not (obj.live and obj.expire_at and obj.expire_at <= timezone.now()):
        return  # since the scheduler looked, the date was changed or the page was taken down
    for affected in _lock_with_descendants(obj):
        if not affected.live:
            continue
        # Wagtail's unpublishing cancels schedules, so they are restored afterwards.
        scheduled = list(affected.revisions.filter(approved_go_live_at__isnull=False))
        because = PublishedVersion.WithdrawalReason.EXPIRED
        _unpublish(
            affected,
            because,
            set_expired=True,
            log_action="wagtail.unpublish.scheduled",
        )
        for revision in scheduled:
            affected.revisions.filter(pk=revision.pk).update(
                approved_go_live_at=revision.approved_go_live_at
            )
        record_decision(
            AuditLogEntry.Action.EXPIRED,
            obj=affected,
            data=Removal(page=_key_of_page(obj)),
        )


def _key_of_page(obj: DraftStateMixin) -> int:
    return obj.pk if isinstance(obj, Page) else 0


def _unpublish(
    obj: DraftStateMixin,
    because: PublishedVersion.WithdrawalReason,
    **unpublish_options: Any,
) -> None:
    withdraw(obj, because)
    with permitted(obj):
        # With a user, Wagtail would check a permission that nobody has.
        obj.unpublish(**unpublish_options)


def _lock_with_descendants(obj: DraftStateMixin) -> list[DraftStateMixin]:
    """Lock ``obj`` and, if it is a page, all pages below it, and return them.

    All are locked before anything is written: indexing one page can write the search
    entry of another, whose lock somebody else may hold while waiting for ours.
    """
    return list(map(lock_row, _with_descendants(obj)))


def _with_descendants(obj: DraftStateMixin) -> Iterable[DraftStateMixin]:
    return obj.get_descendants(inclusive=True) if isinstance(obj, Page) else [obj]


def _cancel_review_and_schedule(obj: DraftStateMixin, user: User) -> None:
    reopen_set_of(obj, "Taken down", user)
    if review := obj.current_workflow_state:
        cancel_review(review, ReviewEnd.TAKEN_DOWN, user)
    cancel_schedule(obj, user)


def redact_old_addresses(
    obj: DraftStateMixin | DeletedObject, versions: list[PublishedVersion]
) -> tuple[int, str]:
    """Remove former addresses of ``obj`` and below; return their number, and a changed identifier."""
    current = obj.get_url_parts()[2] if isinstance(obj, Page) else ""
    old_paths = {version.path for version in versions} - {current, "", "/"}
    old_slugs = {path.rstrip("/").rpartition("/")[2] for path in old_paths}
    subtree = set(subtree_keys(obj)) if isinstance(obj, Page) else {str(obj.pk)}
    for path in old_paths:
        _delete_redirects(path, subtree)
        _replace_path(obj, path, current, subtree)
    identifier = _replace_identifier(obj, old_slugs)
    if isinstance(obj, Page):
        _update_revisions(obj, old_slugs)
    return len(old_paths), identifier


def _delete_redirects(path: str, subtree: set[str]) -> None:
    path = Redirect.normalise_path(path)
    starts_there = (
        Q(old_path=path)
        | Q(old_path__startswith=f"{path}/")
        | Q(old_path__startswith=f"{path}?")
    )
    for redirect in Redirect.objects.filter(starts_there, redirect_page__in=subtree):
        deleted = DeletedObject(model_label(redirect), str(redirect.pk), REDACTED_TEXT)
        redirect.delete()
        redaction = record_decision(AuditLogEntry.Action.REDACTED, obj=deleted)
        redact_decisions(redaction, redaction.decided_at)


def _replace_path(
    obj: DraftStateMixin | DeletedObject, path: str, current: str, subtree: set[str]
) -> None:
    """Move versions at or below ``path``, except other pages’, to ``current``; if that is empty, to none."""
    versions = PublishedVersion.objects.filter(
        model=model_label(obj), path__startswith=path
    ).defer("snapshot")
    pages = Page.objects.filter(pk__in={version.object_id for version in versions})
    others = set(map(str, pages.values_list("pk", flat=True))) - subtree
    for version in versions:
        if version.object_id not in others:
            version.path = current + version.path.removeprefix(path) if current else ""
            version.save(update_fields=["path"])


def _replace_identifier(
    obj: DraftStateMixin | DeletedObject, old_slugs: set[str]
) -> str:
    """Replace an identifier that is an old slug, by none if the object is deleted; those below follow."""
    old = next(
        iter(
            PublishedVersion.objects.for_object(obj).values_list(
                "identifier", flat=True
            )
        ),
        "",
    )
    if old not in old_slugs or not (
        isinstance(obj, DeletedObject) or hasattr(obj, "replace_published_identifier")
    ):
        return ""
    new = "" if isinstance(obj, DeletedObject) else obj.replace_published_identifier()
    same = Q(identifier=old) | Q(identifier__startswith=f"{old}/")
    for version in PublishedVersion.objects.filter(same, model=model_label(obj)):
        version.identifier = new + version.identifier.removeprefix(old) if new else ""
        if version.snapshot.get("identifier") == old:
            version.snapshot["identifier"] = new
        version.save(update_fields=["identifier", "snapshot"])
    return new


def _update_revisions(obj: Page, old_slugs: set[str]) -> None:
    """Write the current addresses, slugs and identifiers into the revisions of ``obj`` and below it."""
    for page in obj.get_descendants(inclusive=True).specific():
        for revision in page.revisions.all():
            content = {**revision.content, "url_path": page.url_path}
            if page.pk == obj.pk:
                for name in ("slug", "identifier"):
                    if content.get(name) in old_slugs:
                        content[name] = getattr(page, name)
            Revision.objects.filter(pk=revision.pk).update(content=content)


def redactable_versions(
    obj: DraftStateMixin | DeletedObject,
) -> QuerySet[PublishedVersion]:
    versions = PublishedVersion.objects.for_object(obj).filter(redacted_at=None)
    newest = PublishedVersion.objects.for_object(obj).first()
    if obj.live and newest:
        return versions.exclude(pk=newest.pk)
    return versions


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

    With ``addresses``, also remove their former addresses, and an identifier that was
    made from one. Raises ``PermissionDenied`` if ``user`` may not. Raises
    ``ValidationError`` if the version is public now, or if a draft that is still needed
    may contain the same words.
    """
    if not isinstance(obj, DeletedObject):
        obj = lock_row(obj)
    if not roles.may_take_down(user):
        raise PermissionDenied
    chosen = _versions_to_redact(obj, number, and_earlier=and_earlier)
    numbers = [version.number for version in chosen]
    kept = {} if isinstance(obj, DeletedObject) else _needed_revisions(obj)
    _check_needed_revisions(obj, kept, max(version.revision_id for version in chosen))
    moves_on = not isinstance(obj, DeletedObject) and (
        obj.current_workflow_state or obj.approved_schedule
    )
    if addresses and moves_on:
        raise ValidationError(
            "Addresses cannot be removed while a change is in moderation or scheduled. "
            "Withdraw or cancel it first."
        )
    _remove_words(chosen, because)
    _redact_sets(chosen, user)
    obj = _remove_old_revisions(obj, kept)
    addresses_gone = 0
    identifier = ""
    if addresses:
        addresses_gone, identifier = redact_old_addresses(obj, chosen)
    redaction = record_decision(
        AuditLogEntry.Action.REDACTED,
        obj=obj,
        user=user,
        reason=reason,
        data=Redaction(
            because=because,
            versions=numbers,
            addresses=addresses_gone,
            identifier=identifier,
        ),
    )
    public = PublishedVersion.objects.for_object(obj).first() if obj.live else None
    # Anything written after the publication of the public version is about other words.
    until = public.published_at if public else redaction.decided_at
    redact_decisions(redaction, until, addresses=addresses)
    clear_wagtail_traces(obj, kept, until)
    remove_stale_words()
    return numbers


def _versions_to_redact(
    obj: DraftStateMixin | DeletedObject, number: int, *, and_earlier: bool
) -> list[PublishedVersion]:
    versions = redactable_versions(obj)
    if not versions.filter(number=number).exists():
        raise ValidationError(
            "This version is public or already redacted. To redact what is public, first take it "
            "down or publish a corrected version."
        )
    if and_earlier:
        return list(versions.filter(number__lte=number).order_by("number"))
    return list(versions.filter(number=number))


def _remove_old_revisions(
    obj: DraftStateMixin | DeletedObject, kept: Iterable[int]
) -> Any:
    """Delete all revisions of ``obj`` but those ``kept``, and return it as it is then."""
    if isinstance(obj, DeletedObject):
        return replace(obj, name=PublishedVersion.objects.for_object(obj)[0].title)
    if not obj.live:
        if obj.latest_revision:
            with permitted(obj):
                obj.latest_revision.as_object().save()
        obj = lock_row(obj)
    obj.revisions.exclude(pk__in=kept).delete()
    return obj


def _remove_words(versions: list[PublishedVersion], because: str) -> None:
    """Keep of each version its dates, and the codes and days that are recorded beside it; remove the rest."""
    for version in versions:
        version.snapshot = {}
        version.title = REDACTED_TEXT
        version.change_note = ""
        version.redacted_at = timezone.now()
        version.redacted_because = because
        version.save()


def _redact_sets(versions: list[PublishedVersion], user: User) -> None:
    """Remove what was said of the sets of ``versions``; the title stays while other versions show it."""
    for publication_set in {
        version.publication_set for version in versions if version.publication_set
    }:
        publication_set.change_note = ""
        if not publication_set.versions.filter(redacted_at=None).exists():
            publication_set.title = REDACTED_TEXT
        publication_set.save(update_fields=["title", "change_note"])
        redaction = record_decision(
            AuditLogEntry.Action.REDACTED, obj=publication_set, user=user
        )
        redact_decisions(redaction, redaction.decided_at)


def _needed_revisions(obj: DraftStateMixin) -> dict[int, str]:
    scheduled = obj.revisions.filter(approved_go_live_at__isnull=False).values_list(
        "pk", flat=True
    )
    needed = dict.fromkeys(scheduled, "Cancel the scheduled publication first.")
    if task_state := obj.current_workflow_task_state:
        needed[task_state.revision_id] = "Withdraw the submission first."
    needed.setdefault(obj.latest_revision_id, "Save a draft without them first.")
    needed[obj.live_revision_id] = "Publish a corrected version first."
    needed.pop(None, None)
    return needed


def _check_needed_revisions(
    obj: DraftStateMixin | DeletedObject, kept: dict[int, str], newest: int
) -> None:
    """Refuse if a kept revision, but for the live one, which all can read, is not newer than ``newest``."""
    live_revision = None if isinstance(obj, DeletedObject) else obj.live_revision_id
    for revision, first_do_this in kept.items():
        if revision == newest or (revision < newest and revision != live_revision):
            raise ValidationError(
                f"A version that is still needed may contain the same text. {first_do_this}"
            )


def redact_decisions(
    redaction: AuditLogEntry, until: datetime, *, addresses: bool = False
) -> None:
    """Remove names and reasons from earlier entries about the same object, up to the time ``until``.

    Who decided what, when and in which role stays, and so do revisions and digests.
    With ``addresses``, the old and new addresses of moves are removed too. The triggers
    refuse any other change.
    """
    entries = AuditLogEntry.objects.filter(
        model=redaction.model,
        object_id=redaction.object_id,
        pk__lt=redaction.pk,
        decided_at__lte=until,
    )
    entries.exclude(object_name="").update(object_name=REDACTED_TEXT)
    entries.exclude(reason="").exclude(action=AuditLogEntry.Action.REDACTED).update(
        reason=REDACTED_TEXT
    )
    if addresses:
        entries.filter(
            action__in=[AuditLogEntry.Action.MOVED, AuditLogEntry.Action.REORDERED]
        ).update(data={})


def clear_wagtail_traces(
    obj: DraftStateMixin | DeletedObject, kept: Iterable[int], until: datetime
) -> None:
    """Clear what Wagtail keeps that may quote ``obj``, up to ``until`` and but for the revisions ``kept``."""
    if isinstance(obj, DeletedObject):
        stored = apps.get_model(obj.label)(pk=obj.pk)
    else:
        stored = obj
    alike = [model for model in apps.get_models() if issubclass(model, type(stored))]
    types = ContentType.objects.get_for_models(
        *alike, for_concrete_models=False
    ).values()
    FormState.objects.filter(
        content_type__in=types, object_id__in=["", str(obj.pk)]
    ).delete()  # previews
    entries: Any = registry.get_logs_for_instance(stored)
    if isinstance(obj, DeletedObject):
        entries.update(label=str(obj)[:255], data={})
        return
    # Wagtail logs the publication of the live revision slightly later, with the old
    # title.
    affected = Q(timestamp__lte=until)
    if obj.live:
        affected |= Q(revision=obj.live_revision_id)
    entries.filter(affected).update(label=str(obj)[:255], data={})
    finished = TaskState.objects.filter(
        workflow_state__in=obj.workflow_states.all(), finished_at__lte=until
    )
    finished.update(comment="")
    if isinstance(obj, Page):
        # Comments on deleted revisions were deleted with them.
        Comment.objects.filter(page=obj, created_at__lte=until).delete()
        _clean_revisions(obj, kept)


def _clean_revisions(page: Page, kept: Iterable[int]) -> None:
    """Remove former titles, addresses and comments from the revisions kept: Wagtail copies them there."""
    remaining = set(Comment.objects.filter(page=page).values_list("pk", flat=True))
    for revision in Revision.objects.filter(pk__in=kept):
        comments = revision.content.get(COMMENTS_RELATION_NAME) or []
        content = {
            **revision.content,
            "url_path": page.url_path,
            "draft_title": revision.content.get("title", ""),
            COMMENTS_RELATION_NAME: [
                comment for comment in comments if comment.get("pk") in remaining
            ],
        }
        Revision.objects.filter(pk=revision.pk).update(content=content)

"""What was taken down or has expired, until it is public again: by whom, when, why, and with which pages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import DraftStateMixin, Page

from pages.core.moments import moment_in_words

from .audit_log import AuditLogEntry, Removal, model_label
from .publication_set import set_holding
from .versions import PublishedVersion

REMOVALS = [AuditLogEntry.Action.TAKEN_DOWN, AuditLogEntry.Action.EXPIRED]
APPEARANCES = [AuditLogEntry.Action.PUBLISHED, *REMOVALS]
"""The decisions that make something public, or end that."""


def removals_of(objects: Iterable[Any]) -> dict[Any, AuditLogEntry]:
    """Return what took down each of ``objects``, or let it expire, unless it is public again."""
    hidden = {(model_label(obj), str(obj.pk)): obj for obj in objects if not obj.live}
    keys = [object_id for _, object_id in hidden]
    decisions = AuditLogEntry.objects.filter(
        object_id__in=keys, action__in=APPEARANCES
    ).order_by("pk")
    newest = {(decision.model, decision.object_id): decision for decision in decisions}
    removals = {}
    for key, obj in hidden.items():
        if key in newest and newest[key].action in REMOVALS:
            removals[obj] = newest[key]
    return removals


def removal_of(obj: DraftStateMixin) -> AuditLogEntry | None:
    """Return what took down ``obj``, or let it expire; None if it is public or never was."""
    return removals_of([obj]).get(obj)


def taken_down_together() -> list[dict[Any, AuditLogEntry]]:
    """Return the pages and snippets that are taken down, with what took each down.

    Those that went at once are together, the top of the tree first.
    """
    later = AuditLogEntry.objects.filter(
        action__in=APPEARANCES,
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    removals = AuditLogEntry.objects.filter(
        ~Exists(later), action=AuditLogEntry.Action.TAKEN_DOWN
    )
    keys: dict[str, list[str]] = {}
    for label, object_id in removals.values_list("model", "object_id"):
        keys.setdefault(label, []).append(object_id)
    groups: dict[Any, dict[Any, AuditLogEntry]] = {}
    for obj, removal in removals_of(_stored_drafts(keys)).items():
        group = removal.details(Removal).page or removal.pk
        groups.setdefault(group, {})[obj] = removal
    return list(groups.values())


def _stored_drafts(keys: dict[str, list[str]]) -> Iterator[Any]:
    """Yield the objects with these keys by the label of their model, but no files and nothing deleted."""
    for label, object_ids in keys.items():
        model: Any = apps.get_model(label)
        if issubclass(model, Page):
            yield from (
                model.objects.filter(pk__in=object_ids).order_by("path").specific()
            )
        elif issubclass(model, DraftStateMixin):
            yield from model.objects.filter(pk__in=object_ids)


def with_last_appearance[Objects: QuerySet](objects: Objects) -> Objects:
    """Read with ``objects`` what ``is_taken_down`` needs, so that lists do not ask for each row."""
    decisions = AuditLogEntry.objects.filter(
        model=model_label(objects.model()),
        object_id=Cast(OuterRef("pk"), CharField()),
        action__in=APPEARANCES,
    )
    newest = decisions.order_by("-pk").values("action")[:1]
    return objects.annotate(last_appearance=Subquery(newest))


def is_taken_down(obj: Any) -> bool:
    """Return True if somebody took ``obj`` down and it has not been published since."""
    if obj.live:
        return False
    if "last_appearance" in vars(obj):
        return bool(obj.last_appearance == AuditLogEntry.Action.TAKEN_DOWN)
    removal = removal_of(obj)
    return removal is not None and removal.action == AuditLogEntry.Action.TAKEN_DOWN


def removed_together(obj: DraftStateMixin) -> list[Any]:
    """Return the pages that went at once with ``obj`` and are still down, from the top of the tree.

    ``obj`` is among them. The list is empty if ``obj`` went alone, is a snippet, or is
    below a page that was put back without it.
    """
    removal = removal_of(obj)
    if not removal:
        return []
    key = removal.details(Removal).page
    top = Page.objects.filter(pk=key, live=False).first()
    removal_of_top = removal_of(top) if top else None
    if not removal_of_top:
        return []
    alike = AuditLogEntry.objects.with_details(page=key).filter(
        action__in=REMOVALS, pk__gte=removal_of_top.pk
    )
    pages = (
        Page.objects.filter(pk__in=[int(entry.object_id) for entry in alike])
        .order_by("path")
        .specific()
    )
    together = []
    for page, removal_of_page in removals_of(pages).items():
        if removal_of_page.details(Removal).page == key:
            together.append(page)
    if obj in together and len(together) > 1:
        return together
    return []


def describe_removal(removal: AuditLogEntry) -> str:
    """Return when and why something went, as readers of its address may know it, and who took it down."""
    moment = moment_in_words(removal.decided_at, " at ")
    if removal.action == AuditLogEntry.Action.EXPIRED:
        return f"Expired on {moment}."
    by = f" by {removal.actor}" if removal.actor else ""
    because = removal.details(Removal).because
    if because in PublishedVersion.WithdrawalReason:
        return f"Taken down on {moment}{by} because {PublishedVersion.WithdrawalReason(because).label}."
    return f"Taken down on {moment}{by}."


def check_put_back_together(draft: DraftStateMixin) -> None:
    """Raise ``ValidationError`` if ``draft`` is submitted without the pages that went down with it.

    Published alone, a super-complaint would say that none of its recommendations is on
    the site. In a publication set its author has chosen what is put back with it.
    """
    if draft.live or not draft.pk or set_holding(draft):
        return
    if together := removed_together(draft):
        number = len(together) - 1
        others = "another page" if number == 1 else f"{number} other pages"
        raise ValidationError(
            f"This was taken down with {others}. Save the draft and select “Put back” to submit them "
            "together."
        )

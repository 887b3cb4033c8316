"""The audit log: who decided what the public sees, and why.

What a decision stores in ``data`` has one shape for each kind, by which it is written
and read: code outside this module knows no key of the stored JSON. Every field has a
default that approves nothing, because a line may hold less: a redaction empties some,
and a later release adds fields.
"""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, Page, Revision

from . import roles


@dataclass(frozen=True, kw_only=True)
class LogDetails:
    """What all kinds may store: words that say more exactly what was decided."""

    what: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as the log stores it, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        names = {shape_field.name for shape_field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in names})


@dataclass(frozen=True, kw_only=True)
class Submission(LogDetails):
    """A review that was begun, continued or withdrawn; at its beginning, with the steps that it needs."""

    workflow_state: int = 0
    steps: list[int] = field(default_factory=list)
    end: str = ""
    """Why the review ended, if nobody withdrew the submission: a ``ReviewEnd``."""


class ReviewEnd(models.TextChoices):
    """Why a review ended although nobody decided and nobody withdrew the submission."""

    TAKEN_DOWN = "taken_down", "Left moderation: taken down"
    SET_CHANGED = "set_changed", "Left moderation: its publication set changed"
    WORKFLOW_CHANGED = "workflow_changed", "Left moderation: its workflow changed"
    SUBMITTED_AGAIN = "submitted_again", "Left moderation: resubmitted"


@dataclass(frozen=True, kw_only=True)
class ApprovedState(LogDetails):
    """Digests of everything that somebody approved: of the text, and of each file in it."""

    fingerprint: str = ""
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StepDecision(ApprovedState):
    """A decision at a step of a review."""

    workflow_state: int = 0
    step: int = 0


@dataclass(frozen=True, kw_only=True)
class Clearance(ApprovedState):
    """What allows one publication: who approved and wrote it."""

    approvals: list[dict[str, str]] = field(default_factory=list)
    """The role and the time of each, as versions show them."""
    given: list[int] = field(default_factory=list)
    """The keys of the approvals."""
    approvers: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Schedule(LogDetails):
    """The time for which a publication is scheduled."""

    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Removal(LogDetails):
    """The kind of reason for which something was taken down, as readers see it."""

    because: str = ""
    page: int = 0
    """The page that was taken down, or expired, and took this page with it.

    It may be the page itself.
    """
    authors: list[int] = field(default_factory=list)
    """Who wrote what was public, or its draft, and so is asked to correct it."""


@dataclass(frozen=True, kw_only=True)
class Redaction(Removal):
    """The versions that were redacted, how many old addresses went, and the identifier if it changed."""

    versions: list[int] = field(default_factory=list)
    addresses: int = 0
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveDetails(LogDetails):
    """The address before and after."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementDetails(LogDetails):
    """The ``RecordedAgreement`` whose document shows it."""

    agreement: int = 0


@dataclass(frozen=True, kw_only=True)
class PeopleChange(LogDetails):
    """A role that was given or taken away; other changes of people have words alone."""

    role_given: str = ""
    role_taken: str = ""


class AuditLogQuerySet(models.QuerySet):
    """Decisions, filtered by object."""

    def about(self, obj: "Model | DeletedObject") -> Self:
        return self.filter(**object_key(obj))

    def with_details(self, **details: Any) -> Self:
        """Filter by what is stored with each, by the names in its shape, with Django's lookups."""
        return self.filter(
            **{f"data__{name}": value for name, value in details.items()}
        )


class AuditLogEntry(models.Model):
    """One entry in the log.

    It stores names and keys of people, objects and revisions as plain values, so that
    it outlives them. A database trigger refuses to delete entries younger than seven
    years and to change any entry. The only exception: a redaction, which is logged
    itself, may remove words.
    """

    class Action(models.TextChoices):
        """The kind of decision."""

        SUBMITTED = "submitted", "Submitted for moderation"
        WITHDRAWN = "withdrawn", "Submission withdrawn"
        RETURNED = "returned", "Changes requested"
        APPROVED = "approved", "Step approved"
        LAPSED = "lapsed", "Approval no longer counts"
        CLEARED = "cleared", "Cleared for publication"
        SCHEDULED = "scheduled", "Publication scheduled"
        UNSCHEDULED = "unscheduled", "Scheduled publication cancelled"
        REOPENED = "reopened", "Publication set reopened"
        PUBLISHED = "published", "Published"
        CHECKED = "checked", "Review of a public page"
        TAKE_DOWN_ASKED = "take_down_asked", "Take-down requested"
        TAKE_DOWN_DECLINED = "take_down_declined", "Take-down declined"
        TAKEN_DOWN = "taken_down", "Taken down"
        EXPIRED = "expired", "Expired"
        REDACTED = "redacted", "Published version redacted"
        DELETED = "deleted", "Deleted"
        MOVED = "moved", "Moved"
        REORDERED = "reordered", "Reordered"
        AGREED = "agreed", "Agreement recorded"
        REDIRECT = "redirect", "Redirect changed"
        FILE = "file", "Public file changed"
        SITE = "site", "Site changed"
        WORKFLOW = "workflow", "Workflow or step changed"
        PEOPLE = "people", "Account or role changed"
        PAUSED = "paused", "Publishing pause"
        LOADED = "loaded", "Content loaded into an empty database"

    decided_at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty: the scheduler or a command."
    )
    actor = models.CharField(max_length=200, blank=True, verbose_name="who")
    role = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=255, blank=True)
    object_name = models.CharField(max_length=255, blank=True, verbose_name="what")
    revision_id = models.BigIntegerField(
        null=True, db_index=True, verbose_name="revision"
    )
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = AuditLogQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit log entries"
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="log_entry_object_idx")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.words}: {self.object_name}"

    @property
    def words(self) -> str:
        """What was decided, as exactly as it was written down: ``Role given: Editors``."""
        return self.details(LogDetails).what or self.get_action_display()

    def details[Shape: LogDetails](self, shape: type[Shape]) -> Shape:
        """Return what is stored with the decision, in the shape of its kind."""
        if not issubclass(shape_of(self.action), shape):
            raise TypeError(
                f"{self.action} is stored as {shape_of(self.action).__name__}"
            )
        return shape.from_json(self.data)


A = AuditLogEntry.Action
SHAPES: dict[str, type[LogDetails]] = {
    **dict.fromkeys([A.SUBMITTED, A.WITHDRAWN], Submission),
    **dict.fromkeys([A.APPROVED, A.RETURNED], StepDecision),
    A.CLEARED: Clearance,
    A.SCHEDULED: Schedule,
    **dict.fromkeys([A.TAKEN_DOWN, A.EXPIRED], Removal),
    A.REDACTED: Redaction,
    **dict.fromkeys([A.MOVED, A.REORDERED], MoveDetails),
    A.AGREED: AgreementDetails,
    A.PEOPLE: PeopleChange,
}
"""What each kind of decision stores; the others store words alone."""


def shape_of(action: str) -> type[LogDetails]:
    return SHAPES.get(action, LogDetails)


@dataclass(frozen=True)
class DeletedObject:
    """An object that was published and later deleted: only its versions and the log are left."""

    label: str
    pk: str
    name: str
    live = False

    @property
    def full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


def model_label(obj: Model | DeletedObject) -> str:
    """Return the model name that rows about ``obj`` store.

    All pages share one: their numbers are unique.
    """
    if isinstance(obj, DeletedObject):
        return obj.label
    if isinstance(obj, Page):
        return Page._meta.label_lower
    return obj._meta.label_lower


def object_key(obj: Model | DeletedObject) -> dict[str, Any]:
    """Return the fields by which log entries, versions and authorships refer to ``obj``."""
    return {"model": model_label(obj), "object_id": str(obj.pk)}


YEARS_KEPT = 7
"""How long the force may have to account for a publication: claims are barred after six years (Limitation
Act 1980, section 2), and one year is added. The triggers of migration 0002 enforce the
same limit.
"""
REDACTED_TEXT = "Redacted"
"""Replaces redacted words. The triggers allow only this text."""
OUTCOMES = [
    AuditLogEntry.Action.PUBLISHED,
    AuditLogEntry.Action.TAKEN_DOWN,
    AuditLogEntry.Action.UNSCHEDULED,
]
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
    data: LogDetails | None = None,
) -> AuditLogEntry:
    """Add an entry: by ``user``, the user of the request, or ``actor``, a post; ``data`` has its shape."""
    if data and not isinstance(data, shape_of(action)):
        raise TypeError(f"{action} is stored as {shape_of(action).__name__}")
    if not user and not actor:
        user = get_active_log_context().user
    entry = AuditLogEntry(
        decided_at=timezone.now(),
        action=action,
        actor=actor or roles.display_name(user)[:200],
        role=role,
        revision_id=revision,
        reason=reason,
    )
    if user:
        entry.actor_id = user.pk
        entry.role = role or ", ".join(roles.roles_of(user))
    if obj is not None:
        key = object_key(obj)
        entry.model = key["model"]
        entry.object_id = key["object_id"]
        entry.object_name = name_in_log(obj)[:255]
    if data:
        entry.data = data.to_json()
    entry.save(force_insert=True)
    return entry


def name_in_log(obj: Any) -> str:
    """Return what the log calls ``obj``: one name for one thing."""
    if isinstance(obj, User):
        return roles.display_name(obj)
    if isinstance(obj, Page):
        # With its number, which the bare row of a page does not know; without the page
        # above it: a redaction of that page would not find its title in here.
        name: str = obj.specific.get_admin_display_title()
        return name
    return str(obj)


def record_change(
    action: str, obj: Model, change: str, user: User | None = None, **details: str
) -> None:
    """Add an entry that says in words what was changed, ``Role given: Editors``; ``details`` are for code."""
    record_decision(
        action, obj=obj, user=user, data=shape_of(action)(what=change, **details)
    )


def decisions_that_count(
    obj: DraftStateMixin, revision: Revision, action: AuditLogEntry.Action
) -> AuditLogQuerySet:
    """Return the decisions of this kind about ``revision`` since the last outcome for ``obj``."""
    decisions = AuditLogEntry.objects.about(obj)
    last_outcome = Subquery(
        decisions.filter(action__in=OUTCOMES).order_by("-pk").values("pk")[:1]
    )
    return decisions.filter(
        action=action, revision_id=revision.pk, pk__gt=Coalesce(last_outcome, 0)
    )


def limit_of_log() -> datetime:
    """Return the time before which entries are deleted."""
    now = timezone.now()
    return now.replace(year=now.year - YEARS_KEPT, day=min(now.day, 28))


def purge_old_decisions() -> int:
    # The triggers allow only such old entries to be deleted.
    return AuditLogEntry.objects.filter(decided_at__lt=limit_of_log()).delete()[0]

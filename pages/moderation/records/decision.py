"""The log of decisions: who decided what the public sees, and why."""

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import Model
from wagtail.models import Page


class DecisionQuerySet(models.QuerySet):
    """Decisions, filtered by object."""

    def about(self, obj: "Model | DeletedObject") -> Self:
        """Return the decisions about ``obj``."""
        return self.filter(**object_key(obj))


class Decision(models.Model):
    """One entry in the log.

    It stores names and keys of people, objects and revisions as plain values, so that it outlives them. A
    database trigger refuses to delete entries younger than seven years and to change any entry. The only
    exception: a redaction, which is logged itself, may remove words.
    """

    class Action(models.TextChoices):
        """The kind of decision."""

        SUBMITTED = "submitted", "Submitted for approval"
        WITHDRAWN = "withdrawn", "Submission withdrawn"
        RETURNED = "returned", "Changes asked for"
        APPROVED = "approved", "Step approved"
        WORDING_USED = "wording_used", "Suggested wording used"
        WORDING_REFUSED = "wording_refused", "Suggested wording not used"
        URGENT = "urgent", "Urgent publication approved"
        CLEARED = "cleared", "Cleared for publication"
        SCHEDULED = "scheduled", "Publication scheduled"
        UNSCHEDULED = "unscheduled", "Scheduled publication cancelled"
        REOPENED = "reopened", "Publication set reopened"
        PUBLISHED = "published", "Published"
        REVIEWED = "reviewed", "Second review given"
        TAKEN_DOWN = "taken_down", "Taken down"
        EXPIRED = "expired", "Expired"
        REDACTED = "redacted", "Published version redacted"
        DELETED = "deleted", "Deleted"
        MOVED = "moved", "Moved"
        REORDERED = "reordered", "Put in another order"
        PRIVACY = "privacy", "Privacy changed"
        ASKED = "asked", "Link sent to somebody without an account"
        LINK_ENDED = "link_ended", "Link taken back"
        OPINION = "opinion", "Opinion given by link"
        AGREED = "agreed", "Joint response agreed to"
        NOT_AGREED = "not_agreed", "Joint response not agreed to"
        REDIRECT = "redirect", "Redirect changed"
        FILE = "file", "Public file changed"
        SITE = "site", "Site changed"
        WORKFLOW = "workflow", "Workflow or step changed"
        PEOPLE = "people", "Person or group changed"
        HELD = "held", "Hold begun or changed"
        WAITING = "waiting", "Publication waits for a hold"
        OVERRIDDEN = "overridden", "Hold overridden"
        LOADED = "loaded", "Content loaded into an empty database"

    decided_at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=20, choices=Action)
    actor_id = models.BigIntegerField(null=True, help_text="Empty: the scheduler or a command.")
    actor = models.CharField(max_length=200, blank=True, verbose_name="who")
    role = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=255, blank=True)
    object_name = models.CharField(max_length=255, blank=True, verbose_name="what")
    revision_id = models.BigIntegerField(null=True, db_index=True, verbose_name="revision")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="decision_object_idx")]
        default_permissions = ()

    def __str__(self) -> str:
        """Name the decision and the object."""
        return f"{self.words}: {self.object_name}"

    @property
    def words(self) -> str:
        """What was decided, as exactly as it was written down: ``Role given: Editors``."""
        return str(self.data.get("what") or self.get_action_display())


@dataclass(frozen=True)
class DeletedObject:
    """An object that was published and later deleted: only its versions and the log are left."""

    label: str
    pk: str
    name: str
    live = False

    @property
    def full_name(self) -> str:
        """What screens call it: its last name."""
        return self.name

    def __str__(self) -> str:
        """Return its last name."""
        return self.name


def model_label(obj: Model | DeletedObject) -> str:
    """Return the model name that log entries, versions and authorships store for ``obj``.

    All pages share one name: the number of a page identifies it, whatever its type.
    """
    if isinstance(obj, DeletedObject):
        return obj.label
    return Page._meta.label_lower if isinstance(obj, Page) else obj._meta.label_lower


def object_key(obj: Model | DeletedObject) -> dict[str, Any]:
    """Return the fields by which log entries, versions and authorships refer to ``obj``."""
    return {"model": model_label(obj), "object_id": str(obj.pk)}

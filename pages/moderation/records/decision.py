"""The log of decisions: who let what be seen, changed or taken away, and why."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.models import Page


class DecisionQuerySet(models.QuerySet):
    """Decisions, by what they are about."""

    def about(self, obj):
        """Return the decisions on ``obj``."""
        return self.filter(**key_of(obj))


class Decision(models.Model):
    """One line of the log.

    It names people, objects and revisions by value, so that it outlives them all. A trigger of the database
    refuses to delete what is younger than seven years, and to change anything: but for words that a redaction
    takes out, which is a line of its own.
    """

    class Action(models.TextChoices):
        """What was decided or done."""

        SUBMITTED = "submitted", "Submitted for approval"
        WITHDRAWN = "withdrawn", "Submission withdrawn"
        RETURNED = "returned", "Changes asked for"
        APPROVED = "approved", "Step approved"
        URGENT = "urgent", "Urgent publication approved"
        CLEARED = "cleared", "Cleared for publication"
        SCHEDULED = "scheduled", "Publication scheduled"
        UNSCHEDULED = "unscheduled", "Publication called off"
        PUBLISHED = "published", "Published"
        REVIEWED = "reviewed", "Second review given"
        TAKEN_DOWN = "taken_down", "Taken down"
        EXPIRED = "expired", "Expired"
        REDACTED = "redacted", "Published version redacted"
        DELETED = "deleted", "Deleted"
        MOVED = "moved", "Moved"
        REORDERED = "reordered", "Put in another order"
        PRIVACY = "privacy", "Privacy changed"
        REDIRECT = "redirect", "Redirect changed"
        FILE = "file", "Public file changed"
        SITE = "site", "Site changed"
        WORKFLOW = "workflow", "Workflow or step changed"
        PEOPLE = "people", "Person or group changed"
        HELD = "held", "Hold begun or changed"
        WAITING = "waiting", "Publication waits for a hold"
        OVERRIDDEN = "overridden", "Hold overridden"
        LOADED = "loaded", "Content loaded into an empty database"

    at = models.DateTimeField(db_index=True)
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
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="decision_object_idx")]
        default_permissions = ()

    def __str__(self):
        """Say what happened to what."""
        return f"{self.get_action_display()}: {self.object_name}"


@dataclass(frozen=True)
class Deleted:
    """What was published and then deleted: only its versions and the log still know it."""

    label: str
    pk: str
    name: str
    live = False

    def __str__(self):
        """Return what it was called."""
        return self.name


def label_of(obj) -> str:
    """Return the name under which the log, versions and authors know the model of ``obj``.

    All pages go by one name: a page is found again by its number whatever its type.
    """
    if isinstance(obj, Deleted):
        return obj.label
    return Page._meta.label_lower if isinstance(obj, Page) else obj._meta.label_lower


def key_of(obj) -> dict[str, Any]:
    """Return the fields by which the log, versions and authors refer to ``obj``."""
    return {"model": label_of(obj), "object_id": str(obj.pk)}

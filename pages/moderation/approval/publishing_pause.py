"""The publishing pause of the whole site, during which approved content is not published."""

from typing import Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Revision

from pages.core.moments import moment_in_words

from . import roles
from .audit_log import AuditLogEntry, decisions_that_count, record_decision
from .authors import clearance_of
from .publication_set import first_due_revisions

PAUSED = "Paused: will be published when the publishing pause ends"
publication_paused = Signal()
"""Sent when approved content is first paused, with ``obj``, ``pause`` and ``people``, its authors."""


class PublishingPauseQuerySet(models.QuerySet):
    """Pauses, filtered by time."""

    def current(self) -> Self:
        """Return the pauses that have not ended.

        There are two only if two people started one at once.
        """
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class PublishingPause(models.Model):
    """A pause that starts at once.

    Only approving officers publish in it, and taking down never waits.
    """

    reason = models.TextField(help_text="Shown to everyone who works on this site.")
    until = models.DateTimeField(
        null=True,
        blank=True,
        verbose_name="end",
        help_text="UK time. Leave blank to pause publishing until an approving officer selects “End now”.",
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PublishingPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Publishing is paused {self.end_in_words}"

    @property
    def end_in_words(self) -> str:
        if self.until:
            return f"until {moment_in_words(self.until, ' at ')}"
        return "until further notice"

    def clean(self) -> None:
        super().clean()
        if self.until and self.until <= timezone.now():
            raise ValidationError({"until": "Enter a time in the future."})


class PublishingPausedError(ValidationError):
    """A publishing pause keeps a revision from being published now."""

    def __init__(self, pause: PublishingPause) -> None:
        super().__init__(f"{pause}. {pause.reason}")
        self.pause = pause


def current_pause() -> PublishingPause | None:
    return PublishingPause.objects.current().first()


def end_pause() -> bool:
    """End the pause now, and return False if none was in force."""
    return bool(PublishingPause.objects.current().update(until=timezone.now()))


def is_paused(revision: Revision) -> bool:
    """Return True if an approved ``revision`` would be public now without a pause."""
    return (
        revision.approved_go_live_at <= timezone.now()
        and PublishingPause.objects.current().exists()
    )


def paused_revisions() -> list[Revision]:
    """Return all revisions that the pause delays, in the order of publication; one of each set."""
    return first_due_revisions() if current_pause() else []


def check_pause(obj: DraftStateMixin, revision: Revision) -> None:
    """Raise ``PublishingPausedError`` during a pause, unless an approving officer lets ``revision`` out."""
    pause = current_pause()
    if (
        pause
        and not decisions_that_count(
            obj, revision, AuditLogEntry.Action.OVERRIDDEN
        ).exists()
    ):
        raise PublishingPausedError(pause)


def publish_after_pause(revisions: list[Revision], pause: PublishingPause) -> None:
    """Make ``revisions`` due, instead of any other, so that the scheduler publishes them after ``pause``."""
    for revision in revisions:
        revision.approved_go_live_at = timezone.now()
        revision.save(update_fields=["approved_go_live_at"])
        revision.content_object.revisions.exclude(pk=revision.pk).update(
            approved_go_live_at=None
        )
    log_paused_revisions(revisions, pause)


def log_paused_revisions(revisions: list[Revision], pause: PublishingPause) -> None:
    """Log that approved ``revisions`` are paused, and tell their authors, once for each approval."""
    authors: set[int] = set()
    newly_paused = None
    for revision in revisions:
        obj = revision.content_object
        if decisions_that_count(obj, revision, AuditLogEntry.Action.WAITING).exists():
            continue
        record_decision(
            AuditLogEntry.Action.WAITING,
            obj=obj,
            revision=revision.pk,
            reason=str(pause),
        )
        authors.update(clearance_of(revision.pk).authors)
        newly_paused = obj
    if newly_paused:
        people = User.objects.filter(is_active=True, pk__in=authors)
        publication_paused.send(
            PublishingPause, obj=newly_paused, pause=pause, people=people
        )


def may_start_pause(user: roles.Visitor) -> bool:
    return roles.has_role(user, *roles.APPROVING_ROLES) or roles.is_site_administrator(
        user
    )


def describe_who_can_end_it() -> str:
    """Return a sentence that names those who can change or end a pause."""
    officers = list(
        map(roles.display_name, roles.users_with_role(roles.APPROVING_OFFICERS))
    )
    if not officers:
        return (
            "Only an approving officer can change or end a pause, and no one has this role. "
            "Ask a site administrator to give someone the role."
        )
    names = get_text_list(sorted(officers), "or")
    return f"Only an approving officer can change or end a pause. Ask {names}."


def may_publish_during_pause(user: roles.Visitor) -> bool:
    """Return True if ``user`` may publish during a pause, and change or end it."""
    return roles.has_role(user, roles.APPROVING_OFFICERS)

"""Periods in which nothing new is published."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, Q
from django.dispatch import Signal
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, Page, Revision

from pages.core.moments import moment_in_words
from pages.core.page_visibility import own_and_ancestor_paths

from . import roles
from .authors import clearance_of
from .decision import Decision, HeldBy, decisions_that_count, record_decision
from .publication_set import first_due_revisions, published_with

waits_for_hold = Signal()
"""An approved object waits for a hold: ``obj``, ``hold`` and ``people``, its authors. ``mails/`` listens."""


class Hold(models.Model):
    """A period in which publications within its scope wait, as in an election; taking down never waits."""

    class Kind(models.TextChoices):
        """The reason for a hold, by kind."""

        HEIGHTENED_SENSITIVITY = "sensitivity", "Period of heightened sensitivity"
        LITIGATION = "litigation", "Litigation"
        OTHER = "other", "Other"

    section = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="page",
        help_text="Holds this page and those below it. Empty: everything.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(help_text="Editors whose publications wait read this.")
    begins = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Empty: until an approving officer ends the hold, by entering the time here.",
    )

    panels = [
        FieldPanel("section"),
        FieldPanel("kind"),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("until")]),
    ]

    class Meta:
        ordering = ["-begins"]

    def __str__(self) -> str:
        end = moment_in_words(self.until) if self.until else "further notice"
        return f"{self.get_kind_display()}, until {end}"

    def clean(self) -> None:
        super().clean()
        if self.until and self.begins and self.until <= self.begins:
            raise ValidationError({"until": "Enter a time after the hold begins."})


class HeldError(ValidationError):
    """A hold keeps a revision from being published now."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(f"This waits for a hold: {hold}. {hold.reason}")
        self.hold = hold


def find_hold(draft: DraftStateMixin, revision: Revision, at: datetime | None = None) -> Hold | None:
    """Return a hold that covers ``revision``, now or ``at`` a later time, and that no officer has overridden.

    A page moves at once, and its draft with it; a notice moves when its draft is published.
    """
    at = at or timezone.now()
    in_force = list(Hold.objects.filter(Q(until=None) | Q(until__gt=at), _covering(draft), begins__lte=at))
    if not in_force:
        return None
    overrides = Decision.objects.about(draft).filter(
        action=Decision.Action.OVERRIDDEN, revision_id=revision.pk
    )
    overridden = {each.details(HeldBy).hold for each in overrides}
    return next((hold for hold in in_force if hold.pk not in overridden), None)


def _covering(obj: Model) -> Q:
    """Return the condition of holds that cover ``obj``: of the whole site, its page or a page above it.

    A snippet counts as standing at the home page, because it shows all over the site. A snippet with a
    section also counts as standing there.
    """
    if isinstance(obj, Page):
        pages = [obj]
    else:
        home = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
        pages = [getattr(obj, "section", None), home]
    paths = [path for page in pages if page for path in own_and_ancestor_paths(page.path)]
    return Q(section=None) | Q(section__path__in=paths)


def wait_for_hold(revisions: list[Revision], hold: Hold) -> None:
    """Make ``revisions`` due, instead of any other, so that the scheduler publishes them after the hold."""
    for revision in revisions:
        revision.approved_go_live_at = timezone.now()
        revision.save(update_fields=["approved_go_live_at"])
        revision.content_object.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    record_waiting(revisions, hold)


def record_waiting(revisions: list[Revision], hold: Hold) -> None:
    """Log that approved revisions wait and tell their authors, once for each approval and hold."""
    authors: set[int] = set()
    waiting = []
    for revision in revisions:
        obj, data = revision.content_object, HeldBy(hold=hold.pk)
        if decisions_that_count(obj, revision, Decision.Action.WAITING).with_details(hold=hold.pk).exists():
            continue
        record_decision(Decision.Action.WAITING, obj=obj, revision=revision.pk, reason=str(hold), data=data)
        authors.update(clearance_of(revision.pk).authors)
        waiting.append(obj)
    if waiting:
        people = User.objects.filter(is_active=True, pk__in=authors)
        waits_for_hold.send(Hold, obj=waiting[0], hold=hold, people=people)


def current_hold(revision: Revision) -> Hold | None:
    """Return the hold that an approved ``revision`` waits for at its time; one holds all of its set."""
    at = max(timezone.now(), revision.approved_go_live_at)
    holds = (find_hold(each.as_object(), each, at) for each in published_with(revision)[0])
    return next((hold for hold in holds if hold), None)


def waiting_revisions() -> list[tuple[Revision, Hold]]:
    """Return every due revision that a hold keeps waiting, with the hold; one of each set."""
    return [(revision, hold) for revision in first_due_revisions() if (hold := current_hold(revision))]


def may_override(user: roles.Visitor) -> bool:
    return roles.has_role(user, roles.APPROVING_OFFICERS)

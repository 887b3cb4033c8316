"""From the last approval to the public: what is checked, and what is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from pages.moderation.log.decisions import record_decision
from pages.moderation.notifications import messages
from pages.moderation.records.decision import Decision
from pages.moderation.records.hold import Hold
from pages.moderation.records.locks import lock
from pages.moderation.records.snapshot import snapshot
from pages.moderation.records.version import PublishedVersion
from pages.moderation.rules.authors import authors_never_reviewed, authors_since_publication, forget_authors
from pages.moderation.rules.change_notes import check_change_note

from .approved_content import approved_state, check_files
from .versions import add_version
from .write_permit import PublicationRefusedError, everything_permitted, permitted


class HeldError(ValidationError):
    """A hold keeps the publication waiting."""

    def __init__(self, hold: Hold):
        """Say which hold."""
        super().__init__(f"This waits for a hold: {hold}. {hold.reason}")
        self.hold = hold


def steps_of(version: Any) -> list:
    """Return the steps that ``version``, a draft as it would be published, needs approval at, in order."""
    workflow = version.get_workflow()
    return [task.specific for task in workflow.tasks.filter(active=True)] if workflow else []


def steps_begun(obj: Any, workflow_state: Any) -> set[int]:
    """Return the steps with which a review of ``obj`` began: none is taken away while it goes on."""
    begun = Decision.objects.about(obj).filter(
        action=Decision.Action.SUBMITTED, data__workflow_state=workflow_state.pk, data__has_key="steps"
    )
    return {step for decision in begun[:1] for step in decision.data["steps"]}


def publish_approved(workflow_state, user=None):
    """Clear the revision that the last step approved, and publish it unless it has to wait.

    Wagtail's own publishes whatever is newest, and only if the approver may publish without any workflow.
    Raises ``ValidationError`` if the revision breaks a rule of publication by now, or lacks an approval.
    """
    obj = lock(workflow_state.content_object)
    revision = workflow_state.current_task_state.revision
    if obj.live and obj.live_revision_id == revision.pk:
        return  # submitted without a change: it is public as it is, and one publication is enough
    version = revision.as_object()
    check_change_note(version)
    _clear(obj, revision, version, workflow_state)
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except HeldError as held:
        # It stays due: the scheduler publishes it when no hold is left.
        revision.approved_go_live_at = timezone.now()
        revision.save(update_fields=["approved_go_live_at"])
        obj.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
        say_that_it_waits(obj, revision, held.hold)


def _clear(obj, revision, version, workflow_state) -> None:
    """Write down that ``revision`` has all its approvals; raise ``PublicationRefusedError`` if it has not."""
    now_approved = approved_state(revision, version)
    given = Decision.objects.about(obj).filter(
        action__in=[Decision.Action.APPROVED, Decision.Action.URGENT],
        revision_id=revision.pk,
        data__workflow_state=workflow_state.pk,
        data__fingerprint=now_approved["fingerprint"],
    )
    for decision in given:
        check_files(decision.data, now_approved)
    authors = authors_since_publication(obj, revision, version) | {workflow_state.requested_by_id}
    approvers = {decision.actor_id for decision in given}
    # One person may have approved a step and then, urgently, once more; never two steps.
    persons_and_steps = {(decision.actor_id, decision.data["step"]) for decision in given}
    if not approvers or authors & approvers or len(persons_and_steps) > len(approvers):
        raise PublicationRefusedError("Somebody who wrote none of the changes has to approve every step.")
    approved = {decision.data["step"] for decision in given}
    steps = steps_of(version)
    missing = [step for step in steps if step.pk not in approved]
    # An urgent publication awaits what is missing; what nobody can give any more is not awaited.
    gone = steps_begun(obj, workflow_state) - approved - {step.pk for step in steps}
    urgent = any(decision.action == Decision.Action.URGENT for decision in given)
    if not steps or gone or (missing and not urgent):
        raise PublicationRefusedError(
            "This has not been approved at every step that it needs. Submit it again."
        )
    awaited = [role for step in missing for role in getattr(step, "roles", [str(step)])]
    unreviewed, roles = authors_never_reviewed(obj)
    if unreviewed & approvers and not version.minor_correction:
        # They have approved what follows, and with it their own words: it awaits the review in their place.
        awaited += [role for role in roles if role not in awaited]
    if awaited:
        authors |= unreviewed
    record_decision(
        Decision.Action.CLEARED,
        obj=obj,
        revision=revision.pk,
        data={
            **now_approved,
            "approvals": [{"role": each.role, "at": each.at.isoformat()} for each in reversed(given)],
            "approvers": sorted(approvers),
            "authors": sorted(author for author in authors if author),
            "awaited": awaited,
        },
    )


USES_UP = [Decision.Action.PUBLISHED, Decision.Action.TAKEN_DOWN, Decision.Action.UNSCHEDULED]
"""Decisions after which a clearance is good for nothing: what is to come back needs approval afresh."""


def _unused(obj, revision, action: Decision.Action) -> QuerySet[Decision]:
    """Return the decisions of this kind on ``revision`` that nothing has used up."""
    decisions = Decision.objects.about(obj)
    used = decisions.filter(action__in=USES_UP).aggregate(last=Max("pk", default=0))["last"]
    return decisions.filter(action=action, revision_id=revision.pk, pk__gt=used)


def clearance(obj, revision, version) -> Decision:
    """Return the decision that clears ``revision``, which makes ``version``, and has not been used up.

    Raises ``PublicationRefusedError`` if there is none.
    """
    cleared = _unused(obj, revision, Decision.Action.CLEARED).first()
    now = approved_state(revision, version)
    if not cleared or cleared.data["fingerprint"] != now["fingerprint"]:
        raise PublicationRefusedError(
            f"This version of “{obj}” has not been approved. Submit it: somebody who did not write it "
            "publishes it."
        )
    check_files(cleared.data, now)
    return cleared


@transaction.atomic
def publish(obj, revision, write) -> None:
    """Publish ``revision`` of ``obj`` by calling ``write``, if it is cleared and no hold is in the way.

    Raises ``PublicationRefusedError`` if it was not approved, ``HeldError`` if it has to wait.
    """
    obj = lock(obj)
    revision.refresh_from_db()
    loading = everything_permitted()
    version = revision.as_object()
    cleared = None if loading else clearance(obj, revision, version)
    later = version.go_live_at and version.go_live_at > timezone.now()
    if not later and not loading and (hold := hold_on(obj, revision)):
        raise HeldError(hold)
    if not later:
        forget_authors(obj, revision, version)
    # Looking for its files has opened all blocks, so that this has them as they are going to be stored.
    says = snapshot(version)
    # Wagtail writes what was checked, and does not make it of the revision anew.
    revision.as_object = lambda: version
    try:
        with permitted(obj):
            write()
    finally:
        del revision.as_object
    obj = lock(obj)
    facts = cleared.data if cleared else {}
    if obj.live_revision_id != revision.pk:
        record_decision(
            Decision.Action.SCHEDULED, obj=obj, revision=revision.pk, data={"at": str(version.go_live_at)}
        )
        return
    add_version(obj, version, says, revision, facts)
    if not loading:
        record_decision(
            Decision.Action.PUBLISHED,
            obj=obj,
            revision=revision.pk,
            reason=version.change_note,
            data={name: facts.get(name, []) for name in ("approvers", "authors", "awaited")},
        )


def due() -> QuerySet[Revision]:
    """Return the revisions that were approved for a time that has come, the earliest first."""
    return Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")


def is_due(revision: Revision) -> bool:
    """Tell whether ``revision``, as it stands in the database, is one of those."""
    return due().filter(pk=revision.pk).exists()


def hold_on(obj, revision) -> Hold | None:
    """Return a hold that keeps ``revision`` of ``obj`` waiting now, and that no officer has overridden."""
    decisions = Decision.objects.about(obj).filter(action=Decision.Action.OVERRIDDEN, revision_id=revision.pk)
    overridden = decisions.values_list("data__hold", flat=True)
    # A page moves at once, a notice when the draft is published that puts it elsewhere.
    in_force = Hold.objects.now().covering(obj if isinstance(obj, Page) else revision.as_object())
    return in_force.exclude(pk__in=list(overridden)).first()


def say_that_it_waits(obj, revision, hold: Hold) -> None:
    """Log that an approved revision waits, and tell its authors, once for each approval and hold."""
    if _unused(obj, revision, Decision.Action.WAITING).filter(data__hold=hold.pk).exists():
        return
    record_decision(
        Decision.Action.WAITING, obj=obj, revision=revision.pk, reason=str(hold), data={"hold": hold.pk}
    )
    authors = authors_since_publication(obj, until=revision)
    messages.tell_of_hold(obj, hold, get_user_model().objects.filter(is_active=True, pk__in=authors))


@contextmanager
def initial_content() -> Iterator[None]:
    """Publish without approvals inside, in a transaction, and log it: on an empty database only.

    Raises ``PublicationRefusedError`` if anything was ever published here.
    """
    with transaction.atomic(), permitted():
        if PublishedVersion.objects.exists():
            raise PublicationRefusedError("There is published content already: new content needs approval.")
        record_decision(Decision.Action.LOADED)
        yield

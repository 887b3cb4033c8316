"""What must be true after any actions, in any order."""

from collections import Counter

from wagtail.models import PageLogEntry, Revision, TaskState, WorkflowState

from pages.moderation.approval.audit_log import Clearance
from pages.moderation.approval.public_content import (
    fingerprint,
    public_content,
    snapshot,
)
from pages.moderation.models import AuditLogEntry, PublishedVersion

ACTIVE = {WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES}
A = AuditLogEntry.Action


def check(page, loaded=None):
    """Raise ``AssertionError`` unless ``page`` keeps all rules; nobody approved its revision ``loaded``."""
    page = page.page_ptr.specific_class.objects.get(pk=page.pk)
    what_is_live_was_approved(page, loaded)
    what_is_live_is_the_newest_version(page)
    what_was_taken_down_stays_down(page)
    workflows_are_whole(page)


def what_is_live_was_approved(page, loaded):
    """The public sees exactly one cleared revision, which independent people approved, each one step."""
    if not page.live or page.live_revision_id == loaded:
        return
    revision = page.live_revision
    assert snapshot(page) == public_content(revision.content), "something slipped in"
    cleared = (
        AuditLogEntry.objects.about(page)
        .filter(action=A.CLEARED, revision_id=revision.pk)
        .first()
    )
    assert cleared, "nobody cleared what is live"
    clearance = cleared.details(Clearance)
    approved = clearance.fingerprint
    assert approved == fingerprint(revision.content), "another content was cleared"
    given = AuditLogEntry.objects.about(page).filter(
        action=A.APPROVED, revision_id=revision.pk
    )
    # The same revision may have been in another review before, or be in one now.
    given = [
        each
        for each in given
        if each.data["fingerprint"] == approved and each.pk < cleared.pk
    ]
    given = [
        each
        for each in given
        if each.data["workflow_state"] == given[0].data["workflow_state"]
    ]
    approvers = {each.actor_id for each in given}
    assert approvers == set(clearance.approvers) != set()
    before = list(
        PublishedVersion.objects.for_object(page).filter(revision_id__lt=revision.pk)
    )
    assert not approvers & authors(page, revision, before), "an author approved"
    steps = Counter(
        person for person, _ in {(each.actor_id, each.data["step"]) for each in given}
    )
    assert set(steps.values()) == {1}, "one person took two steps"
    assert len(approvers) >= 2, "a step is missing"


def authors(page, revision, before):
    """Return who saved ``revision`` and those since the publication before, as Wagtail's own log knows."""
    return _saved(page, before[0].revision_id if before else 0, revision.pk) | {
        revision.user_id
    }


def _saved(page, after, until):
    edits = PageLogEntry.objects.filter(
        page=page.pk, action__in=["wagtail.edit", "wagtail.revert"]
    )
    edits = edits.filter(revision_id__gt=after, revision_id__lte=until)
    return {*edits.values_list("user_id", flat=True)}


def what_is_live_is_the_newest_version(page):
    """The history tells what is public, and tells each publication once."""
    versions = list(PublishedVersion.objects.for_object(page))
    numbers = [version.revision_id for version in versions]
    assert len(numbers) == len(set(numbers)), "published twice"
    assert (
        all(version.withdrawn_at is None for version in versions[:1]) or not page.live
    )
    if page.live:
        assert numbers[0] == page.live_revision_id, (
            "the history ends with something else"
        )
    else:
        assert all(version.withdrawn_at for version in versions[:1]), (
            "gone, and the history does not say so"
        )


def what_was_taken_down_stays_down(page):
    """It comes back, or is due, only when it has been cleared since."""
    last = (
        AuditLogEntry.objects.about(page)
        .filter(action__in=[A.TAKEN_DOWN, A.CLEARED, A.PUBLISHED])
        .first()
    )
    if last and last.action == A.TAKEN_DOWN:
        assert not page.live, "what was taken down is back"
        assert not page.revisions.filter(approved_go_live_at__isnull=False).exists(), (
            "it will come back"
        )


def workflows_are_whole(page):
    """One review at most, of the newest revision, at one step; nothing waits in a review that has ended."""
    states = list(page.workflow_states.order_by("pk"))
    active = [state for state in states if state.status in ACTIVE]
    assert len(active) <= 1, "two reviews at once"
    for state in states:
        waiting = list(state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS))
        if state.status != WorkflowState.STATUS_IN_PROGRESS:
            assert waiting == [], f"a step waits in a review that is {state.status}"
            continue
        assert waiting == [state.current_task_state], (
            "a review without a step, or with two"
        )
        assert waiting[0].revision_id == page.latest_revision_id, (
            "an older revision is in moderation"
        )
    newest = Revision.objects.for_instance(page).order_by("-created_at", "-pk").first()
    assert newest is None or page.latest_revision_id == newest.pk, (
        "the newest draft is not the latest"
    )
    due = page.revisions.filter(approved_go_live_at__isnull=False)
    assert due.count() <= 1, "two revisions are due"

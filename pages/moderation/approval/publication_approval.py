"""Clearance: the log entry without which nothing is published."""

from typing import Any

from wagtail.models import DraftStateMixin, Revision

from pages.core.grouping import keys_of

from . import review_policy
from .audit_log import (
    ApprovedState,
    AuditLogEntry,
    Clearance,
    StepDecision,
    Submission,
    decisions_that_count,
    record_decision,
)
from .authors import authors_since_publication
from .lapsed_approvals import lapsed_among
from .publication_permit import PublicationRefusedError
from .wagtail_publishing import Publication


class FileChangedError(PublicationRefusedError):
    """A file was changed or deleted after somebody had approved the revision that shows it."""

    def __init__(self) -> None:
        super().__init__(
            "A file used here was changed or deleted after someone approved it. "
            "Submit it again so that everyone who approves it sees the current file."
        )


def clear_for_publication(together: list[Publication]) -> None:
    """Log that each of those that were reviewed ``together`` has every approval that it needs.

    Raises ``PublicationRefusedError`` if one lacks an approval of the very revision
    that was reviewed, if an approver is an author of any of them, or if a file has
    changed since it was approved.
    """
    steps = review_policy.steps_of(
        review_policy.common_workflow(publication.draft for publication in together)
    )
    authors: set[int] = set()
    entries = {}
    for publication in together:
        review = publication.review
        authors |= authors_since_publication(publication.obj, publication.revision)
        authors |= {review.requested_by_id} - {None}
        entries[review.pk] = review_policy.entries_of_review(review.pk)
    for publication in together:
        _clear(publication, steps, authors, entries[publication.review.pk])


def _clear(
    publication: Publication,
    steps: list[Any],
    authors: set[int],
    entries: list[AuditLogEntry],
) -> None:
    obj = publication.obj
    revision = publication.revision
    state = review_policy.approved_state(revision, publication.draft)
    given = review_policy.approvals_among(entries, revision.pk)
    lapsed = lapsed_among(given)
    counting = [approval for approval in given if approval not in lapsed]
    approvals = _approvals_of_state(counting, state)
    approvers = list(map(review_policy.Approver.of_decision, approvals))
    review = review_policy.OpenReview(authors, approvers)
    if not approvers or any(
        review_policy.refusal_reason(approver, review) for approver in approvers
    ):
        raise PublicationRefusedError(
            "Every step must be approved by someone who wrote none of the changes."
        )
    _check_steps(steps, approvals, entries)
    accounts = {approver.account for approver in approvers}
    record_decision(
        AuditLogEntry.Action.CLEARED,
        obj=obj,
        revision=revision.pk,
        data=Clearance(
            fingerprint=state.fingerprint,
            files=state.files,
            approvals=[
                {"role": approval.role, "at": approval.decided_at.isoformat()}
                for approval in approvals
            ],
            given=[approval.pk for approval in approvals],
            approvers=sorted(accounts),
            authors=sorted(authors),
        ),
    )


def _approvals_of_state(
    given: list[AuditLogEntry], state: ApprovedState
) -> list[AuditLogEntry]:
    """Return those ``given`` to just this text; raise ``FileChangedError`` if a file is another."""
    approvals = []
    for approval in given:
        details = approval.details(StepDecision)
        if details.fingerprint != state.fingerprint:
            continue
        if details.files != state.files:
            raise FileChangedError
        approvals.append(approval)
    return approvals


def _check_steps(
    steps: list[Any], approvals: list[AuditLogEntry], entries: list[AuditLogEntry]
) -> None:
    """Raise ``PublicationRefusedError`` if one of ``steps``, or one removed since, lacks an approval."""
    approved = {approval.details(StepDecision).step for approval in approvals}
    needed: list[int] = []
    for entry in entries:
        if entry.action == AuditLogEntry.Action.SUBMITTED:
            # What is submitted again after changes were asked for stores no steps.
            needed = entry.details(Submission).steps or needed
    needed_now = keys_of(steps)
    if not steps or not approved.issuperset({*needed, *needed_now}):
        raise PublicationRefusedError(
            "This has not been approved at every step. Submit it again."
        )


def find_clearance(
    obj: DraftStateMixin, revision: Revision, draft: DraftStateMixin
) -> Clearance:
    """Return what clears ``revision`` and is not used up, or raise ``PublicationRefusedError``."""
    state = review_policy.approved_state(revision, draft)
    decision = decisions_that_count(obj, revision, AuditLogEntry.Action.CLEARED).first()
    clearance = decision.details(Clearance) if decision else Clearance()
    if clearance.fingerprint != state.fingerprint:
        raise PublicationRefusedError(
            f"This version of “{obj}” has not been approved by someone who did not write it. "
            "Submit it for moderation."
        )
    if clearance.files != state.files:
        raise FileChangedError
    return clearance

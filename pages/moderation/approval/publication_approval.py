"""Clearance: the log entry without which nothing is published; the second review of what was urgent."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from wagtail.models import DraftStateMixin, Revision

from pages.core.grouping import keys_of

from . import review_policy, roles
from .audit_log import (
    ApprovedState,
    AuditLogEntry,
    Clearance,
    StepDecision,
    Submission,
    decisions_that_count,
    record_decision,
)
from .authors import (
    authors_since_publication,
    clearance_of,
    unreviewed_authors_and_roles,
)
from .publication_permit import PublicationRefusedError
from .versions import PublishedVersion
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
    approvals = _approvals_of_state(given, state)
    approvers = list(map(review_policy.Approver.of_decision, approvals))
    review = review_policy.OpenReview(authors, approvers)
    if not approvers or any(
        review_policy.refusal_reason(approver, review) for approver in approvers
    ):
        raise PublicationRefusedError(
            "Every step must be approved by someone who wrote none of the changes."
        )
    awaited_roles = _roles_left_out(steps, approvals, entries)
    unreviewed_authors, unreviewed_roles = unreviewed_authors_and_roles(obj)
    accounts = {approver.account for approver in approvers}
    if unreviewed_authors & accounts and not publication.draft.minor_correction:
        # They approved their own unreviewed words together with this change, so this
        # awaits the review.
        awaited_roles += [
            role for role in unreviewed_roles if role not in awaited_roles
        ]
    if awaited_roles:
        authors = authors | unreviewed_authors
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
            awaited=awaited_roles,
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


def _roles_left_out(
    steps: list[Any], approvals: list[AuditLogEntry], entries: list[AuditLogEntry]
) -> list[str]:
    """Return the roles whose approval an urgent publication leaves out of the ``steps`` that are needed.

    Raises ``PublicationRefusedError`` if another publication lacks an approval, or if a
    step was removed during the review: an urgent publication cannot await what nobody
    can give any more.
    """
    approved = {approval.details(StepDecision).step for approval in approvals}
    missing = [step for step in steps if step.pk not in approved]
    needed: list[int] = []
    for entry in entries:
        if entry.action == AuditLogEntry.Action.SUBMITTED:
            # What is submitted again after changes were asked for stores no steps.
            needed = entry.details(Submission).steps or needed
    removed = {*needed} - approved - keys_of(steps)
    is_urgent = any(
        approval.action == AuditLogEntry.Action.URGENT for approval in approvals
    )
    if not steps or removed or (missing and not is_urgent):
        raise PublicationRefusedError(
            "This has not been approved at every step. Submit it again."
        )
    left_out: list[str] = []
    for step in missing:
        left_out += getattr(step, "roles", [str(step)])
    return left_out


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


def may_give_second_review(version: PublishedVersion, user: User) -> bool:
    clearance = clearance_of(version.revision_id)
    # All steps that were approved before the publication count as one, the second
    # review as another.
    before = [review_policy.Approver(1, account) for account in clearance.approvers]
    has_role = roles.has_role(user, *version.awaited_roles)
    reviewer = review_policy.Approver(2, user.pk, has_role=has_role)
    return not review_policy.refusal_reason(
        reviewer, review_policy.OpenReview(set(clearance.authors), before)
    )


def second_reviewers(version: PublishedVersion) -> set[User]:
    people = roles.users_with_role(*version.awaited_roles)
    return {person for person in people if may_give_second_review(version, person)}


def describe_second_reviewers(version: PublishedVersion) -> str:
    """Say who can give the second review of ``version``, or what to do if nobody can."""
    if people := sorted(map(roles.display_name, second_reviewers(version))):
        return f"{get_text_list(people)} can give the second review."
    return (
        f"No one can give the second review: the {' and '.join(version.awaited_roles).lower()} wrote or "
        "approved it, or there are none. Ask a site administrator to give someone else the role."
    )


@transaction.atomic
def give_second_review(version: PublishedVersion, user: User, note: str = "") -> None:
    """Record the review of ``version`` and its set; raise ``PermissionDenied`` if ``user`` may not."""
    keys = [version.pk]
    if together := version.publication_set_id:
        awaiting = PublishedVersion.objects.awaiting_review().filter(
            publication_set=together
        )
        keys = list(awaiting.values_list("pk", flat=True))
    open_now = PublishedVersion.objects.select_for_update().filter(
        pk__in=keys, reviewed_at=None
    )
    versions = list(open_now.order_by("pk"))
    is_open = version.pk in keys_of(versions)
    if not is_open or not all(
        may_give_second_review(reviewed, user) for reviewed in versions
    ):
        raise PermissionDenied
    for reviewed in versions:
        reviewed.reviewed_at = timezone.now()
        reviewed.save(update_fields=["reviewed_at"])
        obj = apps.get_model(reviewed.model)._base_manager.get(pk=reviewed.object_id)
        record_decision(
            AuditLogEntry.Action.REVIEWED,
            obj=obj,
            user=user,
            reason=note,
            revision=reviewed.revision_id,
        )

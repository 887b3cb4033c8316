"""Clearance: the log entry without which nothing is published, and the approvals that it rests on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wagtail.models import DraftStateMixin, Revision, WorkflowState

from pages.files.version_files import file_digests_of_version

from .approval import common_workflow, steps_of
from .authors import authors_since_publication, unreviewed_authors_and_roles
from .decision import Decision, decisions_that_count, record_decision
from .guards import PublicationRefusedError
from .snapshot import fingerprint


class FileChangedError(PublicationRefusedError):
    """A file was changed or deleted after somebody had approved the revision that shows it."""

    def __init__(self) -> None:
        """Set the message."""
        super().__init__(
            "A file that this shows was changed or deleted after somebody had approved it. "
            "Submit it again, so that everyone who approves it sees the file as it is now."
        )


def approved_state(revision: Revision, draft: DraftStateMixin | None = None) -> dict[str, Any]:
    """Return digests of everything that somebody who approves ``revision`` approves.

    Pass the object of the revision as ``draft`` if you have it, because making one is slow.
    """
    return {
        "fingerprint": fingerprint(revision.content),
        "files": file_digests_of_version(draft or revision.as_object()),
    }


@dataclass(frozen=True)
class Reviewed:
    """A page or snippet at the end of its review: the revision that was reviewed, and its object."""

    obj: DraftStateMixin
    revision: Revision
    draft: DraftStateMixin
    workflow_state: WorkflowState


def clear_for_publication(together: list[Reviewed]) -> None:
    """Log that each of those that were reviewed ``together`` has every approval that it needs.

    Raises ``PublicationRefusedError`` if one lacks an approval of the very revision that was reviewed, if an
    approver is an author of any of them, or if a file has changed since it was approved.
    """
    steps = steps_of(common_workflow(each.draft for each in together))
    authors = set().union(*(_authors_of(each) for each in together))
    for each in together:
        _clear(each, steps, authors)


def _authors_of(reviewed: Reviewed) -> set[int | None]:
    written = authors_since_publication(reviewed.obj, reviewed.revision)
    return written | {reviewed.workflow_state.requested_by_id}


def _clear(reviewed: Reviewed, steps: list[Any], authors: set[int | None]) -> None:
    obj, revision, draft = reviewed.obj, reviewed.revision, reviewed.draft
    state = approved_state(revision, draft)
    # The log lists the newest decision first.
    review = list(Decision.objects.about(obj).filter(data__workflow_state=reviewed.workflow_state.pk))
    approvals = [
        decision
        for decision in reversed(review)
        if decision.action in (Decision.Action.APPROVED, Decision.Action.URGENT)
        and decision.revision_id == revision.pk
        and decision.data.get("fingerprint") == state["fingerprint"]
    ]
    if any(approval.data["files"] != state["files"] for approval in approvals):
        raise FileChangedError
    steps_by_person: dict[int | str, set[int]] = defaultdict(set)
    for approval in approvals:
        for person in _people_who_gave(approval):
            steps_by_person[person].add(approval.data["step"])
    approvers = {person for person in steps_by_person if isinstance(person, int)}
    involved = approvers | {
        approval.data["by_link"]["sent_by"] for approval in approvals if _is_by_link(approval)
    }
    unreviewed_authors, unreviewed_roles = unreviewed_authors_and_roles(obj)
    # One person may approve a step and then publish urgently, but never approve two steps.
    approved_two = any(len(approved) > 1 for approved in steps_by_person.values())
    if not approvals or authors & involved or approved_two:
        raise PublicationRefusedError("Somebody who wrote none of the changes has to approve every step.")
    awaited_roles = _roles_left_out(steps, approvals, review)
    if unreviewed_authors & approvers and not draft.minor_correction:
        # They approved their own unreviewed words together with this change, so this awaits the review.
        awaited_roles += [role for role in unreviewed_roles if role not in awaited_roles]
    if awaited_roles:
        authors = authors | unreviewed_authors
    record_decision(
        Decision.Action.CLEARED,
        obj=obj,
        revision=revision.pk,
        data={
            **state,
            "approvals": [
                {"role": approval.role, "at": approval.decided_at.isoformat()} for approval in approvals
            ],
            "approvers": sorted(approvers),
            "authors": sorted(author for author in authors if author),
            "awaited": awaited_roles,
        },
    )


def _is_by_link(approval: Decision) -> bool:
    return "by_link" in approval.data


def _people_who_gave(approval: Decision) -> set[int | str]:
    """Return who approved: an account, or somebody without one, with the accounts that are also theirs."""
    if not _is_by_link(approval):
        return {approval.actor_id or 0}
    by_link = approval.data["by_link"]
    return {f"entry {by_link['entry']}", *by_link["accounts"]}


def _roles_left_out(steps: list[Any], approvals: list[Decision], review: list[Decision]) -> list[str]:
    """Return the roles whose approval an urgent publication leaves out of the ``steps`` that are needed.

    Raises ``PublicationRefusedError`` if another publication lacks an approval, or if a step was removed
    during the ``review``: an urgent publication cannot await what nobody can give any more.
    """
    approved = {approval.data["step"] for approval in approvals}
    missing = [step for step in steps if step.pk not in approved]
    submissions = [decision.data["steps"] for decision in review if "steps" in decision.data]
    removed = {*next(iter(submissions), [])} - approved - {step.pk for step in steps}
    is_urgent = any(approval.action == Decision.Action.URGENT for approval in approvals)
    if not steps or removed or (missing and not is_urgent):
        raise PublicationRefusedError(
            "This has not been approved at every step that it needs. Submit it again."
        )
    return [role for step in missing for role in getattr(step, "roles", [str(step)])]


def find_clearance(obj: DraftStateMixin, revision: Revision, draft: DraftStateMixin) -> Decision:
    """Return the decision that clears ``revision``, whose object is ``draft``, and is not used up.

    Raises ``PublicationRefusedError`` if there is none, or if a file has changed since.
    """
    state = approved_state(revision, draft)
    clearance = decisions_that_count(obj, revision, Decision.Action.CLEARED).first()
    if not clearance or clearance.data["fingerprint"] != state["fingerprint"]:
        raise PublicationRefusedError(
            f"This version of “{obj}” has not been approved. Submit it: somebody who did not write it "
            "publishes it."
        )
    if clearance.data["files"] != state["files"]:
        raise FileChangedError
    return clearance

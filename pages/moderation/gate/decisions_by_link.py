"""Decisions about a step of a review by somebody without an account, who was entered for it beforehand."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import TaskState

from .approval_task import IndependentApprovalTask, OutdatedDecisionError
from .authors import authors_in_review
from .clearance import approved_state
from .outside_approver import OutsideApprover, decision_by_link
from .publication_set import reviewed_with

WORDS = {"approve": "Step approved by link", "reject": "Changes asked for by link"}
"""What the log says of each action that somebody can take by a link."""


@dataclass(frozen=True)
class Link:
    """A link by which ``person`` decides: who sent it, and what it shows."""

    person: OutsideApprover
    sender: User | None
    shown: dict[int, str]
    """The digest of the text of each revision."""


def why_not_by_link(obj: Any, person: OutsideApprover, sender: User | None) -> str:
    """Say why ``person`` can't decide about ``obj`` now by a link that ``sender`` sent; empty if they can."""
    step = getattr(obj, "current_workflow_task_state", None)
    if not step or step.status != TaskState.STATUS_IN_PROGRESS or not person.decides(step.task):
        return f"This does not wait for the {person}, who is entered for another step or for none."
    authors, accounts = authors_in_review(obj), person.accounts
    if accounts & authors:
        return f"The {person} wrote or submitted part of this, so somebody else has to approve it."
    if not sender or not sender.is_active or sender.pk in authors:
        return "Whoever sends the link must have written none of this. Ask a colleague to send it."
    task = step.task.specific
    if accounts & task.approvers_of_other_steps(obj) or person.pk in _deciders_by_link(obj, task):
        return f"The {person} approved another step, so somebody else has to approve this one."
    return ""


@transaction.atomic
def decide_by_link(step: TaskState, link: Link, action: str, comment: str = "") -> None:
    """Approve ``step``, or send it back, and all that is reviewed with it: see ``IndependentApprovalTask``.

    Raises ``ValidationError`` with the reason if the link does not show what waits now, all of it and nothing
    else, or if its person may not decide.
    """
    task = step.task.specific
    if not isinstance(task, IndependentApprovalTask) or action not in WORDS:
        raise OutdatedDecisionError
    obj, steps = task.lock_open_review(step)
    if {each.revision_id: approved_state(each.revision)["fingerprint"] for _, each in steps} != link.shown:
        raise OutdatedDecisionError
    if problem := why_not_by_link(obj, link.person, link.sender):
        raise ValidationError(problem)
    by_link = {
        "entry": link.person.pk,
        "accounts": sorted(link.person.accounts),
        "sent_by": link.sender.pk if link.sender else 0,
    }
    task.carry_out(
        obj,
        steps,
        (action, comment),
        actor=f"{link.person}, by link",
        role=next(iter(task.roles), ""),
        data={"step": task.pk, "what": WORDS[action], "by_link": by_link},
    )


def _deciders_by_link(obj: Any, task: IndependentApprovalTask) -> set[int]:
    """Return the entries of those who approved another step of the review of ``obj`` by a link."""
    reviews = [each.current_workflow_state for each in reviewed_with(obj)]
    steps = [step for review in reviews if review for step in review.successful_task_states]
    decisions = [decision_by_link(step) for step in steps if step.task_id != task.pk]
    return {decision.data["by_link"]["entry"] for decision in decisions if decision}

"""Takes the answer of somebody without an account, which may approve a step or agree for an organisation."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from pages.moderation.gate.agreement import Shown, record_agreement, why_no_agreement
from pages.moderation.gate.approval import OutdatedDecisionError
from pages.moderation.gate.approval_task import IndependentApprovalTask, Link
from pages.moderation.gate.decision import OPINION_FOR_CHANGES, Decision
from pages.moderation.gate.decision_data import Details

from .asking import record_in_log
from .models import OpinionRequest

ACTIONS = {OpinionRequest.Verdict.AGREES: "approve", OpinionRequest.Verdict.CHANGES: "reject"}


@transaction.atomic
def take_answer(asked: OpinionRequest, verdict: str, comment: str, ticked: Collection[str] = ()) -> None:
    """Keep an answer; if ``asked`` for an approval, approve the step or send it back.

    ``ticked`` are the warnings about the draft that were ticked.
    Raises ``ValidationError`` with the reason if that is impossible. Then nothing is kept.
    """
    # Locked, so that of two answers at once, or an answer and its end, one comes after the other.
    if not OpinionRequest.objects.open().select_for_update().filter(pk=asked.pk).first():
        raise ValidationError("This link has ended.")
    if asked.purpose == OpinionRequest.Purpose.APPROVE:
        step = asked.waiting_step
        task = step.task.specific if step else None
        if not isinstance(task, IndependentApprovalTask) or not asked.approver:
            raise OutdatedDecisionError
        shown = {item.revision_id: item.digest for item in asked.items.all()}
        link = Link(asked.approver, asked.made_by, shown)
        task.decide_by_link(step, link, ACTIONS[OpinionRequest.Verdict(verdict)], comment, ticked)
    elif asked.purpose == OpinionRequest.Purpose.AGREE:
        _record_agreements(asked, verdict, comment)
    else:
        agrees = verdict == OpinionRequest.Verdict.AGREES
        what = "Opinion by link: agrees" if agrees else OPINION_FOR_CHANGES
        who = {"actor": f"{asked}, by link", "reason": comment}
        record_in_log(asked, Decision.Action.OPINION, data=Details(what=what), **who)
    asked.verdict, asked.comment, asked.answered_at = verdict, comment, timezone.now()
    asked.save(update_fields=["verdict", "comment", "answered_at"])


def _record_agreements(asked: OpinionRequest, verdict: str, comment: str) -> None:
    person = asked.approver
    if not person:
        raise OutdatedDecisionError
    items = asked.items.select_related("revision")
    reasons = {item: why_no_agreement(item.revision.as_object(), person) for item in items}
    if all(reasons.values()):
        raise ValidationError(next(iter(reasons.values()), "This needs no agreement any more."))
    for item, reason in reasons.items():
        if not reason:
            found = item.revision.content_object
            shown = Shown(getattr(found, "specific", found), item.revision_id, item.digest)
            agrees = verdict == OpinionRequest.Verdict.AGREES
            record_agreement(shown, person, agrees=agrees, comment=comment)

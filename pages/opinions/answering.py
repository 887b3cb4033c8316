"""Takes the answer of somebody without an account, which may decide about a step."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from pages.moderation.reviews.approval_task import OutdatedDecisionError
from pages.moderation.reviews.decisions_by_link import Link, decide_by_link

from .models import OpinionRequest

ACTIONS = {OpinionRequest.Verdict.AGREES: "approve", OpinionRequest.Verdict.CHANGES: "reject"}


@transaction.atomic
def take_answer(asked: OpinionRequest, verdict: str, comment: str) -> None:
    """Keep an answer; if ``asked`` for an approval, approve the step or send it back.

    Raises ``ValidationError`` with the reason if that is impossible. Then nothing is kept.
    """
    if asked.purpose == OpinionRequest.Purpose.APPROVE:
        step = asked.waiting_step
        if not step or not asked.approver:
            raise OutdatedDecisionError
        if not OpinionRequest.objects.open().filter(pk=asked.pk).exists():
            raise ValidationError("This link has ended.")
        shown = {item.revision_id: item.digest for item in asked.items.all()}
        link = Link(asked.approver, asked.made_by, shown)
        decide_by_link(step, link, ACTIONS[OpinionRequest.Verdict(verdict)], comment)
    asked.verdict, asked.comment, asked.answered_at = verdict, comment, timezone.now()
    asked.save(update_fields=["verdict", "comment", "answered_at"])

"""Asks somebody without an account, and takes a link back."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple, Self

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from pages.moderation.gate.agreement import missing_agreements, who_speaks_for, why_no_agreement
from pages.moderation.gate.approval_task import why_not_by_link
from pages.moderation.gate.authors import authors_since_publication
from pages.moderation.gate.decision import Decision, record_decision
from pages.moderation.gate.decision_data import Details
from pages.moderation.gate.outside_approver import OutsideApprover
from pages.moderation.gate.publication_set import reviewed_with
from pages.moderation.gate.snapshot import fingerprint

from .emails import send_link
from .models import OpinionRequest, digest_of


def record_in_log(request: OpinionRequest, action: str, **details: Any) -> None:
    """Write one line about each page or snippet that ``request`` shows, with its revision."""
    for item in request.items.select_related("revision"):
        obj = item.revision.content_object
        record_decision(action, obj=getattr(obj, "specific", obj), revision=item.revision_id, **details)


class Reader(NamedTuple):
    """Somebody without an account: their post, which colleagues see, and their mailbox."""

    post: str
    address: str
    approver: OutsideApprover | None = None

    @classmethod
    def entered(cls, approver: OutsideApprover) -> Self:
        """Return somebody who was entered beforehand, with the post and the mailbox of the entry."""
        return cls(approver.post, approver.address, approver)


def may_show(obj: Any, person: User) -> bool:
    """Tell whether ``person`` may show drafts of ``obj`` to others: whoever may open its editor."""
    return bool(AdminURLFinder(person).get_edit_url(obj))


@transaction.atomic
def ask(person: User, objects: Iterable[Any], reader: Reader, purpose: str, days: int) -> OpinionRequest:
    """Send ``reader`` a link to the latest drafts of ``objects``, which works for so many days.

    Raises ``PermissionDenied`` if ``person`` may not open one of them, and ``ValidationError`` if there is no
    draft yet, or if the answer would be that of somebody who wrote part of it, or who may not approve it.
    """
    objects = list(objects)
    for obj in objects:
        if not may_show(obj, person):
            raise PermissionDenied
        if not obj.latest_revision_id:
            raise ValidationError(f"Save a draft of “{obj.full_name}” first.")
        if purpose == OpinionRequest.Purpose.OPINION:
            _refuse_author(obj, reader.address)
    if purpose == OpinionRequest.Purpose.AGREE:
        _check_that_agreement_is_needed(objects, reader)
    if purpose == OpinionRequest.Purpose.APPROVE:
        _check_that_approver_decides(person, objects, reader)
    secret = secrets.token_urlsafe(32)
    request = OpinionRequest.objects.create(
        post=reader.post,
        address=reader.address,
        approver=reader.approver,
        purpose=purpose,
        secret_digest=digest_of(secret),
        made_by=person,
        expires_at=timezone.now() + timedelta(days=days),
    )
    for obj in objects:
        revision = obj.latest_revision
        request.items.create(revision=revision, digest=fingerprint(revision.content))
    what = f"Link sent to the {request}: {request.get_purpose_display().lower()}"
    record_in_log(request, Decision.Action.ASKED, user=person, data=Details(what=what))
    transaction.on_commit(lambda: send_link(request, secret, objects))
    return request


@transaction.atomic
def revoke(request: OpinionRequest, person: User) -> None:
    """Let the link of ``request`` work no more. Raises ``PermissionDenied`` as ``ask`` does."""
    if not all(may_show(draft, person) for draft in request.drafts):
        raise PermissionDenied
    if OpinionRequest.objects.filter(pk=request.pk, revoked_at=None).update(revoked_at=timezone.now()):
        what = f"Link to the {request} taken back"
        record_in_log(request, Decision.Action.LINK_ENDED, user=person, data=Details(what=what))


def who_may_approve(obj: Any) -> list[OutsideApprover]:
    """Return those who were entered for the step at which ``obj`` waits."""
    step = obj.current_workflow_task_state if obj.workflow_in_progress else None
    return list(OutsideApprover.objects.confirmed().deciding(step.task)) if step else []


def who_may_agree(objects: Iterable[Any]) -> list[OutsideApprover]:
    """Return those who were entered for an organisation whose agreement a draft of ``objects`` lacks."""
    drafts = [obj.get_latest_revision_as_object() for obj in objects if obj.latest_revision_id]
    missing = {needed.whose for draft in drafts for needed in missing_agreements(draft)}
    return [person for whose in sorted(missing, key=str) for person in who_speaks_for(whose)]


def _check_that_agreement_is_needed(objects: list[Any], reader: Reader) -> None:
    if not reader.approver:
        raise ValidationError("Only somebody who was entered for an organisation can agree for it.")
    drafts = [obj.get_latest_revision_as_object() for obj in objects]
    problems = [why_no_agreement(draft, reader.approver) for draft in drafts]
    if all(problems):
        raise ValidationError(problems[0])


def _check_that_approver_decides(person: User, objects: list[Any], reader: Reader) -> None:
    if not reader.approver or set(objects) != set(reviewed_with(objects[0])):
        raise ValidationError(
            "Only somebody who was entered for the step can approve it, and only all of a set."
        )
    if problem := why_not_by_link(objects[0], reader.approver, person):
        raise ValidationError(problem)


def _refuse_author(obj: Any, address: str) -> None:
    authors = User.objects.filter(pk__in=authors_since_publication(obj), email__iexact=address)
    if authors.exists():
        raise ValidationError(
            {"address": "This is the address of somebody who wrote part of it. Ask somebody else."}
        )

"""Asks somebody without an account, takes a link back, and keeps what they answer.

Emails name what they are about, and contain nothing of it. A one-time code shows that
the mailbox is theirs.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.admin.admin_url_finder import AdminURLFinder

from pages.content.models import SiteWording
from pages.core.rate_limits import count_and_check
from pages.moderation.approval import roles
from pages.moderation.approval.agreement import (
    ShownText,
    missing_agreements,
    record_agreement,
    who_speaks_for,
    why_no_agreement,
)
from pages.moderation.approval.approval_task import (
    DecisionChoice,
    IndependentApprovalTask,
    ReviewLink,
    why_not_by_link,
)
from pages.moderation.approval.audit_log import (
    OPINION_FOR_CHANGES,
    AuditLogEntry,
    LogDetails,
    record_decision,
)
from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.external_approver import ExternalApprover
from pages.moderation.approval.public_content import fingerprint
from pages.moderation.approval.publication_set import reviewed_with
from pages.moderation.approval.review_policy import OutdatedDecisionError
from pages.moderation.emails.mail import (
    EmailKind,
    admin_link,
    collect,
    edit_link,
    email_name,
)

from .models import OpinionRequest, digest_of

ASKS = {
    OpinionRequest.Purpose.OPINION: "would like your opinion on a draft",
    OpinionRequest.Purpose.APPROVE: "asks you to approve a draft",
    OpinionRequest.Purpose.AGREE: "asks whether you agree to a draft",
    OpinionRequest.Purpose.READ: "shows you a draft",
}


LINK = EmailKind("external_review/emails/link", "whoever is asked")
CODE = EmailKind("external_review/emails/code", "whoever opened a link")
ANSWERED = EmailKind("external_review/emails/answered", "who asked")


def send_link(request: OpinionRequest, secret: str, objects: Iterable[Any]) -> None:
    wording = SiteWording.objects.filter(live=True).first()
    force = wording.force_name if wording else settings.WAGTAIL_SITE_NAME
    sender = roles.display_name(request.made_by) if request.made_by else "Someone"
    LINK.send_or_keep(
        [User(email=request.address)],
        force=force,
        who=sender,
        asks=ASKS[OpinionRequest.Purpose(request.purpose)],
        names=list(map(email_name, objects)),
        link=admin_link("external_review:opinion", secret),
        request=request,
    )


def tell_about_answer(request: OpinionRequest) -> None:
    """Tell whoever asked that there is an answer; it is read in the CMS."""
    if not request.made_by:
        return
    items = request.items.select_related("revision")
    names = [
        email_name(item.revision.content_object, item.revision.as_object())
        for item in items
    ]
    verdict = request.verdict_words
    address = edit_link(items[0].revision.content_object)
    verdict = verdict[:1].lower() + verdict[1:]
    others = collect(
        [request.made_by], f"{request.post}: {verdict} ({names[0]})", address
    )
    ANSWERED.send_or_keep(
        others, request=request, verdict=verdict, names=names, address=address
    )


MINUTES_A_CODE_WORKS = 10
MOST_TRIES = 5
MOST_CODES = 5
CODES_PERIOD_SECONDS = 60 * 60


def send_new_code(request: OpinionRequest) -> bool:
    """Send a new code, which ends the last one; return False if there were too many, and send none."""
    if count_and_check(
        "opinion-codes", str(request.pk), MOST_CODES, CODES_PERIOD_SECONDS
    ):
        return False
    code = f"{secrets.randbelow(10**6):06}"
    request.code_digest = _digest(request, code)
    request.code_expires_at = timezone.now() + timedelta(minutes=MINUTES_A_CODE_WORKS)
    request.code_tries = 0
    request.save(update_fields=["code_digest", "code_expires_at", "code_tries"])
    CODE.send([User(email=request.address)], code=code, minutes=MINUTES_A_CODE_WORKS)
    return True


def check_code(request: OpinionRequest, code: str) -> bool:
    """Return True if ``code`` is the one that was sent.

    It works once, and can be typed a few times.
    """
    waiting = OpinionRequest.objects.filter(
        pk=request.pk, code_tries__lt=MOST_TRIES, code_expires_at__gt=timezone.now()
    ).exclude(code_digest="")
    # Counted before it is looked at, so that many at once try no more often.
    if not waiting.update(code_tries=F("code_tries") + 1):
        return False
    request.refresh_from_db()
    if not constant_time_compare(request.code_digest, _digest(request, code)):
        return False
    same = OpinionRequest.objects.filter(pk=request.pk, code_digest=request.code_digest)
    return bool(same.update(code_digest=""))


def _digest(request: OpinionRequest, code: str) -> str:
    only_digits = "".join(character for character in code if character.isdecimal())
    return salted_hmac(
        "opinion code", f"{request.pk} {only_digits}", algorithm="sha256"
    ).hexdigest()


def record_in_log(request: OpinionRequest, action: str, **details: Any) -> None:
    """Write one line about each page or snippet that ``request`` shows, with its revision."""
    for item in request.items.select_related("revision"):
        obj = item.revision.content_object
        record_decision(
            action,
            obj=getattr(obj, "specific", obj),
            revision=item.revision_id,
            **details,
        )


class Reader(NamedTuple):
    """Somebody without an account: their post, which colleagues see, and their mailbox."""

    post: str
    address: str
    approver: ExternalApprover | None = None

    @classmethod
    def entered(cls, approver: ExternalApprover) -> Self:
        """Return somebody who was entered beforehand, with the post and the mailbox of the entry."""
        return cls(approver.post, approver.address, approver)


class LinkTerms(NamedTuple):
    """The purpose of a link, for how many days it works, and the question sent with it."""

    purpose: str
    days: int
    question: str = ""


def may_show(obj: Any, person: User) -> bool:
    """Return True if ``person`` may show drafts of ``obj`` to others: whoever may open its editor."""
    return bool(AdminURLFinder(person).get_edit_url(obj))


@transaction.atomic
def ask(
    person: User, objects: Iterable[Any], reader: Reader, terms: LinkTerms
) -> OpinionRequest:
    """Send ``reader`` a link to the latest drafts of ``objects``.

    Raises ``PermissionDenied`` if ``person`` may not open one of them, and
    ``ValidationError`` if there is no draft yet, or if the answer would be that of
    somebody who wrote part of it, or who may not approve it.
    """
    objects = list(objects)
    for obj in objects:
        if not may_show(obj, person):
            raise PermissionDenied
        if not obj.latest_revision_id:
            raise ValidationError(f"Save a draft of “{obj.full_name}” first.")
        if terms.purpose == OpinionRequest.Purpose.OPINION:
            _refuse_author(obj, reader.address)
    if terms.purpose == OpinionRequest.Purpose.AGREE:
        _check_that_agreement_is_needed(objects, reader)
    if terms.purpose == OpinionRequest.Purpose.APPROVE:
        _check_that_approver_decides(person, objects, reader)
    secret = secrets.token_urlsafe(32)
    request = OpinionRequest.objects.create(
        post=reader.post,
        address=reader.address,
        approver=reader.approver,
        purpose=terms.purpose,
        question=terms.question,
        secret_digest=digest_of(secret),
        made_by=person,
        expires_at=timezone.now() + timedelta(days=terms.days),
    )
    for obj in objects:
        revision = obj.latest_revision
        request.items.create(revision=revision, digest=fingerprint(revision.content))
    what = f"Link sent to the {request}: {request.get_purpose_display().lower()}"
    record_in_log(
        request, AuditLogEntry.Action.ASKED, user=person, data=LogDetails(what=what)
    )
    transaction.on_commit(lambda: send_link(request, secret, objects))
    return request


@transaction.atomic
def revoke(request: OpinionRequest, person: User) -> None:
    """Let the link of ``request`` work no more.

    Raises ``PermissionDenied`` as ``ask`` does.
    """
    if not all(may_show(draft, person) for draft in request.drafts):
        raise PermissionDenied
    if OpinionRequest.objects.filter(pk=request.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    ):
        what = f"Link to the {request} cancelled"
        record_in_log(
            request,
            AuditLogEntry.Action.LINK_ENDED,
            user=person,
            data=LogDetails(what=what),
        )


def who_may_approve(obj: Any) -> list[ExternalApprover]:
    """Return those who were entered for the step at which ``obj`` waits."""
    step = obj.current_workflow_task_state if obj.workflow_in_progress else None
    if step:
        return list(ExternalApprover.objects.confirmed().deciding(step.task))
    return []


def who_may_agree(objects: Iterable[Any]) -> list[ExternalApprover]:
    """Return those who were entered for an organisation whose agreement a draft of ``objects`` lacks."""
    missing: set[Any] = set()
    for obj in objects:
        if obj.latest_revision_id:
            draft = obj.get_latest_revision_as_object()
            missing.update(needed.whose for needed in missing_agreements(draft))
    people: list[ExternalApprover] = []
    for whose in sorted(missing, key=str):
        people.extend(who_speaks_for(whose))
    return people


def _check_that_agreement_is_needed(objects: list[Any], reader: Reader) -> None:
    if not reader.approver:
        raise ValidationError(
            "Only an external approver of the organisation can agree for it."
        )
    problems = []
    for obj in objects:
        draft = obj.get_latest_revision_as_object()
        problems.append(why_no_agreement(draft, reader.approver))
    if all(problems):
        raise ValidationError(problems[0])


def _check_that_approver_decides(
    person: User, objects: list[Any], reader: Reader
) -> None:
    if not reader.approver or set(objects) != set(reviewed_with(objects[0])):
        raise ValidationError(
            "Only an external approver of the step can approve it, and only a whole set."
        )
    if problem := why_not_by_link(objects[0], reader.approver, person):
        raise ValidationError(problem)


def _refuse_author(obj: Any, address: str) -> None:
    authors = User.objects.filter(
        pk__in=authors_since_publication(obj), email__iexact=address
    )
    if authors.exists():
        problem = (
            "This is the address of someone who wrote part of it. Ask someone else."
        )
        raise ValidationError({"address": problem})


ACTIONS = {
    OpinionRequest.Verdict.AGREES: "approve",
    OpinionRequest.Verdict.CHANGES: "reject",
}


@transaction.atomic
def take_answer(
    asked: OpinionRequest, verdict: str, comment: str, ticked: Collection[str] = ()
) -> None:
    """Keep an answer, which may approve the step or send it back; raise ``ValidationError`` if it can't."""
    # Locked, so that of two answers at once, or an answer and its end, one comes after
    # the other.
    if (
        not OpinionRequest.objects.open()
        .select_for_update()
        .filter(pk=asked.pk)
        .first()
    ):
        raise ValidationError("This link no longer works.")
    if asked.purpose == OpinionRequest.Purpose.APPROVE:
        step = asked.waiting_step
        task = step.task.specific if step else None
        if not isinstance(task, IndependentApprovalTask) or not asked.approver:
            raise OutdatedDecisionError
        shown = {item.revision_id: item.digest for item in asked.items.all()}
        link = ReviewLink(asked.approver, asked.made_by, shown)
        task.decide_by_link(
            step,
            link,
            DecisionChoice(ACTIONS[OpinionRequest.Verdict(verdict)], comment, ticked),
        )
    elif asked.purpose == OpinionRequest.Purpose.AGREE:
        _record_agreements(asked, verdict, comment)
    else:
        agrees = verdict == OpinionRequest.Verdict.AGREES
        what = "Opinion by email link: agrees" if agrees else OPINION_FOR_CHANGES
        who = {"actor": f"{asked}, by link", "reason": comment}
        record_in_log(
            asked, AuditLogEntry.Action.OPINION, data=LogDetails(what=what), **who
        )
    asked.verdict = verdict
    asked.comment = comment
    asked.answered_at = timezone.now()
    asked.save(update_fields=["verdict", "comment", "answered_at"])


def _record_agreements(asked: OpinionRequest, verdict: str, comment: str) -> None:
    person = asked.approver
    if not person:
        raise OutdatedDecisionError
    items = asked.items.select_related("revision")
    reasons = {
        item: why_no_agreement(item.revision.as_object(), person) for item in items
    }
    if all(reasons.values()):
        raise ValidationError(
            next(iter(reasons.values()), "This no longer needs agreement.")
        )
    for item, reason in reasons.items():
        if not reason:
            obj = item.revision.content_object
            shown = ShownText(
                getattr(obj, "specific", obj), item.revision_id, item.digest
            )
            agrees = verdict == OpinionRequest.Verdict.AGREES
            record_agreement(shown, person, agrees=agrees, comment=comment)

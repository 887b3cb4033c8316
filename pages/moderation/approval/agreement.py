"""Agreements: words that speak for others as well are public only once those others have agreed to them.

A page says in ``agreements_needed`` who has to agree to which words. Each answer is a
line in the log, with the digest of the words, so it counts as long as they stay,
whatever else changes on the page.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import get_text_list

from .audit_log import Agreement, AuditLogEntry, record_decision
from .authors import authors_since_publication
from .external_approver import ExternalApprover, purpose_key
from .locks import lock_row
from .public_content import fingerprint
from .publication_permit import PublicationRefusedError


@dataclass(frozen=True)
class NeededAgreement:
    """That ``whose`` has to agree to the words with this digest."""

    whose: Model
    digest: str


def who_speaks_for(whose: Model) -> list[ExternalApprover]:
    """Return the people who may agree for ``whose``."""
    return list(ExternalApprover.objects.confirmed().deciding(whose))


def answer_to(obj: Any, needed: NeededAgreement) -> AuditLogEntry | None:
    """Return the last answer of whoever has to agree to these words of ``obj``; none if there is none yet."""
    answers = AuditLogEntry.objects.about(obj).with_details(
        whose=" ".join(purpose_key(needed.whose).values())
    )
    for answer in answers:
        if needed.digest in answer.details(Agreement).digests:
            return answer
    return None


def agreements(draft: Any) -> list[tuple[NeededAgreement, AuditLogEntry | None]]:
    return [(needed, answer_to(draft, needed)) for needed in draft.agreements_needed()]


def missing_agreements(draft: Any) -> list[NeededAgreement]:
    missing = []
    for needed, answer in agreements(draft):
        if not answer or answer.action != AuditLogEntry.Action.AGREED:
            missing.append(needed)
    return missing


def names_of(needed: list[NeededAgreement]) -> str:
    return get_text_list(
        list(dict.fromkeys(str(agreement.whose) for agreement in needed)), "and"
    )


def check_that_all_can_agree(draft: Any) -> None:
    """Raise ``ValidationError`` if an agreement is missing that nobody could give, and say how to mend it."""
    nobody = [
        needed
        for needed in missing_agreements(draft)
        if not who_speaks_for(needed.whose)
    ]
    if nobody:
        raise ValidationError(
            "A response is published only once every organisation named as a respondent has agreed. No one "
            f"can agree for {names_of(nobody)}. Ask a site administrator to add someone under “External "
            "approvers” in the settings. If the text is our summary of a response that was published "
            "elsewhere, enter the address of that response."
        )


def check_agreements(draft: Any) -> None:
    if missing := missing_agreements(draft):
        raise PublicationRefusedError(
            f"{names_of(missing)}: no agreement to the response yet. Select “Ask for an opinion by "
            "email link”, send a link to the person who agrees for them, then approve it."
        )


def why_no_agreement(draft: Any, person: ExternalApprover) -> str:
    """Say why ``person`` can't agree to words of ``draft``; empty if they can."""
    if not any(person.decides(needed.whose) for needed in draft.agreements_needed()):
        return f"This does not need agreement from the {person}."
    if person.accounts & authors_since_publication(draft):
        return f"The {person} wrote or submitted part of this, so someone else must agree to it."
    return ""


@dataclass(frozen=True)
class ShownText:
    """What somebody answers: the revision of a page or snippet, with the digest of its text."""

    obj: Any
    revision: int
    digest: str


@transaction.atomic
def record_agreement(
    shown: ShownText,
    person: ExternalApprover,
    *,
    agrees: bool,
    comment: str,
    user: User | None = None,
) -> None:
    """Record what ``person`` says of a draft; raise ``ValidationError`` if it has changed or they may not."""
    draft = lock_row(shown.obj).get_latest_revision_as_object()
    latest = draft.latest_revision
    if (latest.pk, fingerprint(latest.content)) != (shown.revision, shown.digest):
        raise ValidationError(
            "The draft has changed, so no one can agree to this version."
        )
    if problem := why_no_agreement(draft, person):
        raise ValidationError(problem)
    digests = [
        agreement.digest
        for agreement in draft.agreements_needed()
        if person.decides(agreement.whose)
    ]
    outcome = AuditLogEntry.Action.NOT_AGREED
    actor = str(person)
    if agrees:
        outcome = AuditLogEntry.Action.AGREED
    if not user:
        actor = f"{actor}, by link"
    record_decision(
        outcome,
        obj=shown.obj,
        user=user,
        actor=actor,
        role=str(person.purpose)[:100],
        reason=comment,
        revision=shown.revision,
        data=Agreement(whose=f"{person.model} {person.object_id}", digests=digests),
    )

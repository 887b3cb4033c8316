"""Records agreements, and refuses to publish what lacks one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.outside_approver import OutsideApprover
from pages.moderation.records.row_locks import lock_row
from pages.moderation.records.snapshot import fingerprint
from pages.moderation.rules.agreements import missing_agreements, names_of
from pages.moderation.rules.authors import authors_since_publication

from .write_permit import PublicationRefusedError


def check_agreements(draft: Any) -> None:
    """Raise ``PublicationRefusedError`` unless everybody has agreed to the words that speak for them too."""
    if missing := missing_agreements(draft):
        raise PublicationRefusedError(
            f"{names_of(missing)}: no agreement to the joint response yet. Choose “Ask somebody without an "
            "account” and send a link to whoever agrees for them; then approve it."
        )


def why_no_agreement(draft: Any, person: OutsideApprover) -> str:
    """Say why ``person`` can't agree to words of ``draft``; empty if they can."""
    if not any(person.decides(needed.whose) for needed in draft.agreements_needed()):
        return f"This needs no agreement of the {person}."
    if person.accounts & authors_since_publication(draft):
        return f"The {person} wrote or submitted part of this, so somebody else has to agree to it."
    return ""


@dataclass(frozen=True)
class Shown:
    """What somebody answers: the revision of a page or snippet, with the digest of its text."""

    obj: Any
    revision: int
    digest: str


@transaction.atomic
def record_agreement(
    shown: Shown, person: OutsideApprover, *, agrees: bool, comment: str, user: User | None = None
) -> None:
    """Record what ``person`` says of a draft. ``user`` is their account, if they are signed in.

    Raises ``ValidationError`` with the reason if the draft has changed since, or if they may not agree.
    """
    draft = lock_row(shown.obj).get_latest_revision_as_object()
    latest = draft.latest_revision
    if (latest.pk, fingerprint(latest.content)) != (shown.revision, shown.digest):
        raise ValidationError("The draft was changed in the meantime, so nobody can agree to this version.")
    if problem := why_no_agreement(draft, person):
        raise ValidationError(problem)
    needed = [each for each in draft.agreements_needed() if person.decides(each.whose)]
    record_decision(
        Decision.Action.AGREED if agrees else Decision.Action.NOT_AGREED,
        obj=shown.obj,
        user=user,
        actor=str(person) if user else f"{person}, by link",
        role=str(person.purpose)[:100],
        reason=comment,
        revision=shown.revision,
        data={"whose": f"{person.model} {person.object_id}", "digests": [each.digest for each in needed]},
    )

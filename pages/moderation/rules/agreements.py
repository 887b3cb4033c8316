"""Agreements: words that speak for others as well are public only once those others have agreed to them.

A page says in ``agreements_needed`` who has to agree to which words. Each answer is a line in the log, with
the digest of the words, so it counts as long as they stay, whatever else changes on the page.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import get_text_list

from pages.moderation.records.decision import Decision
from pages.moderation.records.outside_approver import OutsideApprover, purpose_key

ANSWERS = [Decision.Action.AGREED, Decision.Action.NOT_AGREED]


@dataclass(frozen=True)
class NeededAgreement:
    """That ``whose`` has to agree to the words with this digest."""

    whose: Model
    digest: str


def who_speaks_for(whose: Model) -> list[OutsideApprover]:
    """Return the people who may agree for ``whose``."""
    return list(OutsideApprover.objects.confirmed().deciding(whose))


def answer_to(obj: Any, needed: NeededAgreement) -> Decision | None:
    """Return the last answer of whoever has to agree to these words of ``obj``; none if there is none yet."""
    answers = Decision.objects.about(obj).filter(
        action__in=ANSWERS, data__whose=" ".join(purpose_key(needed.whose).values())
    )
    return next((answer for answer in answers if needed.digest in answer.data["digests"]), None)


def agreements(draft: Any) -> list[tuple[NeededAgreement, Decision | None]]:
    """Return the agreements that ``draft`` needs, each with the last answer."""
    return [(needed, answer_to(draft, needed)) for needed in draft.agreements_needed()]


def missing_agreements(draft: Any) -> list[NeededAgreement]:
    """Return the agreements without which ``draft`` may not become public."""
    return [
        needed
        for needed, answer in agreements(draft)
        if not answer or answer.action != Decision.Action.AGREED
    ]


def names_of(needed: list[NeededAgreement]) -> str:
    """Return the names of those who have to agree, each once."""
    return get_text_list(list(dict.fromkeys(str(each.whose) for each in needed)), "and")


def check_that_all_can_agree(draft: Any) -> None:
    """Raise ``ValidationError`` if an agreement is missing that nobody could give, and say how to mend it."""
    nobody = [needed for needed in missing_agreements(draft) if not who_speaks_for(needed.whose)]
    if nobody:
        raise ValidationError(
            "A joint response is published only once each respondent has agreed. Nobody is entered who "
            f"agrees for {names_of(nobody)}. Ask a Site administrator to enter somebody in Settings, “People "
            "who approve or agree”. Or, if the text is our summary of a response that was published "
            "elsewhere, enter its address."
        )

"""What warns whoever submits or approves a draft: the rules of ``contradictions``, on its content."""

from datetime import date
from typing import Any

from django.utils import timezone

from complaints.states.contradictions import (
    Around,
    Found,
    find_contradictions,
    find_contradictions_of_super_complaint,
)
from pages.moderation.gate.draft_warnings import DraftWarning

from .respondents import our_force_key
from .state_rows import derive_state_rows


def warnings_about_recommendation(draft: Any) -> list[DraftWarning]:
    """Return what does not fit together in ``draft``, a recommendation."""
    day = _first_day(draft)
    super_complaint = draft.super_complaint
    live = type(draft).objects.filter(pk=draft.pk, live=True).first()
    around = Around(
        day,
        tuple((row.respondent_id, row.state_on(day)) for row in derive_state_rows(draft)),
        super_complaint.report_published,
        super_complaint.submitted,
        live.serializable_data() if live else None,
        our_force_key(),
    )
    return _as_warnings(find_contradictions(draft.serializable_data(), around))


def warnings_about_super_complaint(draft: Any) -> list[DraftWarning]:
    """Return what does not fit together in ``draft``, a super-complaint."""
    found = find_contradictions_of_super_complaint(draft.serializable_data(), _first_day(draft))
    return _as_warnings(found)


def _first_day(draft: Any) -> date:
    """Return the day from which on readers will see ``draft``."""
    later = [timezone.localdate(draft.go_live_at)] if draft.go_live_at else []
    return max([timezone.localdate(), *later])


def _as_warnings(found: list[Found]) -> list[DraftWarning]:
    return [DraftWarning(*each) for each in found]

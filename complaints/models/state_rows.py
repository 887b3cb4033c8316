"""Keeps the rows of states in step with what is public."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints.states import truth_table
from complaints.states.truth_table import ActionFacts, Facts
from complaints.vocabulary import ActionStatus, State

from .state import RecommendationState


@transaction.atomic
def refresh_state_rows(page: Any) -> None:
    """Derive the states of the recommendation ``page`` anew from what is stored of it.

    Read afresh: the object that is being saved may hold a draft.
    """
    rows = derive_state_rows(type(page).objects.get(pk=page.pk))
    rows[0].page.states.all().delete()
    type(rows[0]).objects.bulk_create(rows)


def derive_state_rows(page: Any) -> list:
    """Return the rows that ``page`` would have as it is, be it a draft; that of the whole is the last."""
    responses = list(page.responses.prefetch_related("respondents").order_by("sort_order", "pk"))
    actions = list(page.actions.prefetch_related("due_dates").order_by("sort_order", "pk"))
    positions = {who.pk: each.position for each in responses for who in each.respondents.all()}
    before = set(page.states.filter(was_complete=True).values_list("respondent_id", flat=True))
    facts = {
        respondent: Facts(
            position=position,
            actions=tuple(_facts_of(action) for action in actions),
            deadline=page.deadline,
            was_complete=respondent in before,
        )
        for respondent, position in (positions or {None: None}).items()
    }
    common = {"page": page, "slipped": any(has_slipped(action) for action in actions)}
    common["last_reported"] = _last_reported(page, responses, actions)
    rows = [_row(respondent, each, common, before) for respondent, each in facts.items()]
    return [*rows, _whole(rows, common)] if positions else rows


def _facts_of(action) -> ActionFacts:
    due = action.current_due
    return ActionFacts(status=action.status, due=due.due if due else None, completed=action.completed)


def _row(respondent: int | None, facts: Facts, common: dict[str, Any], before: set[int | None]):
    state = truth_table.derive_state(facts)
    return RecommendationState(
        respondent_id=respondent,
        state=state,
        position=facts.position or "",
        last_day=truth_table.last_day_before_overdue(facts, state),
        was_complete=respondent in before or state in {State.COMPLETE, State.COMPLETE_LATE},
        **common,
    )


def _whole(rows: list, common: dict[str, Any]):
    return type(rows[0])(
        state=truth_table.overall_state(row.state for row in rows),
        position=truth_table.overall_position(row.position for row in rows),
        last_day=min((row.last_day for row in rows if row.last_day), default=None),
        was_complete=all(row.was_complete for row in rows),
        **common,
    )


def has_slipped(action: Any) -> bool:
    """Tell whether a date that was promised for ``action`` was moved to a later one or taken back."""
    due_dates = [each.due for each in action.due_dates_in_order()]
    return any(
        before and (not after or before.is_certainly_before(after)) for before, after in pairwise(due_dates)
    )


def _last_reported(page, responses: Iterable, actions: Iterable) -> date:
    """Return the last day of which something is told; if no date is given, that of the first publication."""
    told = [each.date for each in responses]
    told += [each.as_at for each in page.progress_updates.all()]
    told += [action.completed for action in actions if action.status == ActionStatus.COMPLETE]
    first = page.first_published_at or timezone.now()
    return max((each.latest for each in told if each), default=timezone.localdate(first))

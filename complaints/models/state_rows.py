"""Derives the stored states of a recommendation from what is public of it."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from complaints.states import truth_table
from complaints.states.truth_table import ActionFacts, RespondentFacts
from complaints.vocabulary import ActionStatus, State

from .actions import Action
from .recommendation_state import RecommendationState
from .response import Response


@transaction.atomic
def refresh_state_rows(page: Page) -> None:
    """Derive the states of the recommendation ``page`` anew and store them.

    The page is read again, because the object that is being saved may hold a draft.
    """
    stored = type(page).objects.get(pk=page.pk)
    rows = derive_state_rows(stored)
    stored.states.all().delete()
    RecommendationState.objects.bulk_create(rows)


def derive_state_rows(page: Page) -> list[RecommendationState]:
    """Return the states of ``page`` as it is, even as a draft; the overall state is the last one."""
    responses = list(page.responses.prefetch_related("respondents").order_by("sort_order", "pk"))
    actions = list(page.actions.prefetch_related("due_dates").order_by("sort_order", "pk"))
    positions = {
        respondent.pk: response.position
        for response in responses
        for respondent in response.respondents.all()
    }
    complete_before = set(page.states.filter(was_complete=True).values_list("respondent_id", flat=True))
    facts_by_respondent = {
        respondent: RespondentFacts(
            position=position,
            actions=tuple(_action_facts(action) for action in actions),
            deadline=page.deadline,
            was_complete=respondent in complete_before,
        )
        for respondent, position in (positions or {None: None}).items()
    }
    common = {
        "page": page,
        "slipped": any(has_slipped(action) for action in actions),
        "last_reported": _last_reported_day(page, responses, actions),
    }
    rows = [
        _state_row(respondent, facts, common, complete_before)
        for respondent, facts in facts_by_respondent.items()
    ]
    return [*rows, _overall_state_row(rows, common)] if positions else rows


def _action_facts(action: Action) -> ActionFacts:
    due_date = action.current_due_date
    return ActionFacts(
        status=action.status, due=due_date.due if due_date else None, completed=action.completed
    )


def _state_row(
    respondent: int | None,
    facts: RespondentFacts,
    common: dict[str, object],
    complete_before: set[int | None],
) -> RecommendationState:
    state = truth_table.derive_state(facts)
    return RecommendationState(
        respondent_id=respondent,
        state=state,
        position=facts.position or "",
        last_day_before_overdue=truth_table.last_day_before_overdue(facts, state),
        was_complete=respondent in complete_before or state in {State.COMPLETE, State.COMPLETE_LATE},
        **common,
    )


def _overall_state_row(rows: list[RecommendationState], common: dict[str, object]) -> RecommendationState:
    return RecommendationState(
        state=truth_table.overall_state(row.state for row in rows),
        position=truth_table.overall_position(row.position for row in rows),
        last_day_before_overdue=min(
            (row.last_day_before_overdue for row in rows if row.last_day_before_overdue), default=None
        ),
        was_complete=all(row.was_complete for row in rows),
        **common,
    )


def has_slipped(action: Action) -> bool:
    """Tell whether a date that was promised for ``action`` was moved to a later one or taken back."""
    due_dates = [due_date.due for due_date in action.due_dates_in_order()]
    return any(
        before and (not after or before.is_certainly_before(after)) for before, after in pairwise(due_dates)
    )


def _last_reported_day(page: Page, responses: Iterable[Response], actions: Iterable[Action]) -> date:
    """Return the last day that a response, update or completion names, else that of first publication."""
    reported = [response.date for response in responses]
    reported += [update.as_at for update in page.progress_updates.all()]
    reported += [action.completed for action in actions if action.status == ActionStatus.COMPLETE]
    first_published = page.first_published_at or timezone.now()
    return max((each.latest for each in reported if each), default=timezone.localdate(first_published))

"""Derives the stored states of a recommendation from what is public of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from modelcluster.queryset import FakeQuerySet
from wagtail.models import Page

from complaints.states import truth_table
from complaints.states.truth_table import ActionFacts, RespondentFacts
from complaints.vocabulary import DONE_STATES, LOCAL_KINDS, ActionStatus, State

from . import parts_of_recommendations
from .actions import Action
from .recommendation_state import RecommendationState
from .response import Response


@transaction.atomic
def refresh_state_rows(page: Page) -> None:
    """Derive the states of the recommendation ``page`` anew and store them.

    The page is read again, because the object that is being saved may hold a draft.
    """
    _lock_states_beside(page)
    stored = type(page).objects.get(pk=page.pk)
    rows = derive_state_rows(stored)
    stored.states.all().delete()
    RecommendationState.objects.bulk_create(rows)


def _lock_states_beside(page: Page) -> None:
    """Let nobody else derive states below the same super-complaint until the transaction ends.

    They depend on one another. Two publications, of 7 and of 7.1, would write both in two orders. Pages are
    locked before this, and nothing after it. SQLite locks the whole database anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            above = page.path[: -page.steplen]
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"states below {above}"])


def refresh_related_states(page: Page, numbers: Iterable[str]) -> None:
    """Derive anew the states of the parts of items with ``numbers``, and of what these are parts of."""
    for related in parts_of_recommendations.relatives(page, numbers):
        refresh_state_rows(related)


def refresh_states_below(super_complaint: Page) -> None:
    """Derive anew the states of all live recommendations below ``super_complaint``, parts first."""
    live = [each.specific for each in super_complaint.get_children().filter(live=True)]
    for page in sorted(live, key=lambda each: "." not in each.number):
        refresh_state_rows(page)


def derive_state_rows(page: Page) -> list[RecommendationState]:
    """Return the states of ``page`` as it is, even as a draft; the overall state is the last one.

    The overall state takes in those of its parts, such as 7.1 of 7, which must be stored already.
    """
    responses = _children(page.responses.all(), "respondents")
    actions = _children(page.actions.all(), "due_dates", "respondents")
    positions = {
        respondent.pk: response.position
        for response in responses
        for respondent in response.respondents.all()
    }
    complete_before = set(page.states.filter(was_complete=True).values_list("respondent_id", flat=True))
    super_complaint = page.super_complaint
    asked = _is_asked(page)
    addressees = {each.pk for each in page.addressees.all()}
    facts_by_respondent = {
        respondent: RespondentFacts(
            position=position,
            actions=tuple(_action_facts(each) for each in actions if _belongs_to(each, respondent)),
            deadline=page.deadline if truth_table.is_bound(respondent, addressees) else None,
            respond_by=super_complaint.respond_by,
            asked=asked,
            was_complete=respondent in complete_before,
        )
        for respondent, position in (positions or {None: None}).items()
    }
    if positions:
        facts_by_respondent |= {
            silent: RespondentFacts(None, deadline=page.deadline)
            for silent in _silent_addressees(page, positions)
        }
    parts = parts_of_recommendations.states_of_parts(page)
    reported = [_last_reported_day(page, responses, actions), *(each.last_reported for each in parts)]
    last_reported = max((day for day in reported if day), default=None)
    report = super_complaint.report_published
    common = {
        "page": page,
        "is_part": parts_of_recommendations.is_part(page),
        "slipped": any(has_slipped(action) for action in actions) or any(each.slipped for each in parts),
        "last_reported": last_reported,
        "silent_since": last_reported or (report.latest if report else None),
    }
    rows = [
        _state_row(respondent, facts, common, complete_before)
        for respondent, facts in facts_by_respondent.items()
    ]
    if positions:
        return [*rows, _overall_state_row(rows, parts, common)]
    # What nobody answered as a whole may be answered part by part.
    return [_overall_state_row(parts, [], common)] if parts else rows


def _is_asked(page: Page) -> bool:
    addressees = list(page.addressees.all())
    is_local = any(each.kind in LOCAL_KINDS for each in addressees)
    return truth_table.is_asked(bool(addressees), is_local, bool(page.addressees_printed))


def _silent_addressees(page: Page, positions: Mapping[int, str]) -> list[int]:
    """Return the force or its commissioner if it was asked by name, and others alone have answered."""
    return [
        each.pk for each in page.addressees.all() if each.kind in LOCAL_KINDS and each.pk not in positions
    ]


def _belongs_to(action: Action, respondent: int | None) -> bool:
    """Tell whether ``action`` is one of ``respondent``: one that names nobody is of all."""
    keys = {each.pk for each in action.respondents.all()}
    return not keys or respondent in keys


def _children(children: Any, *relations: str) -> list[Any]:
    """Return the ``children`` in order, each with its ``relations``; those of a draft have them already."""
    found = children if isinstance(children, FakeQuerySet) else children.prefetch_related(*relations)
    return list(found.order_by("sort_order", "pk"))


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
    last = truth_table.last_days(facts, state)
    return RecommendationState(
        respondent_id=respondent,
        state=state,
        position=facts.position or "",
        last_day_before_overdue=last.before_overdue,
        last_day_before_deadline_passed=last.before_deadline_passed,
        was_complete=respondent in complete_before or state in DONE_STATES,
        **common,
    )


def _overall_state_row(
    rows: list[RecommendationState], parts: list[RecommendationState], common: dict[str, object]
) -> RecommendationState:
    last = truth_table.earliest_last_days(row.last_days for row in (*rows, *parts))
    answered = [row for row in rows if row.position or row.state != State.NOT_ANSWERED]
    return RecommendationState(
        state=truth_table.overall_state(row.state for row in (*rows, *parts)),
        position=truth_table.overall_position(row.position for row in answered or rows),
        last_day_before_overdue=last.before_overdue,
        last_day_before_deadline_passed=last.before_deadline_passed,
        was_complete=all(row.was_complete for row in (*rows, *parts)),
        **common,
    )


def has_slipped(action: Action) -> bool:
    """Tell whether a date that was promised for ``action`` was moved to a later one or taken back."""
    due_dates = [due_date.due for due_date in action.due_dates_in_order()]
    return any(
        before and (not after or before.is_certainly_before(after)) for before, after in pairwise(due_dates)
    )


def _last_reported_day(page: Page, responses: Iterable[Response], actions: Iterable[Action]) -> date | None:
    """Return the last day that a response, update or completion names; ``None`` if none does."""
    reported = [response.date for response in responses]
    reported += [update.as_at for update in page.progress_updates.all()]
    reported += [action.completed for action in actions if action.status == ActionStatus.COMPLETE]
    return max((each.latest for each in reported if each), default=None)

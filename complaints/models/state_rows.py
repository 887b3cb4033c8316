"""Derives the stored states of recommendations from what is public, and what drafts contradict in them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.states import facts
from complaints.states.contradictions import (
    Around,
    find_contradictions,
    find_contradictions_of_super_complaint,
)
from complaints.states.facts import Surroundings
from complaints.vocabulary import LOCAL_KINDS, ItemKind
from pages.moderation.gate.draft_warnings import DraftWarning

from . import identifiers
from .organisation import Organisation
from .recommendation_queryset import CHILD_RELATIONS
from .recommendation_state import RecommendationState
from .respondents import our_force_key


@transaction.atomic
def refresh_state_rows(page: Page) -> None:
    """Derive the states of ``page`` as it is stored: the object that is being saved may hold a draft."""
    _lock_states_beside(page)
    stored = type(page).objects.get(pk=page.pk)
    prefetch_related_objects([stored], "addressees", *CHILD_RELATIONS)
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
    conditions = Q()
    for number in filter(None, numbers):
        above = identifiers.parent_number(number)
        conditions |= Q(number=above) if above else Q(number__startswith=f"{number}.")
    if conditions:
        _refresh_parts_first(_live_siblings(page).filter(conditions))


def refresh_states_below(super_complaint: Page) -> None:
    """Derive anew the states of all live recommendations below ``super_complaint``."""
    _refresh_parts_first(each.specific for each in super_complaint.get_children().filter(live=True))


def _refresh_parts_first(pages: Iterable[Any]) -> None:
    for page in sorted(pages, key=lambda each: "." not in each.number):
        refresh_state_rows(page)


def derive_state_rows(page: Any) -> list[RecommendationState]:
    """Return the states of ``page`` as it is, even as a draft; the overall state is the last one.

    The overall state takes in those of its parts, such as 7.1 of 7, which must be stored already.
    """
    super_complaint, is_part = page.super_complaint, _is_part(page)
    surroundings = Surroundings(
        super_complaint.respond_by,
        dict(Organisation.objects.filter(kind__in=LOCAL_KINDS).values_list("pk", "kind")),
        our_force_key(),
        [each.serializable_data() for each in super_complaint.responses.all()],
        # Of one that is not public, nobody has approved who follows it.
        dict(
            Organisation.objects.filter(live=True, successor__isnull=False).values_list("pk", "successor_id")
        ),
    )
    complete_before = set(page.states.filter(was_complete=True).values_list("respondent_id", flat=True))
    judged = facts.judge(page.serializable_data(), surroundings, complete_before, _states_of_parts(page))
    rows = [RecommendationState(page=page, is_part=is_part, **vars(each)) for each in judged]
    for row in rows:
        told = row.last_reported or super_complaint.report_published
        row.silent_since = told.latest if told else None
    return rows


# Parts of recommendations, such as 7.1 of 7: they count together with 7, never beside it


def _is_part(page: Any) -> bool:
    """Tell whether ``page`` is a part of another live recommendation, or of one whose number is not known."""
    above = identifiers.parent_number(page.number)
    return page.kind == ItemKind.PART or bool(above and _live_siblings(page).filter(number=above).exists())


def _states_of_parts(page: Any) -> list[RecommendationState]:
    if not page.number or identifiers.parent_number(page.number):
        return []
    parts = _live_siblings(page).filter(number__startswith=f"{page.number}.")
    return list(RecommendationState.objects.overall().filter(page__in=parts.values("pk")))


def _live_siblings(page: Any) -> PageQuerySet:
    siblings = type(page).objects.sibling_of(page, inclusive=False)
    return siblings.filter(live=True, kind=page.kind)


def warnings_about_recommendation(draft: Any) -> list[DraftWarning]:
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
    return [DraftWarning(*each) for each in find_contradictions(draft.serializable_data(), around)]


def warnings_about_super_complaint(draft: Any) -> list[DraftWarning]:
    found = find_contradictions_of_super_complaint(draft.serializable_data(), _first_day(draft))
    return [DraftWarning(*each) for each in found]


def _first_day(draft: Any) -> date:
    today = timezone.localdate()
    return max(today, timezone.localdate(draft.go_live_at)) if draft.go_live_at else today

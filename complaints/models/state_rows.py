"""Derives the stored states of recommendations from what is public."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.status import recorded_facts
from complaints.status.recorded_facts import ParentFacts
from complaints.vocabulary import LOCAL_KINDS, ItemKind

from . import identifiers
from .organisation import Organisation
from .recommendation_queryset import CONTENT_RELATIONS
from .recommendation_state import RecommendationState
from .respondents import our_force_key


@transaction.atomic(savepoint=False)
def refresh_related_states(
    page: Page, names: Iterable[tuple[str, str]], and_its_own: bool = False
) -> None:
    """Derive anew the states of the parts of items with ``names``, and of what these are parts of.

    A name is a kind and a number, now or before. Those of ``page`` come first, if
    ``and_its_own``.
    """
    _lock_states_below(page.path[: -page.steplen])
    conditions = Q()
    for kind, number in names:
        if above := identifiers.parent_number(number):
            conditions |= Q(kind=kind, number=above)
        elif number:
            conditions |= Q(kind=kind, number__startswith=f"{number}.")
    related = []
    if conditions:
        related = _parts_first(_live_siblings(page).filter(conditions))
    # The object that is being saved may hold a draft, and what was stored then is used
    # once.
    own = []
    if and_its_own:
        own = [vars(page).pop("as_indexed", None) or type(page).objects.get(pk=page.pk)]
    _derive_again([*own, *related])


@transaction.atomic
def refresh_states_below(super_complaint: Page) -> None:
    """Derive anew the states of all live recommendations below ``super_complaint``."""
    _lock_states_below(super_complaint.path)
    page_model: Any = RecommendationState._meta.get_field("page").related_model
    live = page_model.objects.child_of(super_complaint).filter(live=True)
    _derive_again(_parts_first(live))


def _lock_states_below(path: str) -> None:
    """Let nobody else derive states below the same super-complaint until the transaction ends.

    They depend on one another. Two publications, of 7 and of 7.1, would write both in
    two orders. Pages are locked before this, and nothing after it. SQLite locks the
    whole database anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"states below {path}"]
            )


def _parts_first(pages: Iterable[Any]) -> list[Any]:
    return sorted(pages, key=lambda page: "." not in page.number)


def _derive_again(pages: list[Any]) -> None:
    """Derive the states of ``pages``, all of one super-complaint, which are as they are stored.

    All that states depend on beside them is read here, under the lock.
    """
    if not pages:
        return
    prefetch_related_objects(pages, *CONTENT_RELATIONS)
    super_complaint = pages[0].get_parent(update=True).specific
    parent_facts = parent_facts_below(super_complaint)
    for page in pages:
        page.super_complaint = super_complaint
        rows = derive_state_rows(page, parent_facts)
        page.states.all().delete()
        RecommendationState.objects.bulk_create(rows)


def parent_facts_below(super_complaint: Any) -> ParentFacts:
    """Return what the states of all recommendations of ``super_complaint`` depend on beside themselves."""
    kinds = {}
    successors = {}
    organisations = Organisation.objects.filter(
        Q(kind__in=LOCAL_KINDS) | Q(live=True, successor__isnull=False)
    )
    for key, kind, live, successor in organisations.values_list(
        "pk", "kind", "live", "successor_id"
    ):
        if kind in LOCAL_KINDS:
            kinds[key] = kind
        # Of one that is not public, nobody has approved who follows it.
        if live and successor:
            successors[key] = successor
    return ParentFacts(
        super_complaint.respond_by,
        kinds,
        our_force_key(),
        [response.serializable_data() for response in super_complaint.responses.all()],
        successors,
        super_complaint.plan_announced,
    )


def derive_state_rows(
    page: Any,
    parent_facts: ParentFacts | None = None,
    content: dict[str, Any] | None = None,
) -> list[RecommendationState]:
    """Return the states of ``page`` as it is, even as a draft; the overall state is the last one.

    The overall state takes in those of its parts, such as 7.1 of 7, which must be
    stored already. ``content`` is that of the page, if the caller has it.
    """
    whole = _key_of_whole(page)
    # A part may be marked as one before the number of its whole is known.
    is_part = bool(whole) or page.kind == ItemKind.PART
    parent_facts = parent_facts or parent_facts_below(page.super_complaint)
    complete_before = set(
        page.states.filter(was_complete=True).values_list("respondent_id", flat=True)
    )
    content = content or page.serializable_data()
    derived = recorded_facts.derive_status(
        content, parent_facts, complete_before, _states_of_parts(page)
    )
    rows = [
        RecommendationState(page=page, whole_id=whole, is_part=is_part, **vars(status))
        for status in derived
    ]
    for row in rows:
        told = row.last_reported or page.super_complaint.report_published
        row.silent_since = told.latest if told else None
    return rows


# Parts of recommendations, such as 7.1 of 7: they count together with 7, never beside
# it


def _key_of_whole(page: Any) -> int | None:
    """Return the key of the live recommendation that ``page`` is a part of, if its number says so."""
    above = identifiers.parent_number(page.number)
    found = _live_siblings(page).filter(kind=page.kind, number=above)
    return found.values_list("pk", flat=True).first() if above else None


def _states_of_parts(page: Any) -> list[RecommendationState]:
    if not page.number or identifiers.parent_number(page.number):
        return []
    parts = _live_siblings(page).filter(
        kind=page.kind, number__startswith=f"{page.number}."
    )
    return list(
        RecommendationState.objects.overall().filter(page__in=parts.values("pk"))
    )


def _live_siblings(page: Any) -> PageQuerySet:
    return type(page).objects.sibling_of(page, inclusive=False).filter(live=True)

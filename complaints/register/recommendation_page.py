"""The page of one recommendation, with its sub-items and the items before and after it."""

from typing import Any

from django.db.models import CharField, OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.recommendation_queryset import (
    CARD_RELATIONS,
    CHILD_RELATIONS,
    group_sub_items,
)
from complaints.models.state_rows import derive_state_rows
from complaints.vocabulary import ItemKind
from pages.content import link_prefetch
from pages.core.grouping import keys_of
from pages.core.page_visibility import public_children
from pages.moderation.models import PublishedVersion
from pages.published.editions import remember

from .last_reported import may_be_old, who_reported_last
from .organisation_cards import (
    explains_accepts,
    list_missing_beside_status,
    list_parties,
    overall_status_of,
)
from .rows import prepare_rows
from .timeline import list_events

SIBLING_FIELDS = ("pk", "kind", "number", "title", "slug", "version")
ItemsInOrder = dict[Any, list[Any]]


def serve(page: RecommendationResponsePage, request: HttpRequest) -> HttpResponseBase:
    """Show the recommendation ``page``; a preview shows the content and the states of its draft."""
    is_preview = getattr(request, "is_preview", False)
    if is_preview:
        items = _items_in_order(page.super_complaint)
    else:
        key = ("super-complaint", page.pages_above[-1].pk)
        page.super_complaint, items = remember(
            request, key, lambda: _read_super_complaint(page)
        )
    context = {
        "super_complaint": page.super_complaint,
        **_siblings_context(page, items, request),
    }
    # What belongs to the page of a preview is in its draft.
    stored = [] if is_preview else [page]
    sub_items = context.get("sub_items", [])
    prefetch_related_objects([*stored, *sub_items], *CARD_RELATIONS)
    prefetch_related_objects(stored, *CHILD_RELATIONS)
    prepare_rows(sub_items)
    if is_preview:
        page.state_rows = derive_state_rows(page)
    link_prefetch.prefetch_links_of(*page.child_objects, *page.report_responses)
    context |= {
        "answer": page.answer_sentence,
        "overall_status": overall_status_of(page),
        "parties": list_parties(page),
        "explains_accepts": explains_accepts([page]),
        "responses_missing": list_missing_beside_status(page),
        "events": list_events(page, page.super_complaint),
        "may_be_old": may_be_old(page.last_reported, [page, *sub_items]),
        "reported_by": who_reported_last(page),
    }
    return page.render(request, context_overrides=context)


def _read_super_complaint(
    page: RecommendationResponsePage,
) -> tuple[SuperComplaintPage, ItemsInOrder]:
    """Return what all recommendations of one super-complaint show of it."""
    super_complaint = page.super_complaint
    prefetch_related_objects([super_complaint], "responses__respondents")
    return super_complaint, _items_in_order(super_complaint)


def _items_in_order(super_complaint: SuperComplaintPage) -> ItemsInOrder:
    """Return the top-level items, each with its sub-items, of which only names are read."""
    siblings = public_children(
        RecommendationResponsePage.objects.all(), super_complaint
    )
    versions = PublishedVersion.objects.filter(
        model=Page._meta.label_lower, object_id=Cast(OuterRef("pk"), CharField())
    )
    named = siblings.annotate(version=Subquery(versions.values("number")[:1])).order_by(
        "sort_key", "path"
    )
    return group_sub_items(named.values_list(*SIBLING_FIELDS, named=True))


def _siblings_context(
    page: RecommendationResponsePage, items: ItemsInOrder, request: HttpRequest
) -> dict[str, Any]:
    """Return the sub-items of ``page``, and the items before and after it."""
    in_order = []
    for item, below in items.items():
        in_order += [item, *below]
    keys = [item.pk for item in in_order]
    if page.pk not in keys:
        return {}
    index = keys.index(page.pk)
    listed = in_order[index]
    address = page.super_complaint.get_url(request)
    page.current_version_number = listed.version
    context: dict[str, Any] = {
        "sub_items": _read_sub_items(items.get(listed, []), page.super_complaint)
    }
    if index > 0:
        context["previous"] = _sibling_link(in_order[index - 1], address)
    if index + 1 < len(in_order):
        context["next"] = _sibling_link(in_order[index + 1], address)
    return context


def _read_sub_items(
    items: list[Any], above: SuperComplaintPage
) -> list[RecommendationResponsePage]:
    pages = RecommendationResponsePage.objects.in_bulk(keys_of(items))
    cards = [pages[item.pk] for item in items if item.pk in pages]
    for card in cards:
        card.super_complaint = above
    return cards


def _sibling_link(sibling: Any, parent_address: str) -> dict[str, str]:
    heading = f"{ItemKind(sibling.kind).label} {sibling.number}".strip()
    return {
        "heading": heading,
        "title": sibling.title,
        "address": f"{parent_address}{sibling.slug}/",
    }

"""What stands around one recommendation on its page."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template.response import TemplateResponse

from complaints.models import RecommendationResponsePage
from complaints.models.querysets import IN_FULL, parts_by_whole
from complaints.models.state_rows import derive_state_rows
from complaints.vocabulary import Kind
from pages.content import link_prefetch
from pages.core.page_visibility import public_children
from pages.http_cache.keys import children_key
from pages.http_cache.response_recorder import record_shown_keys

NAMES = ("pk", "kind", "number", "title", "slug")


def serve(page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with the recommendation ``page``; a preview shows the states that its draft would have."""
    if getattr(request, "is_preview", False):
        page.state_rows = derive_state_rows(page)
    context = {"super_complaint": page.super_complaint, **surroundings(page, request)}
    link_prefetch.prefetch_links_of(*page.parts)
    return page.render(request, context_overrides=context)


def surroundings(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the items before and after ``page`` and its parts, and fetch what belongs to it and to them.

    Of the other items only the names are read. What a draft holds in a preview stays.
    """
    super_complaint = page.super_complaint
    record_shown_keys(children_key(super_complaint.pk))
    if not getattr(request, "is_preview", False):
        prefetch_related_objects([page], *IN_FULL)
    siblings = public_children(RecommendationResponsePage.objects.all(), super_complaint)
    names = siblings.order_by("sort_key", "path").values_list(*NAMES, named=True)
    wholes = parts_by_whole(names)
    everything = [each for whole, parts in wholes.items() for each in (whole, *parts)]
    place = next((i for i, each in enumerate(everything) if each.pk == page.pk), None)
    if place is None:
        return {}
    address = super_complaint.get_url(request)
    return {
        "sub_items": _cards(wholes.get(everything[place], []), super_complaint),
        "previous": _neighbour(everything[place - 1], address) if place else None,
        "next": _neighbour(everything[place + 1], address) if place + 1 < len(everything) else None,
    }


def _cards(parts: list[Any], super_complaint: Any) -> list[RecommendationResponsePage]:
    if not parts:
        return []
    found = RecommendationResponsePage.objects.on_cards().in_bulk([part.pk for part in parts])
    cards = [found[part.pk] for part in parts if part.pk in found]
    for card in cards:
        card.super_complaint, card.sub_items = super_complaint, []
    return cards


def _neighbour(names: Any, address_above: str) -> dict[str, str]:
    heading = f"{Kind(names.kind).label} {names.number}".strip()
    return {"heading": heading, "title": names.title, "address": f"{address_above}{names.slug}/"}

"""The recommendations of one super-complaint: as cards on its page, in full on its whole response."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from complaints.models import RecommendationResponsePage
from complaints.states.standing import state_of_whole
from pages.content import link_prefetch
from pages.core.page_visibility import public_children
from pages.http_cache.keys import below_key
from pages.http_cache.response_recorder import record_shown_keys

from .counts import Progress
from .recommendation_list import list_address

WHOLE_RESPONSE = "The whole response"


@dataclass
class Group:
    """Recommendations to the same addressees; ``addressees`` is empty if the source does not say."""

    addressees: str
    items: list[Any] = field(default_factory=list)


def serve(page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with the super-complaint ``page`` and its recommendations as cards."""
    return page.render(request, context_overrides=recommendations(page, request))


def serve_whole_response(page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with all that is public of ``page``, to read in one go or to print."""
    context = {"subpage_title": WHOLE_RESPONSE, **recommendations(page, request, in_full=True)}
    return page.render(request, template="complaints/whole_response.html", context_overrides=context)


def recommendations(page: Any, request: HttpRequest, in_full: bool = False) -> dict[str, Any]:
    """Return the public recommendations under ``page``: in order, by addressees, and how many stand where.

    Takes a fixed number of queries; with ``in_full`` all that belongs to them is fetched along.
    """
    record_shown_keys(below_key(page.pk))
    found = RecommendationResponsePage.objects
    found = found.in_full() if in_full else found.on_cards()
    top = public_children(found, page).in_order_under(page)
    everything = [each for item in top for each in (item, *item.sub_items)]
    if in_full:
        link_prefetch.prefetch_links_of(*(part for item in everything for part in item.parts))
    states = Counter(state_of_whole(item.state_rows) for item in everything)
    return {
        "recommendations": top,
        "all_recommendations": everything,
        "groups": by_addressees(top),
        "progress": Progress(list_address(page.pages_above[-1], request), page.slug, states),
    }


def by_addressees(items: list[Any]) -> list[Group]:
    """Return ``items`` in groups, each item once: in the order in which each group is first addressed."""
    groups: dict[str, Group] = {}
    for item in items:
        groups.setdefault(item.addressed_to, Group(item.addressed_to)).items.append(item)
    return list(groups.values())

"""Two pages of one recommendation: which of them stays, and what it takes over from the other."""

import json
from typing import Any

from complaints.models import RecommendationResponsePage

MOVED_TO = "moved to"
"""The key under which the record of a page has the page to which it was proposed to move its responses."""
PARTS_THAT_MOVE = ("responses", "actions", "progress_updates", "assurances")
LEADS_THAT_MOVE = ("executive_lead", "operational_lead")
PLACES_OF_STORAGE = ("pk", "page", "action")
"""What says of a part only where it is stored."""


def page_to_keep(pages: list[RecommendationResponsePage], number: str = "") -> RecommendationResponsePage:
    """Return the one of ``pages``, all of one recommendation, whose address is to stay.

    It is the page with the printed ``number``, else the first that has any number, else the first.
    """
    public = [page for page in pages if page.live] or pages
    with_the_number = [page for page in public if number and page.number == number]
    with_any_number = [page for page in public if page.number]
    return [*with_the_number, *with_any_number, *public][0]


def with_parts_of(
    draft: RecommendationResponsePage, other: RecommendationResponsePage
) -> RecommendationResponsePage:
    """Return ``draft`` with the responses, actions, updates, assurance and leads of ``other`` that it lacks.

    ``other`` keeps its own: its versions stay as they were, and readers are sent to ``draft``.
    """
    content = draft.serializable_data()
    added = other.serializable_data()
    for name in PARTS_THAT_MOVE:
        present = [_what_it_says(part) for part in content[name]]
        for part in added[name]:
            if _what_it_says(part) not in present:
                moved = _not_stored(part)
                moved["sort_order"] = len(content[name])
                content[name].append(moved)
    for name in LEADS_THAT_MOVE:
        content[name] = content[name] or added[name]
    return draft.with_content_json(content)


def _not_stored(part: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of ``part``, with its own parts, that is stored anew."""
    copy: dict[str, Any] = {}
    for name, value in part.items():
        if name in PLACES_OF_STORAGE:
            copy[name] = None
        elif name == "due_dates":
            copy[name] = [_not_stored(each) for each in value]
        else:
            copy[name] = value
    return copy


def _what_it_says(part: dict[str, Any]) -> dict[str, Any]:
    """Return ``part`` without its place, and its blocks without their keys: two that say the same are equal."""
    says = _not_stored(part)
    del says["sort_order"]
    if "narrative" in says:
        blocks = json.loads(says["narrative"])
        says["narrative"] = [(block["type"], block["value"]) for block in blocks]
    return says

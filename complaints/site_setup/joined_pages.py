"""Two pages of one recommendation: which of them stays, and what it takes over from the other."""

import json
from typing import Any

from complaints.models import RecommendationResponsePage

StoredChild = dict[str, Any]
"""A response, an action or an update, as a draft stores it."""
MOVED_TO = "moved to"
"""The key under which the record of a page has the page to which it was proposed to move its responses."""
PARTS_THAT_MOVE = ("responses", "actions", "progress_updates", "assurances")
LEADS_THAT_MOVE = ("executive_lead", "operational_lead")
PLACES_OF_STORAGE = ("pk", "page", "action")
"""What says of a part only where it is stored."""


def page_to_keep(
    pages: list[RecommendationResponsePage], number: str = ""
) -> RecommendationResponsePage:
    """Return the one of ``pages``, all of one recommendation, whose address is to stay.

    It is the page with the printed ``number``, else the first that has any number, else
    the first.
    """
    public = [page for page in pages if page.live]
    candidates = public or pages
    for page in candidates:
        if number and page.number == number:
            return page
    for page in candidates:
        if page.number:
            return page
    return candidates[0]


def draft_that_stays(
    kept: RecommendationResponsePage, other: RecommendationResponsePage
) -> RecommendationResponsePage:
    """Return a draft of ``kept`` with what ``other`` says, and its identifier."""
    draft = with_parts_of(kept.get_latest_revision_as_object(), other)
    identifiers = draft.same_as.split()
    if other.identifier not in identifiers:
        identifiers.append(other.identifier)
    draft.same_as = " ".join(identifiers)
    draft.change_note = f"This recommendation had another page, “{other.title}”. Its responses are here now."
    return draft


def draft_that_moves(
    other: RecommendationResponsePage, kept: RecommendationResponsePage
) -> RecommendationResponsePage:
    """Return a draft of ``other`` that sends its readers to ``kept``."""
    draft: RecommendationResponsePage = other.get_latest_revision_as_object()
    draft.moved_to = kept.identifier
    draft.change_note = f"This recommendation has another page, “{kept.title}”. Its responses are there now."
    return draft


def with_parts_of(
    draft: RecommendationResponsePage, other: RecommendationResponsePage
) -> RecommendationResponsePage:
    """Return ``draft`` with the responses, actions, updates, assurance and leads of ``other`` that it lacks.

    ``other`` keeps its own: its versions stay as they were, and readers are sent to
    ``draft``.
    """
    content: dict[str, Any] = draft.serializable_data()
    added: dict[str, Any] = other.serializable_data()
    for name in PARTS_THAT_MOVE:
        content[name] = _joined_parts(content[name], added[name])
    for name in LEADS_THAT_MOVE:
        if not content[name]:
            content[name] = added[name]
    return draft.with_content_json(content)


def _joined_parts(
    parts: list[StoredChild], others: list[StoredChild]
) -> list[StoredChild]:
    """Return ``parts`` and, behind them, those of ``others`` that say something else."""
    joined = list(parts)
    present = list(map(_what_it_says, parts))
    for part in others:
        if _what_it_says(part) in present:
            continue
        copy = _not_stored(part)
        copy["sort_order"] = len(joined)
        joined.append(copy)
    return joined


def _not_stored(part: StoredChild) -> StoredChild:
    """Return a copy of ``part``, with its own parts, that is stored anew."""
    copy: StoredChild = {}
    for name, value in part.items():
        if name in PLACES_OF_STORAGE:
            copy[name] = None
        elif name == "due_dates":
            copy[name] = list(map(_not_stored, value))
        else:
            copy[name] = value
    return copy


def _what_it_says(part: StoredChild) -> StoredChild:
    """Return ``part`` without its place and the keys of its blocks, for comparison with another."""
    says = _not_stored(part)
    del says["sort_order"]
    if "narrative" in says:
        blocks = json.loads(says["narrative"])
        says["narrative"] = [(block["type"], block["value"]) for block in blocks]
    return says

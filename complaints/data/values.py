"""What the data say of an object where no attribute of it says it: the sources of ``fields``."""

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.next_update import PromisedUpdate
from complaints.models.response import Answer
from complaints.stated_none import STATED_NONE
from complaints.status import respondent_states
from complaints.status.respondent_states import respondent_state
from complaints.vocabulary import (
    DIFFERENT_POSITIONS,
    NO_STATUS_CODES,
    ActionStatus,
    Knowledge,
    knowledge_of,
)
from pages.core.names import NOT_NAMED

from .field_descriptions import Read
from .published_section import PublishedSection, stored_block_values

WITHOUT_PAGE = "without_page"
"""The code in place of a status of a recommendation that is listed without a page: it is not followed."""
PART = "part"
"""The code in ``past_a_deadline`` of a part such as 7.1: lists and counts have its recommendation."""
NOT_TRACKED = "not_tracked"
"""The code in ``past_a_deadline`` of a recommendation without a status."""
NO_RESPONSE = "no_response"
"""The position of an organisation, or of a recommendation, of which nothing is published."""

NOT_COMPLETE = "not_complete"
"""The code in place of what is known of the completion date."""


def public_name_of(organisation: Organisation) -> str:
    return organisation.name if organisation.live else NOT_NAMED


def address(page: Page, section: PublishedSection) -> str:
    return section.page_address(page)


def lead(name: str) -> Read:
    """Return what reads the post that leads the work, or else the whole plan."""
    return lambda page, section: (
        getattr(page, name) or getattr(page.super_complaint, name)
    )


def plain(name: str) -> Read:
    """Return what reads rich text as plain text."""
    return lambda part, section: section.plain_text(getattr(part, name))


def plain_stream(name: str) -> Read:
    """Return what reads blocks as plain text."""
    return lambda part, section: section.plain_stream(getattr(part, name))


def status_code(row: RecommendationState) -> str:
    """Return the status of ``row`` today or, without one, the code that says why there is none."""
    return row.status_today or NO_STATUS_CODES[row.who_is_asked]


def past_a_deadline(page: Any, section: PublishedSection) -> str:
    """Return “yes” for what the list of recommendations finds by “Overdue”, and no other recommendation."""
    overall = page.overall_state
    if overall.is_part:
        return PART
    if not overall.status_today:
        return NOT_TRACKED
    return "yes" if overall.passed_limit else "no"


def status_detail(row: RecommendationState) -> str:
    """Return the words beside the status of ``row``, as its page has them today."""
    return respondent_state(row, timezone.localdate()).detail


def detail_of_the_whole(
    page: RecommendationResponsePage, section: PublishedSection
) -> str:
    """Return the words beside the status of ``page`` as a whole, with whose status it is."""
    return respondent_states.detail_of_the_whole(
        page.state_rows,
        timezone.localdate(),
        lambda row: public_name_of(row.respondent),
    )


def shared_position(page: RecommendationResponsePage, section: PublishedSection) -> str:
    """Return the position that all respondents share, and not only those of them who have responded."""
    shared = page.overall_state.position if page.overall_state else ""
    some_are_silent = any(
        row.respondent_id and not row.position for row in page.state_rows
    )
    return DIFFERENT_POSITIONS if shared and some_are_silent else shared or NO_RESPONSE


def respondent_name(row: Any, section: PublishedSection) -> str:
    return public_name_of(row.respondent)


def respondent_kind(row: Any, section: PublishedSection) -> str:
    return row.respondent.kind if row.respondent.live else ""


def answers_of(row: RecommendationState, section: PublishedSection) -> Iterator[Answer]:
    """Yield what the respondent of ``row`` answered, or who was there before, with who else did."""
    for answer in row.page.all_responses:
        whose = answer.respondents.all()
        if any(
            row.respondent in (respondent, respondent.latest_successor)
            for respondent in whose
        ):
            own: Any = copy(answer)  # it may be the answer of several rows
            own.jointly_with = [
                respondent for respondent in whose if respondent != row.respondent
            ]
            yield own


def _promised_update(page: Page, section: PublishedSection) -> PromisedUpdate | None:
    """Return the next update of ``page``, or of the super-complaint that it is below."""
    return section.next_updates.get(getattr(page, "super_complaint", page).pk)


def of_next_update(value_of: Callable[[PromisedUpdate], Any]) -> Read:
    """Return what reads something of the next update; nothing, if none is promised."""

    def read(page: Page, section: PublishedSection) -> Any:
        promise = _promised_update(page, section)
        return value_of(promise) if promise else None

    return read


def next_update_known(page: Page, section: PublishedSection) -> Knowledge:
    promise = _promised_update(page, section)
    return promise.knowledge if promise else Knowledge.NOT_ENTERED


def evidence_documents(
    action: Any, section: PublishedSection
) -> Iterator[dict[str, str]]:
    """Yield the files of the evidence; one that is not public has no address."""
    names = section.referenced_names
    for block in action.evidence.raw_data:
        if block["type"] != "document":
            continue
        file = block["value"]
        title = file.get("title") or names.name_of("document", file["document"])
        yield {
            "title": title,
            "url": section.absolute(names.document_address(file["document"])),
        }


def completion_known(action: Any, section: PublishedSection) -> str:
    """Return what is known of the completion date; no code of that, if it is not marked complete."""
    if action.status == ActionStatus.COMPLETE:
        return STATED_NONE["completed"].known_in(action)
    return NOT_COMPLETE


def known_of_block(name: str) -> Read:
    """Return what reads whether ``name`` is given in a block: a block cannot say that there is none."""
    return lambda value, section: knowledge_of(value.get(name), stated_none=False)


def listed_identifier(page: SuperComplaintPage, block: dict[str, Any]) -> str:
    """Return the identifier: that of the catalogue, or else one of this site."""
    return f"{page.identifier}/{block['value'].get('identifier') or block['id']}"


def other_recommendations(
    page: SuperComplaintPage, section: PublishedSection
) -> list[dict[str, Any]]:
    """Return the recommendations that have no page, each with its place on that of the super-complaint."""
    address = section.page_address(page)
    found = []
    for block in page.other_recommendations.raw_data:
        found.append(
            {
                **block["value"],
                "id": listed_identifier(page, block),
                "url": f"{address}#other-{block['id']}",
            }
        )
    return found


def links(page: SuperComplaintPage, section: PublishedSection) -> list[dict[str, Any]]:
    """Return the official links; a link to a page that is deleted or not public has no address."""
    return [
        {
            "text": link["text"],
            "url": section.linked_pages.get(link.get("page") or 0) or link.get("url"),
        }
        for link in stored_block_values(page.links)
    ]


def correspondence(
    page: SuperComplaintPage, section: PublishedSection
) -> list[dict[str, Any]]:
    return [
        {**letter, "summary": section.plain_text(letter.get("summary"))}
        for letter in stored_block_values(page.correspondence)
    ]

"""What is public, read for the data: ``fields`` has what is said of it.

Recommendations without a page stand in a list on the page of their super-complaint. In
the data they are recommendations like the others, since readers join the data of forces
by all of them. Most are for others, and none is followed here: codes of their own stand
in place of their status and position.
"""

from collections.abc import Iterator
from itertools import batched, chain
from typing import Any

from complaints.catalogue.reader import read_catalogue
from complaints.models.recommendation_queryset import ALL_RELATIONS, PARENT_PATH
from complaints.register import state_counts
from complaints.vocabulary import Knowledge
from pages.core import stored_content

from .field_descriptions import CodeType, field_values
from .fields import (
    NEXT_UPDATE_FIELDS,
    OTHER_RECOMMENDATION_FIELDS,
    RECOMMENDATION_FIELDS,
)
from .published_section import PublishedSection
from .values import NO_RESPONSE, NOT_TRACKED, WITHOUT_PAGE, other_recommendations


def listed_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of the recommendations without a page, in the order of the pages that list them."""
    for page in section.super_complaints.values():
        for entry in other_recommendations(page, section):
            described = field_values(OTHER_RECOMMENDATION_FIELDS.fields, entry, section)
            del described["outcome"]
            addressees_printed = described.pop("addressees")
            item = read_catalogue().item(described["id"])
            if item:
                described |= _code_and_label("theme", item.theme)
            yield {
                **{
                    field.name: field.empty_value
                    for field in RECOMMENDATION_FIELDS.fields
                },
                **described,
                "addressees_printed": addressees_printed,
                "publisher": section.publisher,
                "super_complaint": page.identifier,
                "super_complaint_title": page.title,
                "super_complaint_url": section.page_address(page),
                "report_published": str(page.report_published or "") or None,
                "respond_by": str(page.respond_by or "") or None,
                **field_values(NEXT_UPDATE_FIELDS, page, section),
                **_code_and_label("availability", "published"),
                **_code_and_label("status", WITHOUT_PAGE),
                **_code_and_label("past_a_deadline", NOT_TRACKED),
                **_code_and_label("position", NO_RESPONSE),
                **_code_and_label("lead_known", Knowledge.NOT_ENTERED),
            }


LABELS_OF_CODES = {
    field.name: dict(field.type.labels)
    for field in RECOMMENDATION_FIELDS.fields
    if isinstance(field.type, CodeType)
}


def _code_and_label(name: str, code: str) -> dict[str, str]:
    """Return ``code`` and its label as the values of the fields called ``name`` of a recommendation."""
    return {name: code, f"{name}_label": LABELS_OF_CODES[name][code]}


RECOMMENDATIONS_PER_BATCH = 200
"""Recommendations that are read together; each batch takes the same number of queries."""


def read_recommendations(section: PublishedSection) -> Iterator[Any]:
    """Yield the public recommendations by super-complaint and number."""
    in_order = (
        section.recommendations()
        .annotate(place=PARENT_PATH)
        .prefetch_related(*ALL_RELATIONS)
        .select_related("page_review")
        .order_by("place", "sort_key", "path")
        .iterator(chunk_size=RECOMMENDATIONS_PER_BATCH)
    )
    _expect_links_of_super_complaints(section)
    for pages in batched(in_order, RECOMMENDATIONS_PER_BATCH, strict=False):
        parts = chain.from_iterable(page.child_objects for page in pages)
        section.referenced_names.expect(stored_content.link_targets_in_objects(parts))
        for page in pages:
            parent = section.super_complaint_of(page)
            # A page that was hidden or deleted since it was read has no overall state.
            if parent and page.overall_state:
                page.super_complaint = parent
                yield _as_published(page)


def _as_published(page: Any) -> Any:
    """Give ``page`` the availability of what can be read."""
    page.availability = "published"
    page.withdrawn_on = page.withdrawn_because = None
    return page


def _expect_links_of_super_complaints(section: PublishedSection) -> None:
    pages = section.super_complaints.values()
    parts = chain.from_iterable(page.child_objects for page in pages)
    section.referenced_names.expect(
        stored_content.link_targets_in_objects([*pages, *parts])
    )


def read_super_complaints(section: PublishedSection) -> Iterator[Any]:
    """Yield the public super-complaints, each with the progress of its recommendations."""
    progress = state_counts.count_statuses_by_super_complaint(section.index_page, "")[1]
    _expect_links_of_super_complaints(section)
    for path, page in section.super_complaints.items():
        page.progress = progress[path]
        yield _as_published(page)

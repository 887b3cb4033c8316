"""Recommendations without a page: they stand in a list on the page of their super-complaint.

In the data they are recommendations like the others, since readers join the data of forces by all of them.
Most are for others, so that nothing is said here of their position and state.
"""

from collections.abc import Iterator
from typing import Any

from complaints.models import SuperComplaintPage
from complaints.vocabulary import ItemKind

from . import code_lists
from .published_section import PublishedSection
from .recommendation_fields import RECOMMENDATION_FIELDS


def listed_identifier(page: SuperComplaintPage, block: dict[str, Any]) -> str:
    """Return the identifier: that of the catalogue, or else one of this site."""
    return f"{page.identifier}/{block['value'].get('identifier') or block['id']}"


def listed_values(section: PublishedSection) -> Iterator[dict[str, Any]]:
    """Yield the values of the recommendations without a page, in the order of the pages that list them."""
    for page in section.super_complaints.values():
        for block in page.other_recommendations.raw_data:
            yield _values(page, block, section)


def _values(page: SuperComplaintPage, block: dict[str, Any], section: PublishedSection) -> dict[str, Any]:
    value = {name: found or None for name, found in block["value"].items()}
    address = section.page_address(page)
    return {
        **{field.name: field.empty_value for field in RECOMMENDATION_FIELDS.fields},
        "id": listed_identifier(page, block),
        "status": "published",
        "status_label": dict(code_lists.STATUS.labels)["published"],
        "url": f"{address}#other-{block['id']}",
        "publisher": section.publisher,
        "super_complaint": page.identifier,
        "super_complaint_title": page.title,
        "super_complaint_url": address,
        "kind": value["kind"],
        "kind_label": ItemKind(str(value["kind"])).label,
        "number": value.get("number"),
        "title": value["title"],
        "summary": value["summary"],
        "addressees_printed": value.get("addressees"),
        "deadline_printed": value.get("deadline"),
    }

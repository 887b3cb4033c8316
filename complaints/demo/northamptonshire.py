"""Loads the real content of the page that this site replaces: the catalogue with the answers of that page.

``answers/`` has a file for each report that was answered or mentioned: fields of its
page, and below ``items`` those of its recommendations, by the identifier in the
catalogue.
"""

import logging
from collections import Counter
from pathlib import Path
from typing import Any

from complaints.catalogue.reader import read_catalogue, read_toml
from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.site_setup.facts import SectionFacts, read_facts
from complaints.site_setup.loading import (
    STANDARD_PAGE_TYPES,
    load_home,
    load_organisations,
    load_page,
    publishing_on_empty_site,
)
from complaints.site_setup.page_fields import (
    item_fields,
    items_with_pages,
    page_fields,
    super_complaint_fields,
    wording_fields,
)

FOLDER = Path(__file__).parent
logger = logging.getLogger(__name__)


def demonstration_facts() -> SectionFacts:
    return read_facts(FOLDER / "northamptonshire.toml")


def read_answers(identifier: str) -> dict[str, Any]:
    """Return what was answered to a report.

    Raises ``ValueError`` for an item that the catalogue lacks.
    """
    path = FOLDER / "answers" / f"{identifier}.toml"
    if not path.exists():
        return {}
    answers = read_toml(path)
    for name in answers.get("items", {}):
        if not read_catalogue().item(f"{identifier}/{name}"):
            raise ValueError(f"{identifier}/{name} is not in the catalogue.")
    return answers


def load_initial_content() -> Counter[str]:
    """Load the content, all or nothing, on an empty site; return the number of pages of each type."""
    facts = demonstration_facts()
    with publishing_on_empty_site():
        home = load_home(page_fields("home", facts), wording_fields(facts))
        organisations = load_organisations(facts)
        section = load_page(
            home, SuperComplaintIndexPage, page_fields("section", facts)
        )
        for fields, items in demonstration_super_complaints(facts):
            super_complaint = load_page(
                section, SuperComplaintPage, fields, organisations
            )
            for item in items:
                load_page(
                    super_complaint, RecommendationResponsePage, item, organisations
                )
        for name, page_type in STANDARD_PAGE_TYPES.items():
            load_page(home, page_type, page_fields(name, facts))
    logger.info(
        "The initial content was published without an approval because the database was empty."
    )
    pages = home.get_descendants(inclusive=True)
    return Counter(str(page.specific_class._meta.verbose_name) for page in pages)


LoadedFields = tuple[dict[str, Any], list[dict[str, Any]]]
"""The fields of a super-complaint, and those of each of its recommendations."""


def demonstration_super_complaints(facts: SectionFacts) -> list[LoadedFields]:
    """Return the fields of each super-complaint, and of its recommendations, with the answers to them."""
    super_complaints = []
    for report in read_catalogue().reports:
        fields = super_complaint_fields(report, facts.bodies)
        items = {
            item.identifier: item_fields(item, facts.bodies)
            for item in items_with_pages(report, facts.bodies)
        }
        answers = read_answers(report.identifier)
        super_complaints.append(_with_answers(fields, items, answers))
    return super_complaints


def _with_answers(
    fields: dict[str, Any], items: dict[str, dict[str, Any]], answers: dict[str, Any]
) -> LoadedFields:
    answered = answers.pop("items", {})
    together = []
    for name, item in items.items():
        answer = answered.get(name, {})
        # The local responses stand before the national replies.
        responses = [*answer.get("responses", []), *item["responses"]]
        together.append({**item, **answer, "responses": responses})
    for name in ("links", "body"):
        fields[name] = [*answers.pop(name, []), *fields[name]]
    return {**fields, **answers}, together

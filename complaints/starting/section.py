"""Makes the site of a force that starts: wording and organisations, and drafts of every page.

The force's own texts name what has to be confirmed. Nothing is public before its home page is, and that waits
for privacy, accessibility and cookies (``HomePage.clean_for_publication``).
"""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.content.models import AccessibilityStatementPage, PrivacyPage, SafetyPage
from pages.cookies.models import CookiesPage
from pages.feedback.models import FeedbackPage

from .facts import SectionFacts
from .loading import (
    build_instance,
    load_home,
    load_page,
    publish_instance,
    publishing_on_empty_site,
    put_into_set,
)
from .page_fields import item_fields, items_with_pages, page_fields, super_complaint_fields, wording_fields

STANDARD_PAGE_TYPES = {
    "feedback": FeedbackPage,
    "safety": SafetyPage,
    "cookies": CookiesPage,
    "privacy": PrivacyPage,
    "accessibility": AccessibilityStatementPage,
}
OPENING_SET = "Opening of the site"
REPORTS_SET = "The reports of the super-complaints"


def start_section(facts: SectionFacts, reports: Sequence[Report]) -> tuple[int, int]:
    """Make the site with ``reports``; return how many pages its two sets have, the reports second.

    All or nothing. Raises ``SiteNotEmptyError`` if there is content already.
    """
    with publishing_on_empty_site():
        home = load_home(page_fields("home", facts), wording_fields(facts), publish=False)
        organisations = load_organisations(facts)
        section = load_page(home, SuperComplaintIndexPage, page_fields("section", facts), publish=False)
        texts = [
            load_page(home, page_type, page_fields(name, facts, ask=True), publish=False)
            for name, page_type in STANDARD_PAGE_TYPES.items()
        ]
        pages = [page for report in reports for page in _draft_report(section, report, facts, organisations)]
        opening = [home, section, *texts]
        put_into_set(OPENING_SET, opening)
        if pages:
            put_into_set(REPORTS_SET, pages)
        return len(opening), len(pages)


def load_organisations(facts: SectionFacts) -> dict[str, Organisation]:
    own: list[dict[str, Any]] = [{"name": facts.name, "kind": "police_force", "web_address": facts.website}]
    if commissioner := facts.commissioner:
        own.append({"name": commissioner.name, "kind": "commissioner", "web_address": commissioner.website})
    national = [
        {
            "name": body.name,
            "kind": body.kind,
            "web_address": body.web_address,
            "former_names": [{"name": each.name, "used_to": str(each.used_to)} for each in body.former_names],
        }
        for body in read_catalogue().organisations
    ]
    return {
        fields["name"]: publish_instance(build_instance(Organisation, fields)) for fields in [*own, *national]
    }


def _draft_report(
    section: Page, report: Report, facts: SectionFacts, organisations: dict[str, Organisation]
) -> list[Page]:
    page = load_page(
        section,
        SuperComplaintPage,
        super_complaint_fields(report, facts.bodies),
        organisations,
        publish=False,
    )
    return [
        page,
        *(
            load_page(
                page,
                RecommendationResponsePage,
                item_fields(item, facts.bodies),
                organisations,
                publish=False,
            )
            for item in items_with_pages(report, facts.bodies)
        ),
    ]

"""Drafts of a report of the catalogue, on a site that is there already."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from complaints.models import Organisation, RecommendationResponsePage, SuperComplaintPage
from pages.moderation.gate.locks import lock_row
from pages.moderation.gate.sets import make_set

from .loading import build_instance
from .local_bodies import local_bodies_of_site
from .reports import item_fields, items_with_pages, super_complaint_fields, with_known_names


def reports_to_add(section: Page) -> list[Report]:
    """Return the reports of the catalogue that have no page in ``section``, the newest first."""
    present = set(SuperComplaintPage.objects.child_of(section).values_list("identifier", flat=True))
    return [report for report in reversed(read_catalogue().reports) if report.identifier not in present]


@transaction.atomic
def draft_report(section: Page, person: User, report: Report) -> SuperComplaintPage:
    """Make drafts of ``report`` and what it asks of this force, as one set.

    Raises ``ValidationError`` if it is there already, or if its address belongs to another page.
    """
    lock_row(section)
    if report not in reports_to_add(section):
        raise ValidationError("This report has a page already. Go on with that.")
    bodies = local_bodies_of_site()
    organisations = {each.name: each for each in Organisation.objects.filter(live=True)}
    fields = super_complaint_fields(report, bodies)
    page = _add(section, person, SuperComplaintPage, fields, organisations)
    items = [
        _add(page, person, RecommendationResponsePage, item_fields(item, bodies), organisations)
        for item in items_with_pages(report, bodies)
    ]
    make_set(person, f"{page.title}: response", objects=[page, *items])
    return page


def _add(
    parent: Page, person: User, page_type: Any, fields: dict[str, Any], organisations: dict[str, Organisation]
) -> Any:
    """Add a draft; it names only organisations that this site has."""
    fields = with_known_names(fields, organisations)
    page = build_instance(page_type, fields, organisations)
    page.live, page.owner = False, person
    parent.add_child(instance=page)
    page.save_revision(user=person, log_action=True)
    return page

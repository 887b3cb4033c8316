"""Propose what the catalogue of this release knows more of, but no texts or answers, as drafts in one set."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.starting.facts import LocalBodies, local_bodies_of_site
from complaints.starting.loading import load_page, put_into_set
from complaints.starting.page_fields import (
    item_fields,
    items_with_pages,
    super_complaint_fields,
    with_known_names,
)
from pages.moderation.gate.publication_set import set_holding

FACTS_OF_REPORTS = (
    *("official_title", "stage", "found_eligible", "report_published", "report_link"),
    *("respond_by", "respond_by_printed", "recommendations_made"),
)
FACTS_OF_ITEMS = ("number", "deadline", "deadline_printed", "addressees_printed")


@transaction.atomic
def propose_changes() -> list[str]:
    """Make drafts of everything that the catalogue has otherwise, as one set; return a line for each page."""
    bodies, drafts, told = local_bodies_of_site(), [], []
    for section in SuperComplaintIndexPage.objects.all():
        for page in SuperComplaintPage.objects.child_of(section):
            report = read_catalogue().report(page.identifier)
            for draft, line in _changes(page, report, bodies) if report else ():
                told.append(line)
                drafts += [draft] if draft else []
    if drafts:
        put_into_set(f"Catalogue of {read_catalogue().version}", drafts)
    return told


def _changes(page: Page, report: Report, bodies: LocalBodies) -> Iterator[tuple[Page | None, str]]:
    """Yield each page that changes, as a draft, with what changes; no draft where somebody else has one."""
    yield from _changed(page, super_complaint_fields(report, bodies), FACTS_OF_REPORTS)
    items = {each.identifier: each for each in RecommendationResponsePage.objects.child_of(page)}
    organisations = {each.name: each for each in Organisation.objects.filter(live=True)}
    for item in items_with_pages(report, bodies):
        fields = item_fields(item, bodies)
        if there := items.get(f"{report.identifier}/{item.identifier}"):
            yield from _changed(there, fields, FACTS_OF_ITEMS)
        else:
            fields = with_known_names(fields, organisations)
            new = load_page(page, RecommendationResponsePage, fields, organisations, publish=False)
            yield new, f"{new.full_name}: new"


def _changed(page: Any, fields: dict[str, Any], names: tuple[str, ...]) -> Iterator[tuple[Page | None, str]]:
    draft = page.get_latest_revision_as_object()
    changes = {
        name: fields[name]
        for name in names
        if fields.get(name) and str(getattr(draft, name) or "") != str(fields[name])
    }
    if not changes:
        return
    line = f"{draft.full_name}: {', '.join(f'{name} {value}' for name, value in changes.items())}"
    if page.has_unpublished_changes or page.workflow_in_progress or set_holding(page):
        yield None, f"{line} (left out: somebody is changing this page)"
        return
    for name, value in changes.items():
        setattr(draft, name, type(draft)._meta.get_field(name).to_python(value))
    draft.change_note = "Brought in line with the national catalogue of reports."
    draft.save_revision(log_action=True)
    yield page, line


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        told = propose_changes()
        for line in told:
            self.stdout.write(line)
        if not told:
            self.stdout.write(f"Nothing differs from the catalogue of {read_catalogue().version}.")

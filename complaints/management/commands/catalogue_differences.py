"""List what the catalogue of this release has that the site lacks, and change nothing.

Run it after an upgrade that brings a newer catalogue.
"""

from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from complaints.catalogue.reader import FaultsError, read_catalogue
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.site_setup.facts import helplines_of_site, local_bodies_of_site
from complaints.site_setup.page_fields import items_with_pages


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        try:
            version = read_catalogue().version
        except FaultsError as error:
            raise CommandError(str(error)) from error
        lines = [*missing_reports_and_items(), *missing_helplines()]
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write(f"The site has all that the catalogue of {version} has.")


def missing_reports_and_items() -> Iterator[str]:
    """Yield a line for each super-complaint that has no page, and for each recommendation asked of the force."""
    bodies = local_bodies_of_site()
    pages = {page.identifier for page in SuperComplaintPage.objects.all()}
    items = {page.identifier for page in RecommendationResponsePage.objects.all()}
    for report in read_catalogue().reports:
        if report.identifier not in pages:
            yield f"Super-complaint {report.identifier}: {report.title}"
            continue
        for item in items_with_pages(report, bodies):
            if items.isdisjoint(report.names_of(item)):
                yield f"Recommendation {report.identifier_of(item)}: {item.title}"


def missing_helplines() -> Iterator[str]:
    """Yield a line for each helpline that the page about safety does not have."""
    present = helplines_of_site()
    for service in read_catalogue().services:
        if service.name not in present:
            yield f"Helpline {service.name} ({', '.join(service.nations)}): {service.web}"

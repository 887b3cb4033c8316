"""Every public address takes a fixed number of queries, however much there is: the numbers stand here."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from pages.public import public_pages
from tests.pages.moderation.routes.discovery import url_patterns

pytestmark = pytest.mark.django_db

SIZES = [(2, 2), (4, 8)]
"""Super-complaints, and recommendations in each."""
QUERIES = {
    "AccessibilityStatementPage": 5,
    "CookiesPage": 7,
    "FeedbackPage": 5,
    "HomePage": 6,
    "RecommendationResponsePage": 10,
    "RecommendationResponsePage as it stood": 10,
    "RecommendationResponsePage compare": 9,
    "RecommendationResponsePage history": 9,
    "RecommendationResponsePage version": 10,
    "SafetyPage": 5,
    "SuperComplaintIndexPage": 12,
    "SuperComplaintIndexPage as it stood": 16,
    "SuperComplaintIndexPage recommendations": 17,
    "SuperComplaintPage": 11,
    "SuperComplaintPage as it stood": 15,
    "SuperComplaintPage compare": 9,
    "SuperComplaintPage history": 10,
    "SuperComplaintPage version": 10,
    "SuperComplaintPage whole_response": 16,
    "robots.txt": 1,
    "search/": 12,
    "sitemap.xml": 10,
    "super-complaints/data/": 8,
    "super-complaints/data/changes.csv": 12,
    "super-complaints/data/changes.csv-metadata.json": 4,
    "super-complaints/data/openapi.json": 4,
    "super-complaints/data/recommendations.csv": 21,
    "super-complaints/data/recommendations.csv-metadata.json": 4,
    "super-complaints/data/recommendations.json": 22,
    "super-complaints/data/recommendations.schema.json": 3,
    "super-complaints/data/super-complaints.json": 15,
    "super-complaints/data/super-complaints.schema.json": 3,
    "super-complaints/updates.atom": 7,
}
"""The most queries that an address of each kind takes: 10 where one thing is shown, 16 for a super-complaint.

One of them asks when what is shown last changed, and one for all pages and documents that texts lead to.
"""
if connection.vendor == "postgresql":
    # How alike words must be that it suggests is set, and set back, within a transaction of its own.
    QUERIES["search/"] = 20
ASKED_WITH = {
    "SuperComplaintIndexPage recommendations": [
        "?q=sample&sort=changed",
        "?state=in_progress&sort=deadline",
        "?super_complaint=sample-1&position=accepted&action_status=complete&progress=silent",
        "?deadline_from=2023&deadline_to=2030&progress=overdue&progress=slipped",
    ],
    "SuperComplaintPage compare": ["?old=1&new=2", "?old=1&new=2&view=side"],
    "RecommendationResponsePage compare": ["?old=1&new=2", "?old=1&new=2&view=side"],
    "search/": ["?q=sample", "?q=sample&within=super-complaints", "?q=smaple", "?q=recommendation+2"],
}
ELSEWHERE = ("admin/", "^", "documents/", "media/", "_util/", "cookies/", "feedback/", "healthz", "readyz")
"""How the patterns begin of what is no address of the section, or leads to pages, which are walked here."""


def routes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the kind and the address of all that there is at ``page``."""
    kind = type(page).__name__
    yield kind, page.url
    if not isinstance(page, RoutablePageMixin):
        return
    yield f"{kind} as it stood", f"{page.url}?as_at={timezone.localdate()}"
    for route in page.get_subpage_urls():
        if str(route.pattern):
            arguments = [1] * len(route.pattern.converters)
            yield f"{kind} {route.name}", page.url + page.reverse_subpage(route.name, args=arguments)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield the kind and the address of everything that readers can ask for."""
    for page in public_pages(Page.objects.filter(depth__gt=1)).specific():
        yield from routes(page)
    for _, pattern, _ in url_patterns():
        if not pattern.startswith(ELSEWHERE):
            yield pattern, f"/{pattern}"


def most_queries(client) -> dict[str, int]:
    """Return, for each kind, the most queries that one of its addresses takes."""
    found: dict[str, int] = defaultdict(int)
    for kind, address in addresses():
        for asked in ["", *ASKED_WITH.get(kind, [])]:
            if kind not in found:
                client.get(address)  # what is kept from then on, such as the numbers of content types
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address + asked)
                b"".join(answer)
            assert answer.status_code == 200, address + asked
            found[kind] = max(found[kind], len(captured))
    return dict(found)


@pytest.mark.parametrize(("super_complaints", "recommendations"), SIZES)
def test_every_public_address_takes_as_many_queries_as_stand_here(client, super_complaints, recommendations):
    call_command(
        "load_sample", super_complaints=super_complaints, recommendations=recommendations, verbosity=0
    )
    ContentType.objects.clear_cache()

    assert most_queries(client) == QUERIES

"""The number of queries of a public address does not grow with what it lists."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from complaints.models import SuperComplaintPage
from pages.core.page_visibility import public_pages
from tests.bench.sample.loader import load_sample
from tests.effort import by_effort
from tests.pages.moderation.routes.discovery import url_patterns

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SIZES = [(1, 4), (2, 7)]
"""Super-complaints, and recommendations in each, of which every third links to pages and documents."""
ASKED_WITH = {
    "SuperComplaintIndexPage recommendations": [
        "?q=sample&sort=changed",
        "?status=past_deadline&sort=deadline",
        "?status=in_progress&sort=deadline",
        "?super_complaint=sample-1&position=accepted&action_status=complete&progress=silent",
        "?deadline_from=2023&deadline_to=2030&progress=overdue&progress=slipped",
    ],
    "SuperComplaintPage compare": ["?old=1&new=2"],
    "RecommendationResponsePage compare": ["?old=1&new=2"],
    "search/": [
        "?q=sample",
        "?q=sample&within=super-complaints",
        "?q=smaple",
        "?q=recommendation+2",
    ],
}
ELSEWHERE = (
    "admin/",
    "^",
    "documents/",
    "media/",
    "_util/",
    "accounts/",
    "cookies/",
    "feedback/",
    "healthz",
    "readyz",
    "metrics",
    ".well-known/",
    "patterns/",
    "login/",
)
"""How the patterns begin of what is no address of the section, or leads to pages, which are walked here."""


def routes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the kind and the address of each route of ``page``."""
    kind = type(page).__name__
    yield kind, page.url
    if not isinstance(page, RoutablePageMixin):
        return
    for route in page.get_subpage_urls():
        if str(route.pattern):
            arguments = [1] * len(route.pattern.converters)
            yield (
                f"{kind} {route.name}",
                page.url + page.reverse_subpage(route.name, args=arguments),
            )


def addresses() -> list[tuple[str, str]]:
    """Return the kind and address of public routes: one of each kind, or two at full effort."""
    by_kind = defaultdict(list)
    for kind, address in _all_addresses():
        by_kind[kind].append((kind, address))
    return [each for found in by_kind.values() for each in found[: by_effort(1, 2)]]


def _all_addresses() -> Iterator[tuple[str, str]]:
    for page in public_pages(Page.objects.filter(depth__gt=1)).specific():
        yield from routes(page)
    for _, pattern, _ in url_patterns():
        if not pattern.startswith(ELSEWHERE):
            yield (
                pattern,
                f"/{pattern}".replace(
                    "<slug:slug>", SuperComplaintPage.objects.live()[0].slug
                ),
            )


def most_queries(client) -> dict[str, int]:
    """Return, for each kind, the most queries that one of its addresses takes."""
    found: dict[str, int] = defaultdict(int)
    for kind, address in addresses():
        if kind not in found:
            # Fill caches, such as the one of content types.
            client.get(address)
        for asked in ["", *ASKED_WITH.get(kind, [])]:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address + asked)
                b"".join(answer)
            assert answer.status_code == 200, address + asked
            found[kind] = max(found[kind], len(captured))
    return dict(found)


def counted(client, super_complaints: int, recommendations: int) -> dict[str, int]:
    """Return the same for a site with this content, which is removed afterwards."""
    with transaction.atomic():
        load_sample(super_complaints=super_complaints, recommendations=recommendations)
        ContentType.objects.clear_cache()
        found = most_queries(client)
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    return found


def test_query_counts_do_not_grow_with_the_content(client):
    few, many = (counted(client, *size) for size in SIZES)

    assert len(few) > 30
    assert {
        kind: (few[kind], number) for kind, number in many.items() if number > few[kind]
    } == {}

"""List pages that readers and editors need, each with words of it: deploy/ask-pages asks for them.

With --ask, this process makes each page itself, and names those that fail: before a
release serves anyone.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import escape
from wagtail.models import Page, Site

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.content.models import HomePage
from pages.cookies.models import CookiesPage
from pages.core.page_visibility import public_pages
from pages.feedback.models import FeedbackPage
from pages.published.serving import own_request

PAGE_TYPES: tuple[type[Page], ...] = (
    HomePage,
    SuperComplaintPage,
    RecommendationResponsePage,
    FeedbackPage,
    CookiesPage,
)
SIGN_IN = "/admin/login/"
ANSWERS_OF_SECTION = {
    "/search/?q=police": "police",
    "/super-complaints/data/recommendations.csv": "availability",
}
"""Other answers that are there once a super-complaint is public, with words that are in them."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ask",
            action="store_true",
            help="Request each page, and list those that fail.",
        )

    def handle(self, *args: Any, ask: bool, **options: Any) -> None:
        application = WSGIHandler()
        problems: list[str] = []
        # All at once: each answer may close the connection.
        for address, text in list(list_pages()):
            self.stdout.write(f"{address}\t{text}")
            if ask:
                problems += list_problems(application, address, text)
        if problems:
            raise CommandError(" ".join(problems))


def list_problems(application: WSGIHandler, address: str, text: str) -> Iterator[str]:
    """Yield what is wrong with the answer to a reader who asks ``application`` for ``address``."""
    statuses = []
    answer: Any = application(
        own_request(address),
        lambda status, *_: statuses.append(status),  # type: ignore[arg-type]
    )
    with closing(answer):
        body = b"".join(answer)
    if not statuses[0].startswith("200"):
        yield f"The page {address} fails: {statuses[0]}."
    elif text.encode() not in body:
        yield f"The page {address} lacks “{text}”."


def list_pages() -> Iterator[tuple[str, str]]:
    """Yield the address of a public page of each type, and of other answers, each with words of it.

    A new site has no public pages: then it is the page for signing in alone.
    """
    yield SIGN_IN, "password"
    site = Site.objects.filter(is_default_site=True).first()
    if not site:
        return
    public_types = []
    for page_type in PAGE_TYPES:
        page = public_pages(page_type.objects.in_site(site)).first()
        if page:
            public_types.append(page_type)
            yield page.get_url_parts()[2], escape(page.title)
    if SuperComplaintPage in public_types:
        yield from ANSWERS_OF_SECTION.items()

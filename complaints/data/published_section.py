"""The section of super-complaints whose data a request asks for, and what was taken down in it."""

from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction, Site

from complaints.history import version_texts
from complaints.history.version_texts import ReferencedNames
from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.next_update import PromisedUpdate, open_promises
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.register.listed_pages import public_section
from complaints.register.super_complaint_page import withdrawn_last_versions
from pages.content.site_wording import site_wording_for
from pages.core.grouping import index_by, index_by_text_key
from pages.core.page_visibility import public_descendants, public_pages


@dataclass
class PublishedSection:
    """The public section of one site, as one request sees it."""

    index_page: SuperComplaintIndexPage
    site: Site
    request: HttpRequest
    referenced_names: ReferencedNames = field(default_factory=ReferencedNames)

    def page_address(self, page: Page) -> str:
        return page.get_full_url(self.request)

    def plain_text(self, html: object) -> str:
        return version_texts.rich_text_to_plain_text(html, self.referenced_names)

    def plain_stream(self, value: StreamValue) -> str:
        return version_texts.stream_to_plain_text(
            value.stream_block, list(value.raw_data), self.referenced_names
        )

    def absolute(self, path: str) -> str:
        """Return the absolute address of ``path``; empty for an empty path."""
        return f"{self.site.root_url}{path}" if path else ""

    def absolute_address(self, name: str) -> str:
        return f"{self.site.root_url}{reverse(name)}"

    @property
    def publisher(self) -> str:
        return site_wording_for(self.request).force_name

    @cached_property
    def super_complaints(self) -> dict[str, SuperComplaintPage]:
        """The public super-complaints by tree path, in the order of the page tree."""
        pages = (
            public_descendants(SuperComplaintPage.objects.all(), self.index_page)
            .order_by("path")
            .select_related("page_review")
            .prefetch_related(
                "lead_bodies",
                "supporting_bodies",
                "responses__respondents",
                "next_updates",
            )
        )
        return index_by(pages, "path")

    def super_complaint_of(self, page: Page) -> SuperComplaintPage | None:
        """Return the public super-complaint above the recommendation ``page``."""
        return self.super_complaints.get(page.path[: -page.steplen])

    @cached_property
    def next_updates(self) -> dict[int, PromisedUpdate]:
        """The promised updates of the public super-complaints by the keys of these."""
        return open_promises(self.super_complaints.values())

    @cached_property
    def identifiers(self) -> dict[int, str]:
        """The identifiers of the public recommendations by their keys."""
        return dict(self.recommendations().values_list("pk", "published_identifier"))

    @cached_property
    def linked_pages(self) -> dict[int, str]:
        """The addresses of the public pages among the official links, by their keys."""
        keys = []
        for page in self.super_complaints.values():
            keys += [link.get("page") for link in stored_block_values(page.links)]
        linked = public_pages(Page.objects.filter(pk__in=keys))
        return {page.pk: self.page_address(page) for page in linked}

    def recommendations(self) -> RecommendationQuerySet:
        return public_descendants(
            RecommendationResponsePage.objects.all(), self.index_page
        )


def stored_block_values(stream: StreamValue) -> list[dict[str, Any]]:
    """Return the stored values of blocks: the block classes would look up files one by one."""
    return [block["value"] for block in stream.raw_data]


def section_for_request(request: HttpRequest) -> PublishedSection:
    """Return the section of the request's site; raise ``Http404`` if it has no public one."""
    page = public_section(request)
    if not page:
        raise Http404
    # The data of the section may name any of its pages and organisations.
    return PublishedSection(page, Site.find_for_request(request), request)


def list_withdrawn(
    section: PublishedSection,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the public super-complaints, and the recommendations, that were taken down."""
    complaints = SuperComplaintPage.objects.child_of(section.index_page)
    gone = RecommendationResponsePage.objects.descendant_of(section.index_page).filter(
        live=False
    )
    pages: dict[str, Page] = index_by_text_key((*complaints, *gone))
    restricted = tuple(
        PageViewRestriction.objects.values_list("page__url_path", flat=True)
    )
    root = section.site.root_page.url_path.rstrip("/")
    entries: list[dict[str, Any]] = []
    for version in withdrawn_last_versions().exclude(identifier=""):
        page = pages.get(version.object_id)
        url_path = page.url_path if page else root + version.path
        if not url_path.startswith(restricted) and not (page and page.live):
            entries.append(
                {
                    "identifier": version.identifier,
                    "availability": "withdrawn",
                    "withdrawn_on": timezone.localdate(version.withdrawn_at),
                    "withdrawn_because": version.withdrawn_because,
                }
            )
    complaints = []
    items = []
    for entry in sorted(entries, key=itemgetter("identifier")):
        if "/" in entry["identifier"]:
            items.append(entry)
        else:
            complaints.append(entry)
    return complaints, items

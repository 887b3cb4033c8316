"""The section of super-complaints whose data a request asks for."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from complaints.history import plain_text
from complaints.history.referenced_names import ReferencedNames
from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.register.listed_pages import public_section
from pages.content.site_wording import site_wording_for
from pages.core.page_visibility import public_descendants


@dataclass
class PublishedSection:
    """The public section of one site, as one request sees it."""

    index_page: SuperComplaintIndexPage
    site: Site
    request: HttpRequest
    referenced_names: ReferencedNames = field(default_factory=ReferencedNames)

    @cached_property
    def today(self) -> date:
        """The day in Europe/London. A response that reads it expires at midnight; others do not."""
        return timezone.localdate()

    def page_address(self, page: Page) -> str:
        """Return the absolute address of ``page``."""
        return page.get_full_url(self.request)

    def plain_stream(self, value: StreamValue) -> str:
        return plain_text.stream_to_plain_text(
            value.stream_block, list(value.raw_data), self.referenced_names
        )

    def absolute(self, path: str) -> str:
        """Return the absolute address of ``path``; empty for an empty path."""
        return f"{self.site.root_url}{path}" if path else ""

    def absolute_address(self, name: str) -> str:
        """Return the absolute address of the URL pattern ``name``."""
        return f"{self.site.root_url}{self.address_path(name)}"

    def address_path(self, name: str) -> str:
        """Return the address of the URL pattern ``name`` without the site."""
        return reverse(name)

    @property
    def publisher(self) -> str:
        return site_wording_for(self.request).force_name

    @cached_property
    def super_complaints(self) -> dict[str, SuperComplaintPage]:
        """The public super-complaints by tree path, in the order of the page tree."""
        found = public_descendants(SuperComplaintPage.objects.all(), self.index_page).order_by("path")
        found = found.select_related("page_review")
        found = found.prefetch_related("lead_bodies", "supporting_bodies", "responses__respondents")
        return {page.path: page for page in found}

    @cached_property
    def _identifiers_by_number(self) -> dict[tuple[str, str, str], str]:
        """The identifiers of the public items by path of the super-complaint, kind and number."""
        fields = ("path", "kind", "number", "published_identifier")
        found = self.recommendations().exclude(number="").values_list(*fields)
        return {(path[: -Page.steplen], kind, number): name for path, kind, number, name in found}

    def identifier_of_sibling(self, page: RecommendationResponsePage, number: str) -> str | None:
        """Return the identifier of the item ``number`` of the same super-complaint, if it is public."""
        return self._identifiers_by_number.get((page.path[: -Page.steplen], page.kind, number))

    def recommendations(self) -> RecommendationQuerySet:
        return public_descendants(RecommendationResponsePage.objects.all(), self.index_page)


def section_for_request(request: HttpRequest) -> PublishedSection:
    """Return the section of the request's site; raise ``Http404`` if it has no public one."""
    page = public_section(request)
    if not page:
        raise Http404
    # The data of the section may name any of its pages and organisations.
    return PublishedSection(page, Site.find_for_request(request), request)

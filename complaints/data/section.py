"""Whose data is asked for, and where it stands."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from complaints.history.names import Names
from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from pages.content.site_wording import site_wording_for
from pages.core.page_visibility import public_descendants, public_pages
from pages.http_cache import clock
from pages.http_cache.keys import ORGANISATIONS, below_key
from pages.http_cache.response_recorder import record_shown_keys


@dataclass
class Section:
    """The section of one site, as one request sees it."""

    page: SuperComplaintIndexPage
    site: Site
    request: HttpRequest
    names: Names = field(default_factory=Names)

    @cached_property
    def today(self) -> date:
        """The day in Europe/London; what never asks for it does not change with it."""
        return clock.today()

    def address_of(self, page: Page) -> str:
        """Return the whole address of ``page``."""
        return page.get_full_url(self.request)

    def fixed(self, name: str) -> str:
        """Return the whole address of what the addresses call ``name``."""
        return f"{self.site.root_url}{self.path_to(name)}"

    def path_to(self, name: str) -> str:
        """Return the same without the site."""
        return reverse(name)

    @property
    def path(self) -> str:
        """The address of its front page on its site."""
        return self.page.get_url_parts(self.request)[2]

    @property
    def publisher(self) -> str:
        """The force’s name."""
        return site_wording_for(self.request).force_name

    @cached_property
    def super_complaints(self) -> dict[str, SuperComplaintPage]:
        """The public super-complaints, in the order of the tree, by tree path."""
        found = public_descendants(SuperComplaintPage.objects.all(), self.page).order_by("path")
        found = found.prefetch_related("lead_bodies", "supporting_bodies")
        return {page.path: page for page in found}

    def recommendations(self) -> Any:
        """Return the public recommendations."""
        return public_descendants(RecommendationResponsePage.objects.all(), self.page)


def section_of(request: HttpRequest) -> Section:
    """Return the section of the request's site; without one that anybody may read, it is not found."""
    site = Site.find_for_request(request)
    page = public_pages(SuperComplaintIndexPage.objects.in_site(site)).first() if site else None
    if not page:
        raise Http404
    # Whatever is told of the section may name any of its pages and organisations.
    record_shown_keys(below_key(page.pk), ORGANISATIONS)
    return Section(page, site, request)

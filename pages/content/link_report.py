"""The report of links that lead nowhere: out of the site, and to pages that are not public."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page, ReferenceIndex

from pages.content.models import CheckedLink
from pages.core.page_visibility import public_pages
from pages.moderation.desk.menus import Report
from pages.moderation.desk.open_reviews import TimeColumn
from pages.moderation.gate import roles
from pages.moderation.gate.permissions import ReportPolicy


class BrokenLink(NamedTuple):
    """A link of a public page that leads nowhere."""

    page: str
    edit_address: str
    link: str
    problem: str
    since: datetime | None = None


def broken_links() -> list[BrokenLink]:
    """Return the broken links of public pages, the pages in order of their titles."""
    pages = {page.pk: page for page in public_pages(Page.objects.all()).specific(defer=True)}
    found = [*_links_to_hidden_pages(pages), *_links_that_were_checked(pages)]
    return sorted(found, key=lambda each: (each.page, each.link))


def _links_to_hidden_pages(pages: dict[int, Any]) -> Iterator[BrokenLink]:
    """Yield the links in Wagtail's index of references to pages that nobody can read."""
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=page_type)
    public = [str(key) for key in pages]
    hidden = list(references.filter(object_id__in=public).exclude(to_object_id__in=public))
    targets = Page.objects.in_bulk([int(each.to_object_id) for each in hidden])
    for each in hidden:
        if target := targets.get(int(each.to_object_id)):
            yield _broken(pages[int(each.object_id)], target.specific.full_name, "The page is not public.")


def _links_that_were_checked(pages: dict[int, Any]) -> Iterator[BrokenLink]:
    for link in CheckedLink.objects.filter(is_broken=True):
        for key in link.pages:
            if key in pages:
                yield _broken(pages[key], link.address, link.problem, link.failed_since)


def _broken(page: Any, link: str, problem: str, since: datetime | None = None) -> BrokenLink:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return BrokenLink(getattr(page, "full_name", page.title), address, link, problem, since)


class BrokenLinksReport(Report):
    """Links on public pages that lead nowhere, with the pages that they stand on."""

    page_title = "Broken links"
    header_icon = "link-external"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    permission_policy = ReportPolicy(CheckedLink, roles.may_see_sets)
    columns = [
        TitleColumn("page", label="On the page", get_url=lambda row: row.edit_address),
        Column("link", label="Link"),
        Column("problem", label="What is wrong"),
        TimeColumn("since", label="Since", sort_key=None),
    ]
    list_export = ["page", "link", "problem", "since"]
    export_headings = {"page": "On the page", "link": "Link", "problem": "What is wrong", "since": "Since"}

    def get_queryset(self) -> Any:
        return broken_links()

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_filename(self) -> str:
        return "broken-links"

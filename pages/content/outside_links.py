"""Asks once a week whether links out of the site still work, and reports all links that lead nowhere.

The worker asks a few at a time, one of each host, so that nobody is pressed and nothing
else waits. What fails is asked again the next day, and only then called broken.
``CHECK_LINKS`` switches it off.
"""

import socket
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page, ReferenceIndex

from pages.core.fetching import FetchError, status_of
from pages.core.grouping import index_by
from pages.core.page_visibility import public_pages
from pages.core.stored_content import link_targets_in_snapshot, outside_links_in
from pages.moderation.approval import roles
from pages.moderation.views.base import AdminReport
from pages.moderation.views.open_reviews import TimeColumn

from .models import CheckedLink

LINKS_AT_A_TIME = 2
SECONDS_FOR_A_LINK = 5
NEXT_CHECK = timedelta(days=7)
SECOND_TRY = timedelta(days=1)
NOT_FOR_PROGRAMS = {401, 403, 405, 407, 429, 451}
"""With these a host refuses a program what a reader may get."""


def gather_links() -> None:
    """Take over the links of public pages, those to deleted pages too; forget what is on none."""
    there = set(Page.objects.values_list("pk", flat=True))
    pages_with: dict[str, list[int]] = defaultdict(list)
    pages = public_pages(Page.objects.order_by("path")).select_related("live_revision")
    for page in pages.iterator(chunk_size=100):
        # What was published is what the row and its children hold, and is read at once.
        if page.live_revision:
            content = page.live_revision.content
        else:
            content = page.specific.serializable_data()
        for address in outside_links_in(page.specific_class, content):
            pages_with[address].append(page.pk)
        for kind, key in link_targets_in_snapshot(page.specific_class, content):
            if kind == "page" and key not in there:
                pages_with[f"page {key}"].append(page.pk)
    CheckedLink.objects.exclude(address__in=pages_with).delete()
    now = timezone.now()
    links = []
    for address, keys in pages_with.items():
        link = CheckedLink(address=address, pages=keys)
        if "://" in address:
            link.due = now
        else:
            link.is_broken = True
            link.failed_since = now
            link.problem = "The page was deleted."
        links.append(link)
    CheckedLink.objects.bulk_create(
        links,
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["pages"],
    )


def check_due_links() -> None:
    if not settings.CHECK_LINKS:
        return
    asked: dict[str, CheckedLink] = {}
    for link in CheckedLink.objects.filter(due__lte=timezone.now()).order_by(
        "due", "pk"
    )[:100]:
        asked.setdefault(urlsplit(link.address).netloc, link)
        if len(asked) == LINKS_AT_A_TIME:
            break
    for link in asked.values():
        _check(link)


def _check(link: CheckedLink) -> None:
    now = timezone.now()
    link.due = now + NEXT_CHECK
    try:
        status = status_of(link.address, SECONDS_FOR_A_LINK)
        is_broken = status >= 400 and status not in NOT_FOR_PROGRAMS
        problem = f"It returns the status {status}." if is_broken else ""
    except FetchError as error:
        cause = error.__cause__
        # If this machine reaches nobody, that says nothing of the link.
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
            CheckedLink.objects.filter(pk=link.pk).update(due=now + SECOND_TRY)
            return
        problem = str(error)
    if not problem:
        link.problem = ""
        link.failed_since = None
        link.is_broken = False
    else:
        link.problem = problem[:300]
        link.is_broken = link.is_broken or link.failed_since is not None
        link.failed_since = link.failed_since or now
        if not link.is_broken:
            link.due = now + SECOND_TRY
    link.save(update_fields=["due", "problem", "failed_since", "is_broken"])


class BrokenLink(NamedTuple):
    """A link of a public page that leads nowhere."""

    page: str
    edit_address: str
    link: str
    problem: str
    since: datetime | None = None


def broken_links() -> list[BrokenLink]:
    """Return the broken links of public pages, the pages in order of their titles."""
    pages = index_by(public_pages(Page.objects.all()).specific(defer=True), "pk")
    places = list(_links_to_hidden_pages(pages))
    for link in CheckedLink.objects.filter(is_broken=True):
        for page in filter(None, map(pages.get, link.pages)):
            places.append(_broken(page, link.address, link.problem, link.failed_since))
    return sorted(places, key=attrgetter("page", "link"))


def _links_to_hidden_pages(pages: dict[int, Any]) -> Iterator[BrokenLink]:
    """Yield the links in Wagtail's index of references to pages that nobody can read."""
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type
    )
    public = list(map(str, pages))
    hidden = list(
        references.filter(object_id__in=public).exclude(to_object_id__in=public)
    )
    targets = Page.objects.in_bulk(
        [int(reference.to_object_id) for reference in hidden]
    )
    for reference in hidden:
        if target := targets.get(int(reference.to_object_id)):
            yield _broken(
                pages[int(reference.object_id)],
                target.specific.full_name,
                "The page is not public.",
            )


def _broken(
    page: Any, link: str, problem: str, since: datetime | None = None
) -> BrokenLink:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return BrokenLink(
        getattr(page, "full_name", page.title), address, link, problem, since
    )


class BrokenLinksReport(AdminReport):
    """Links on public pages that lead nowhere, with the pages that they stand on."""

    page_title = "Broken links"
    header_icon = "link-external"
    export_filename = "broken-links"
    index_url_name = "broken_links"
    opens_to = staticmethod(roles.may_see_sets)
    columns = [
        TitleColumn("page", label="On the page", get_url=lambda row: row.edit_address),
        Column("link", label="Link"),
        Column("problem", label="What is wrong"),
        TimeColumn("since", label="Since", sort_key=None),
    ]

    def get_queryset(self) -> Any:
        return broken_links()

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

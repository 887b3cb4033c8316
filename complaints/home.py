"""What the home page says of super-complaints: figures, what changed last, and the super-complaints."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from complaints.history.publications import (
    followed_versions,
    leading_versions,
    list_entries,
)
from complaints.models import SuperComplaintIndexPage
from complaints.register.listed_pages import public_section
from complaints.register.register_page import (
    last_publication,
    oldest_passed_date,
    super_complaints_with_progress,
)
from pages.published.editions import remember

TEMPLATE = "complaints/home/section.html"
HEADING_TEMPLATE = "complaints/register/heading_bar.html"
"""What stands of it below the title."""
CHANGES_SHOWN = 3


def super_complaints_section(
    home_page: Page, request: HttpRequest
) -> dict[str, Any] | None:
    index_page = public_section(request)
    if not index_page:
        return None
    progress, super_complaints = super_complaints_with_progress(index_page, request)
    return {
        "template": TEMPLATE,
        "heading_template": HEADING_TEMPLATE,
        "section": index_page,
        "last_updated": last_publication(index_page, request),
        "progress": progress,
        "oldest": oldest_passed_date(index_page, request),
        "super_complaints": super_complaints,
        "changes": remember(
            request,
            ("latest changes", index_page.pk),
            lambda: _latest_changes(index_page, request),
        ),
    }


def _latest_changes(
    index_page: SuperComplaintIndexPage, request: HttpRequest
) -> list[dict[str, Any]]:
    versions = leading_versions(followed_versions(index_page))
    if begun := index_page.first_published_at:
        # What was there from the first day on is no change: it may be older than the
        # site.
        versions = versions.exclude(
            number=1, published_at__date__lte=timezone.localdate(begun)
        )
    return [
        {
            "title": entry.version.set_title or entry.full_name,
            "published_at": entry.version.published_at,
            "note": entry.version.change_note,
            "address": entry.page.get_url(request) or "",
        }
        for entry in list_entries(versions[:CHANGES_SHOWN])
    ]

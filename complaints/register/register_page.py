"""The register: every super-complaint with how far the answers to it have come."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse

from . import list_parameters as asking
from .counts import by_super_complaint
from .listing import super_complaints
from .recommendation_list import list_address

PAGE_SIZE = 25


def serve(page: Any, request: HttpRequest) -> TemplateResponse:
    """Answer with the super-complaints of the section, and how far the answers to them have come."""
    return page.render(request, context_overrides=context(page, request))


def context(index_page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what the register shows; takes a fixed number of queries, however long it is."""
    asked = asking.read(request, ("page",), tell_unknown=False)
    progress, each = by_super_complaint(index_page, list_address(index_page, request))
    found = super_complaints(index_page).prefetch_related("lead_bodies")
    paging = asking.page_of(Paginator(found, PAGE_SIZE), asked)
    listed_here = list(paging)
    for super_complaint in listed_here:
        super_complaint.progress = each[super_complaint.path]
        super_complaint.progress.super_complaint = super_complaint.slug
    base = index_page.get_url(request) or ""
    return {
        "progress": progress,
        "super_complaints": listed_here,
        "paging": paging,
        "notices": asked.notices,
        "addresses": {
            "canonical": asking.address(index_page.get_full_url(request) or "", (), paging.number),
            "previous": asking.address(base, (), paging.number - 1),
            "next": asking.address(base, (), paging.number + 1),
        },
    }

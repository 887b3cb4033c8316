"""Extracts for the force's main website: plain HTML to paste or to fetch, with its day and a link back.

They hold headings from h2 to h4, paragraphs, lists, tables, links and strong text
alone, which every content management system accepts: no script, no style, no attribute
but the address of a link.
"""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from pages.core.cache_policy import public_view

from .listed_pages import public_section, public_super_complaint
from .register_page import super_complaints_with_progress
from .super_complaint_page import recommendations_context

ALLOWED = {
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
REPLACED = {"b": "strong", "h1": "h2", "h5": "h4", "h6": "h4", "caption": "p"}
"""Elements that become others; the rest leave their words alone."""
WITHOUT_WORDS = ("script", "style", "svg", "template")


def plain_html(html: str, address: str) -> str:
    """Return ``html`` with the allowed elements alone; links lead from ``address``."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(WITHOUT_WORDS):
        element.decompose()
    for element in soup.find_all(True):
        element.name = REPLACED.get(element.name, element.name)
        link = element.get("href") if element.name == "a" else None
        element.attrs = {"href": urljoin(address, str(link))} if link else {}
        if element.name not in ALLOWED or (element.name == "a" and not link):
            element.unwrap()
    return (
        "\n".join(line for line in map(str.strip, str(soup).splitlines()) if line)
        + "\n"
    )


@public_view
def serve_register(request: HttpRequest) -> HttpResponse:
    section = public_section(request)
    if not section:
        raise Http404
    progress, shown = super_complaints_with_progress(section, request)
    offers_help = any(extract.offers_help for extract in shown)
    return _extract(
        "register",
        request,
        section,
        {"super_complaints": shown, "offers_help": offers_help, "progress": progress},
    )


@public_view
def serve_super_complaint(request: HttpRequest, slug: str) -> HttpResponse:
    section = public_section(request)
    if not section:
        raise Http404
    found = public_super_complaint(section, slug)
    context = recommendations_context(found, request, in_full=True)
    return _extract("super_complaint", request, found, context)


def _extract(
    name: str, request: HttpRequest, page: object, context: dict[str, object]
) -> HttpResponse:
    address = page.get_full_url(request)  # type: ignore[attr-defined]
    context = {
        **context,
        "page": page,
        "address": address,
        "today": timezone.localdate(),
    }
    html = render_to_string(
        f"complaints/register/extract_of_{name}.html", context, request
    )
    response = HttpResponse(plain_html(html, address))
    response["X-Robots-Tag"] = "noindex"
    return response

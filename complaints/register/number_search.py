"""Answers searches such as “recommendation 12” and “stalking rec 12”: where it is, or that it is not here."""

import re
from collections.abc import Iterable

from django.http import HttpRequest

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.models.identifiers import PRINTED_NUMBER
from complaints.vocabulary import ItemKind
from pages.core.page_visibility import public_descendants
from pages.search.numbers import Link, NumberAnswer
from pages.search.parsed_query import STOP_WORDS, write_out_short_forms

from .listed_pages import listed_super_complaints, public_section

ASKED_FOR = re.compile(
    rf"\b(?P<kind>recommendation|action)s?(?:\s+(?:no\.?|number))?[\s-]*(?P<number>{PRINTED_NUMBER})(?![\w.]*\w)",
    re.IGNORECASE,
)


def find_number(text: str, request: HttpRequest) -> NumberAnswer | None:
    """Return what is here of the number in ``text``; ``None`` if it asks for something else as well."""
    text = write_out_short_forms(text)
    asked = ASKED_FOR.search(text)
    section = public_section(request)
    if not asked or not section:
        return None
    other_words = re.findall(r"[^\W_]+", ASKED_FOR.sub(" ", text).casefold())
    named = _super_complaints_named(section, set(other_words) - STOP_WORDS)
    if not named:
        return None
    kind, number = asked["kind"].casefold(), asked["number"]
    found = _items_below(section, named, kind, number)
    if found:
        return NumberAnswer(found=[_link_to(item, named, request) for item in found])
    return _not_here(f"{ItemKind(kind).label} {number}", number, named)


def _super_complaints_named(section: SuperComplaintIndexPage, words: set[str]) -> list[SuperComplaintPage]:
    """Return the super-complaints that have all ``words`` in their names: all of them, if there are none."""
    named = []
    for page in listed_super_complaints(section):
        names = f"{page.title} {page.official_title} {page.identifier} {page.slug}".casefold()
        if words <= set(re.findall(r"[^\W_]+", names)):
            named.append(page)
    return named


def _items_below(
    section: SuperComplaintIndexPage, named: Iterable[SuperComplaintPage], kind: str, number: str
) -> list[RecommendationResponsePage]:
    paths = tuple(page.path for page in named)
    items = public_descendants(RecommendationResponsePage.objects.not_moved(), section)
    with_number = items.filter(kind=kind, number__iexact=number).order_by("path")
    return [item for item in with_number if item.path.startswith(paths)]


def _link_to(
    item: RecommendationResponsePage, named: Iterable[SuperComplaintPage], request: HttpRequest
) -> Link:
    above = next(page for page in named if item.path.startswith(page.path))
    address = f"{above.get_url(request) or ''}{item.slug}/"
    return Link(f"{item.heading}: {item.title} ({above.title})", address)


def _not_here(name: str, number: str, named: list[SuperComplaintPage]) -> NumberAnswer:
    """Return that nothing has the number here, with the reports that may have it."""
    whole = int(re.match(r"\d*", number)[0] or 0)  # type: ignore[index]
    reports = []
    for page in named:
        made = page.recommendations_made
        may_have_it = made is None or whole <= made
        if page.report_link and may_have_it:
            reports.append(Link(page.title, page.report_link))
    return NumberAnswer(missing=f"{name} is not on this site.", elsewhere=reports)

"""Answers searches such as “recommendation 12” and “stalking rec 12”: where it is, or that it is not here."""

import re
from collections.abc import Iterable

from django.http import HttpRequest
from django.template.defaultfilters import pluralize

from complaints.models import (
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.identifiers import PRINTED_NUMBER
from complaints.vocabulary import ItemKind
from pages.core.page_visibility import public_descendants
from pages.search.numbers import NumberAnswer, NumberAnswerLink
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
    kind = asked["kind"].casefold()
    number = asked["number"]
    items = _items_below(section, named, kind, number)
    links = [_link_to(item, named, request) for item in items]
    links += _links_without_page(named, kind, number, request)
    if links:
        return NumberAnswer(found=links)
    return _not_here(section, named, kind, number)


def _super_complaints_named(
    section: SuperComplaintIndexPage, words: set[str]
) -> list[SuperComplaintPage]:
    """Return the super-complaints that have all ``words`` in their names: all of them, if there are none."""
    named = []
    for page in listed_super_complaints(section):
        names = f"{page.title} {page.official_title} {page.identifier} {page.slug}".casefold()
        if words <= set(re.findall(r"[^\W_]+", names)):
            named.append(page)
    return named


def _items_below(
    section: SuperComplaintIndexPage,
    named: Iterable[SuperComplaintPage],
    kind: str,
    number: str,
) -> list[RecommendationResponsePage]:
    paths = tuple(page.path for page in named)
    items = public_descendants(RecommendationResponsePage.objects.all(), section)
    with_number = items.filter(kind=kind, number__iexact=number).order_by("path")
    return [item for item in with_number if item.path.startswith(paths)]


def _link_to(
    item: RecommendationResponsePage,
    named: Iterable[SuperComplaintPage],
    request: HttpRequest,
) -> NumberAnswerLink:
    above = next(page for page in named if item.path.startswith(page.path))
    address = f"{above.get_url(request) or ''}{item.slug}/"
    return NumberAnswerLink(f"{item.heading}: {item.title} ({above.title})", address)


def _links_without_page(
    named: Iterable[SuperComplaintPage], kind: str, number: str, request: HttpRequest
) -> list[NumberAnswerLink]:
    """Return where something with the number is listed that has no page of its own."""
    links = []
    for page in named:
        for block in page.other_recommendations:
            if (
                block.value["kind"] == kind
                and block.value["number"].casefold() == number.casefold()
            ):
                name = f"{ItemKind(kind).label} {number}: {block.value['title']} ({page.title})"
                links.append(
                    NumberAnswerLink(
                        name, f"{page.get_url(request) or ''}#other-{block.id}"
                    )
                )
    return links


def _count_without_number(
    section: SuperComplaintIndexPage, named: list[SuperComplaintPage], kind: str
) -> int:
    number = len(_items_below(section, named, kind, ""))
    for page in named:
        for block in page.other_recommendations:
            if block.value["kind"] == kind and not block.value["number"]:
                number += 1
    return number


def _not_here(
    section: SuperComplaintIndexPage,
    named: list[SuperComplaintPage],
    kind: str,
    number: str,
) -> NumberAnswer:
    """Return that nothing has the number here, and how many have none, with the reports that may have it."""
    missing = f"There is no {kind} numbered {number} here."
    if without_number := _count_without_number(section, named, kind):
        noun = f"{kind}{pluralize(without_number)}"
        verb = pluralize(without_number, "has,have")
        missing += f" {without_number} {noun} here {verb} no number recorded."
    whole = int(re.match(r"\d*", number)[0] or 0)  # type: ignore[index]
    reports = []
    for page in named:
        made = page.recommendations_made
        may_have_it = made is None or whole <= made
        if page.report_link and may_have_it:
            reports.append(NumberAnswerLink(page.title, page.report_link))
    return NumberAnswer(missing=missing, elsewhere=reports)

"""Finds what a reader searches for, and suggests another spelling when nothing was found."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from math import log
from types import ModuleType
from typing import NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages.core.page_visibility import public_pages
from pages.published.editions import remember

from . import postgresql, sqlite
from .indexing import (
    FoundPage,
    SearchPageType,
    content_types_that_lead,
    excerpt_html,
    highlighted_html,
    index_entries_of_pages,
    search_types_by_content_type,
)
from .parsed_query import STOP_WORDS, WORD, ParsedQuery, is_known_word, parse_query


def search_backend() -> ModuleType:
    """Return the module that finds pages in this database."""
    return postgresql if connection.vendor == "postgresql" else sqlite


RESULTS_PER_PAGE = 10
MOST_WORDS = 12
"""A question of so many words finds pages that have some of them, if none has all."""
MOST_RARITY = 2.0
"""A word that stands on a single page does not outweigh all others."""


@dataclass(frozen=True)
class SearchResult:
    """One page that was found."""

    address: str
    title: SafeString
    excerpt: SafeString
    page_type: str
    parent_title: str
    """Title of the page above; empty for a page directly below the home page."""
    answer: str
    """A sentence that sums the page up today, if a function knows one that is registered for the hook
    ``search_answers``: it takes the keys of pages and the request, and returns
    sentences by key.
    """


def public_pages_of_site(site: Site) -> PageQuerySet:
    return public_pages(Page.objects.in_site(site))


def sections_of_site(site: Site, pages: PageQuerySet) -> list[Page]:
    """Return those of ``pages`` that are directly below the home page and have pages below them."""
    depth = site.root_page.depth + 1
    return list(pages.filter(depth=depth, numchild__gt=0).order_by("path"))


def places_to_browse(
    sections: Iterable[Page], request: HttpRequest
) -> list[tuple[str, str]]:
    """Return address and title of each of the ``sections``, and of the lists that its class names."""
    places = []
    for section in sections:
        address = section.get_url(request)
        places.append((address, section.title))
        for path, title in getattr(section.specific_class, "lists_under_section", []):
            places.append((address + path, title))
    return places


class SearchResults:
    """What ``query`` finds among ``pages``."""

    def __init__(self, pages: PageQuerySet, query: ParsedQuery) -> None:
        """Find all pages at once, because they are counted by type."""
        self.backend = search_backend()
        self.query = query
        self.found_pages = self.backend.find_ranked_pages(pages, query) if query else []

    def widen(self, pages: PageQuerySet) -> None:
        """Find the pages that have some of the words."""
        if 1 < len(self.query.words) <= MOST_WORDS and not self.query.phrases:
            self.query = replace(self.query, is_loose=True)
            self.found_pages = self._pages_with_most_words(pages)

    def _pages_with_most_words(self, pages: PageQuerySet) -> list[FoundPage]:
        """Return pages with any word, the best first: rare words, titles and leading types count more."""
        leading = content_types_that_lead()
        by_word = [
            self.backend.find_ranked_pages(pages, parse_query(word))
            for word in self.query.words
        ]
        number = len(set().union(*by_word))
        scores: dict[FoundPage, float] = defaultdict(float)
        for ranked in by_word:
            rarity = min(log(1 + number / len(ranked)), MOST_RARITY) if ranked else 0
            for place, page in enumerate(ranked, 1):
                lead = 1.5 if page.content_type_id in leading else 1
                scores[page] += rarity * (1 + 1 / place) * lead
        return sorted(scores, key=lambda page: scores[page], reverse=True)

    @cached_property
    def types(self) -> dict[int, SearchPageType]:
        return search_types_by_content_type()

    @cached_property
    def counts(self) -> Counter[str]:
        """How many pages of each type were found, by the slug of the type."""
        return Counter(
            self.types[page.content_type_id].slug for page in self.found_pages
        )

    def results_page(
        self, number: str, type_slug: str, request: HttpRequest
    ) -> PaginatorPage:
        matching = []
        for page in self.found_pages:
            if not type_slug or self.types[page.content_type_id].slug == type_slug:
                matching.append(page)
        paginator_page = Paginator(matching, RESULTS_PER_PAGE).get_page(number)
        paginator_page.object_list = self._results(
            list(paginator_page.object_list), request
        )
        return paginator_page

    def _results(
        self, found_pages: list[FoundPage], request: HttpRequest
    ) -> list[SearchResult]:
        if not found_pages:
            return []
        pages = Page.objects.only("path", "depth", "url_path").in_bulk(
            [found_page.page_id for found_page in found_pages]
        )
        excerpts = self.backend.find_excerpts(found_pages, self.query)
        top_level = Site.find_for_request(request).root_page.depth + 1
        parents = Page.objects.filter(numchild__gt=0, depth__gte=top_level)
        titles = remember(
            request,
            "titles of parents",
            lambda: dict(parents.values_list("path", "title")),
        )
        answers: dict[int, str] = {}
        for find_answers in hooks.get_hooks("search_answers"):
            answers.update(find_answers(pages, request))
        results = []
        for found_page in found_pages:
            page = pages.get(found_page.page_id)
            excerpt = excerpts.get(found_page.page_id)
            if page and excerpt:
                page_type = self.types[found_page.content_type_id].singular
                result = SearchResult(
                    address=page.get_url(request),
                    title=highlighted_html(excerpt.title),
                    excerpt=excerpt_html(excerpt.text),
                    page_type=capfirst(page_type),
                    parent_title=titles.get(page.path[: -Page.steplen], ""),
                    answer=answers.get(page.pk, ""),
                )
                results.append(result)
        return results


MAX_WORDS = 4
MAX_READ_ENTRIES = 1000
"""How many index entries are read for their words.

On a larger site, some words are not suggested.
"""
CLOSENESS = 0.75
MIN_WORD_LENGTH = 4


class Suggestion(NamedTuple):
    """Another spelling of what was searched for."""

    text: str
    results: SearchResults


def suggest_spelling(
    pages: PageQuerySet, query: ParsedQuery, search_text: str, request: HttpRequest
) -> Suggestion | None:
    """Return ``search_text`` with the nearest words of the site if that finds something.

    Words of the subject and of danger stay as they are.
    """
    find = search_backend().find_ranked_pages
    if len(query.words) > MAX_WORDS:
        return None
    unknown_words = [
        word
        for word in query.words
        if len(word) >= MIN_WORD_LENGTH and not is_known_word(word)
    ]
    # Otherwise nothing was found for the only word.
    if len(query.words) > 1 or query.phrases:
        unknown_words = [
            word for word in unknown_words if not find(pages, parse_query(word))
        ]
    if not unknown_words:
        return None
    site = Site.find_for_request(request)
    site_words = remember(
        request, ("words", site.pk), lambda: _words(public_pages_of_site(site))
    )
    replacements = {}
    for word in unknown_words:
        for closest in get_close_matches(word, site_words, n=1, cutoff=CLOSENESS):
            replacements[word] = closest
    if not replacements:
        return None
    text = WORD.sub(
        lambda match: replacements.get(match[0].lower(), match[0]), search_text
    )
    results = SearchResults(pages, parse_query(text))
    return Suggestion(text, results) if results.found_pages else None


def _words(pages: PageQuerySet) -> set[str]:
    entries = index_entries_of_pages(pages).values_list(*search_backend().TEXT_FIELDS)[
        :MAX_READ_ENTRIES
    ]
    words: set[str] = set()
    for text in chain.from_iterable(entries):
        words.update(WORD.findall(text.lower()))
    return words - STOP_WORDS  # a search for them alone finds nothing

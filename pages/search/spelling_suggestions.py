"""Suggests another spelling when nothing was found.

PostgreSQL looks similar words up by their trigrams. On SQLite the words of all pages are compared.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from . import postgresql, sqlite
from .page_types import index_entries_of_pages
from .parsed_query import WORD, ParsedQuery, parse_query
from .results import search_backend

MAX_WORDS = 4
"""A longer query gets no suggestion."""
MAX_COMPARED_ENTRIES = 100
"""How many index entries with a similar word are read for each step; those that are public are compared."""
MAX_READ_ENTRIES = 500
"""How many index entries are read on SQLite. A site with more needs PostgreSQL."""
CLOSENESS_WITHOUT_TRIGRAMS = 0.75
MIN_WORD_LENGTH = 4
"""A shorter word is not replaced."""
TITLE_FIELDS, TEXT_FIELDS = ["title_text"], ["title_text", "body_text"]
SEARCH_STEPS = [
    (TITLE_FIELDS, 0.45, 0.85),
    (TEXT_FIELDS, 0.45, 0.7),
    (TEXT_FIELDS, 0.25, 0.7),
    (TEXT_FIELDS, 0.15, 0.7),
]
"""Where to search, one after the other: fields, minimum trigram similarity, minimum closeness of the words.

Titles are quick to search, but a title only provides a word that is nearly the same. Transposed letters leave
few common trigrams, hence the low values at the end.
"""


def has_trigrams() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        return cursor.fetchone()[0]


def suggest_spelling(pages: PageQuerySet, query: ParsedQuery, search_text: str) -> str:
    """Return ``search_text`` with each unknown word replaced by the most similar word of ``pages``.

    Returns an empty string if there is nothing to suggest, or if the suggestion would find nothing, too. All
    suggested words come from ``pages``, which are public.
    """
    if len(query.words) > MAX_WORDS or (search_backend() is postgresql and not has_trigrams()):
        return ""
    find = search_backend().find_ranked_pages
    words = [each for each in query.words if len(each) >= MIN_WORD_LENGTH]
    if len(query.words) == 1 and not query.phrases:
        unknown_words = words  # nothing was found for it
    else:
        unknown_words = [each for each in words if not find(pages, parse_query(each))]
    replacements = {word: similar for word in unknown_words if (similar := _most_similar_word(pages, word))}
    if not replacements:
        return ""
    suggestion = WORD.sub(lambda word: replacements.get(word[0].lower(), word[0]), search_text)
    return suggestion if find(pages, parse_query(suggestion)) else ""


def _most_similar_word(pages: PageQuerySet, word: str) -> str:
    if search_backend() is sqlite:
        return _closest_word(pages, word)
    similar_words: Iterator[str] = (_similar_word_in(*step, pages, word) for step in SEARCH_STEPS)
    return next((each for each in similar_words if each), "")


def _closest_word(pages: PageQuerySet, word: str) -> str:
    entries = index_entries_of_pages(pages).values_list("title", "body")[:MAX_READ_ENTRIES]
    words = {each for texts in entries for text in texts for each in WORD.findall(text.lower())}
    return next(iter(get_close_matches(word, words, n=1, cutoff=CLOSENESS_WITHOUT_TRIGRAMS)), "")


def _similar_word_in(
    fields: list[str], min_similarity: float, min_closeness: float, pages: PageQuerySet, word: str
) -> str:
    is_similar = reduce(or_, (Q((f"{field}__trigram_word_similar", word)) for field in fields))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [min_similarity])
        # A subquery with its own limit, so that the database looks the word up before it checks visibility.
        similar_entries = IndexEntry.objects.filter(is_similar).values("pk")[:MAX_COMPARED_ENTRIES]
        entries = list(index_entries_of_pages(pages).filter(pk__in=similar_entries).values_list(*fields))
    words = {each for texts in entries for text in texts for each in WORD.findall(text.lower())}
    return next(iter(get_close_matches(word, words, n=1, cutoff=min_closeness)), "")

"""Another spelling for words that nothing was found for, on PostgreSQL."""

from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q
from wagtail.query import PageQuerySet
from wagtail.search.models import IndexEntry

from . import postgresql
from .entries import entries_of
from .query import WORD, Query, parse

MOST_WORDS = 4
"""Words that are looked up: a longer question gets no suggestion."""
LOOKED_THROUGH = 100
"""Pages with a word like the misspelt one whose words are compared, if they are public."""
SHORTEST = 4
"""Letters of a word that has another spelling to offer."""
TITLES, TEXTS = ["title_text"], ["title_text", "body_text"]
TRIES = [(TITLES, 0.45, 0.85), (TEXTS, 0.45, 0.7), (TEXTS, 0.25, 0.7), (TEXTS, 0.15, 0.7)]
"""Where to look in turn, how many trigrams of the word must be in a text, and how close two words must be.

Titles are looked through in no time, but only a word that is nearly the same is taken from them at once.
Letters that changed places leave few trigrams alike.
"""


def available() -> bool:
    """Tell whether the database compares words by their trigrams."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
        return cursor.fetchone()[0]


def suggestion(pages: PageQuerySet, query: Query, asked: str) -> str:
    """Return ``asked`` with each word that none of ``pages`` has replaced by the most alike that one has.

    Empty if there is nothing to suggest, or nothing would be found for it. The words are those of ``pages``
    alone, which are public.
    """
    if len(query.words) > MOST_WORDS or not available():
        return ""
    words = [each for each in query.words if len(each) >= SHORTEST]
    if len(query.words) == 1 and not query.phrases:
        unknown = words  # nothing was found for it
    else:
        unknown = [each for each in words if not postgresql.ranked(pages, parse(each))]
    better = {word: alike for word in unknown if (alike := _most_alike(pages, word))}
    if not better:
        return ""
    spelt = WORD.sub(lambda word: better.get(word[0].lower(), word[0]), asked)
    return spelt if postgresql.ranked(pages, parse(spelt)) else ""


def _most_alike(pages: PageQuerySet, word: str) -> str:
    found = (_alike_in(*where, pages, word) for where in TRIES)
    return next((each for each in found if each), "")


def _alike_in(fields: list[str], likeness: float, closeness: float, pages: PageQuerySet, word: str) -> str:
    like = reduce(or_, (Q((f"{field}__trigram_word_similar", word)) for field in fields))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [likeness])
        # Limited by itself, so that the database looks the word up before it asks what is public.
        alike = IndexEntry.objects.filter(like).values("pk")[:LOOKED_THROUGH]
        texts = list(entries_of(pages).filter(pk__in=alike).values_list(*fields))
    words = {each for text in texts for part in text for each in WORD.findall(part.lower())}
    return next(iter(get_close_matches(word, words, n=1, cutoff=closeness)), "")

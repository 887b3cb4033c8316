"""Search in the full-text index that ``migrations/0001_index.py`` creates on SQLite."""

from django.db import connection
from wagtail.query import PageQuerySet

from .indexing import (
    EXCERPT_WORDS,
    HIGHLIGHT_END,
    HIGHLIGHT_START,
    Excerpt,
    FoundPage,
    content_types_that_lead,
    index_entries_of_found_pages,
    index_entries_of_pages,
)
from .parsed_query import ParsedQuery, alternatives_to

TEXT_FIELDS = ("title", "body")
# Words in the title count ten times as much. The cross join keeps SQLite from querying
# the index once a row.
RANKED_SQL = """
SELECT entry.id, CASE
    WHEN instr(' ' || lower(entry.title), %(title_start)s) THEN 0
    WHEN instr(entry.title, ' ') BETWEEN 1 AND instr(entry.title, ':')
        AND instr(%(text)s, ' ' || lower(substr(entry.title, 1, instr(entry.title, ':') - 1)) || ' ') THEN 0
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(phrase_in_title)s) THEN 1
    WHEN entry.content_type_id IN (SELECT value FROM json_each(%(leading)s))
        AND entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(all_terms_in_title)s)
        THEN 1
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(phrase)s) THEN 2
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(all_terms_in_title)s) THEN 3
    ELSE 4 END AS rank_group
FROM search_stems CROSS JOIN wagtailsearch_indexentry AS entry ON entry.id = search_stems.rowid
WHERE search_stems MATCH %(all_terms)s
ORDER BY rank_group, entry.content_type_id NOT IN (SELECT value FROM json_each(%(leading)s)),
    bm25(search_stems, 10.0, 1.0), entry.id
"""
EXCERPTS_SQL = """
SELECT rowid, highlight(search_stems, 0, %(start)s, %(end)s),
    snippet(search_stems, 1, %(start)s, %(end)s, ' … ', %(words)s)
FROM search_stems WHERE search_stems MATCH %(all_terms)s AND rowid IN (SELECT value FROM json_each(%(keys)s))
"""


def _quoted(text: str) -> str:
    """Return ``text`` as a phrase for FTS5. It contains no quotation marks."""
    return f'"{text}"'


def _match_all_terms(query: ParsedQuery) -> str:
    words = [
        " OR ".join(map(_quoted, (word, *alternatives_to(word))))
        for word in query.words
    ]
    terms = [*(f"({word})" for word in words), *map(_quoted, query.phrases)]
    if query.is_loose:
        return " OR ".join(terms)
    return " AND ".join(terms)


def find_ranked_pages(pages: PageQuerySet, query: ParsedQuery) -> list[FoundPage]:
    """Return those of ``pages`` that match ``query``, the best match first."""
    all_terms = _match_all_terms(query)
    phrase = _quoted(query.text)
    with connection.cursor() as cursor:
        cursor.execute(
            RANKED_SQL,
            {
                "title_start": f" {query.text.lower()}:",
                "text": f" {query.text_without_reference_marks} ",
                "phrase": phrase,
                "leading": str(content_types_that_lead()),
                "phrase_in_title": f"title : {phrase}",
                "all_terms_in_title": f"title : ({all_terms})",
                "all_terms": all_terms,
            },
        )
        ranked_keys = [key for key, _ in cursor.fetchall()]
    entries = index_entries_of_pages(pages).values_list(
        "pk", "object_id", "content_type"
    )
    found_pages = {
        key: FoundPage(int(page), content_type) for key, page, content_type in entries
    }
    return [found_pages[key] for key in ranked_keys if key in found_pages]


def find_excerpts(
    found_pages: list[FoundPage], query: ParsedQuery
) -> dict[int, Excerpt]:
    """Return the highlighted title and excerpt of each of ``found_pages``, by the key of the page."""
    page_keys = dict(
        index_entries_of_found_pages(found_pages).values_list("pk", "object_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            EXCERPTS_SQL,
            {
                "start": HIGHLIGHT_START,
                "end": HIGHLIGHT_END,
                "words": EXCERPT_WORDS,
                "all_terms": _match_all_terms(query),
                "keys": str(list(page_keys)),
            },
        )
        return {
            int(page_keys[key]): Excerpt(title, text)
            for key, title, text in cursor.fetchall()
        }

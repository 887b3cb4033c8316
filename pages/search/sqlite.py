"""Search in the index of stems that ``migrations/0001_index.py`` gives SQLite."""

from django.db import connection
from wagtail.query import PageQuerySet

from .entries import Found, entries_of, entries_of_found
from .marks import END, EXCERPT_WORDS, START, Excerpt
from .query import Query

# Whatever is in the title counts ten times as much. A cross join keeps SQLite from asking the index anew for
# every row.
RANKED = """
SELECT entry.id, CASE
    WHEN instr(' ' || lower(entry.title) || ':', %(name)s) THEN 0
    WHEN instr(entry.title, ' ') BETWEEN 1 AND instr(entry.title, ':')
        AND instr(%(spoken)s, ' ' || lower(substr(entry.title, 1, instr(entry.title, ':') - 1)) || ' ') THEN 0
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(phrase_in_title)s) THEN 1
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(phrase)s) THEN 2
    WHEN entry.id IN (SELECT rowid FROM search_stems WHERE search_stems MATCH %(in_title)s) THEN 3
    ELSE 4 END AS place
FROM search_stems CROSS JOIN wagtailsearch_indexentry AS entry ON entry.id = search_stems.rowid
WHERE search_stems MATCH %(everything)s
ORDER BY place, bm25(search_stems, 10.0, 1.0), entry.id
"""
EXCERPTS = """
SELECT rowid, highlight(search_stems, 0, %(start)s, %(end)s),
    snippet(search_stems, 1, %(start)s, %(end)s, ' … ', %(words)s)
FROM search_stems WHERE search_stems MATCH %(everything)s AND rowid IN (SELECT value FROM json_each(%(keys)s))
"""


def _literal(text: str) -> str:
    """Return ``text`` as the index takes it word for word: it has no quotation marks left."""
    return f'"{text}"'


def _everything(query: Query) -> str:
    return " AND ".join(_literal(each) for each in (*query.words, *query.phrases))


def ranked(pages: PageQuerySet, query: Query) -> list[Found]:
    """Return those of ``pages`` that ``query`` asks for, the best first."""
    everything, phrase = _everything(query), _literal(query.text)
    with connection.cursor() as cursor:
        cursor.execute(
            RANKED,
            {
                "name": f" {query.text.lower()}:",
                "spoken": f" {query.spoken} ",
                "phrase": phrase,
                "phrase_in_title": f"title : {phrase}",
                "in_title": f"title : ({everything})",
                "everything": everything,
            },
        )
        order = [key for key, _ in cursor.fetchall()]
    entries = entries_of(pages).values_list("pk", "object_id", "content_type")
    readable = {key: Found(int(page), kind) for key, page, kind in entries}
    return [readable[key] for key in order if key in readable]


def excerpts(found: list[Found], query: Query) -> dict[int, Excerpt]:
    """Return title and some of the text of what was ``found``, with the marked words, by the page's key."""
    pages = dict(entries_of_found(found).values_list("pk", "object_id"))
    with connection.cursor() as cursor:
        cursor.execute(
            EXCERPTS,
            {
                "start": START,
                "end": END,
                "words": EXCERPT_WORDS,
                "everything": _everything(query),
                "keys": str(list(pages)),
            },
        )
        return {int(pages[key]): Excerpt(title, text) for key, title, text in cursor.fetchall()}

"""Search in PostgreSQL's full-text index."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import Case, Func, Q, TextField, Value, When
from django.db.models.functions import Concat, Lower, StrIndex
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

TEXT_FIELDS = ("title_text", "body_text")
CONFIG = "english"
TITLE_AND_BODY = Func(
    "title",
    "body",
    template="(%(expressions)s)",
    arg_joiner=" || ",
    output_field=SearchVectorField(),
)


def _phrase(text: str) -> SearchQuery:
    return SearchQuery(text, config=CONFIG, search_type="phrase")


def _search_terms(query: ParsedQuery) -> list[SearchQuery]:
    words = [
        reduce(
            or_, map(_phrase, alternatives_to(word)), SearchQuery(word, config=CONFIG)
        )
        for word in query.words
    ]
    return [*words, *map(_phrase, query.phrases)]


def find_ranked_pages(pages: PageQuerySet, query: ParsedQuery) -> list[FoundPage]:
    """Return those of ``pages`` that match ``query``, the best match first."""
    terms = _search_terms(query)
    all_terms = reduce(and_, terms)
    whole_phrase = _phrase(query.text)
    title_start = Concat(Value(" "), Lower("title_text"), output_field=TextField())
    # The words before a colon, if there are several, such as “Recommendation 7.1”.
    heading = Func(
        Lower("title_text"),
        Value("^([^:]* [^:]*):"),
        function="substring",
        output_field=TextField(),
    )
    matches = (
        # One condition a term, so that the database can look each up in its indexes.
        index_entries_of_pages(pages)
        .filter(reduce(and_, (Q(title=term) | Q(body=term) for term in terms)))
        .annotate(
            title_starts_with_query=StrIndex(
                title_start, Value(f" {query.text.lower()}:")
            ),
            query_contains_heading=StrIndex(
                Value(f" {query.text_without_reference_marks} "),
                Concat(Value(" "), heading, Value(" "), output_field=TextField()),
            ),
            is_below=Case(
                When(content_type__in=content_types_that_lead(), then=0), default=1
            ),
            rank_group=Case(
                When(
                    Q(title_starts_with_query__gt=0) | Q(query_contains_heading__gt=0),
                    then=0,
                ),
                When(Q(title=whole_phrase) | Q(title=all_terms, is_below=0), then=1),
                When(body=whole_phrase, then=2),
                When(title=all_terms, then=3),
                default=4,
            ),
            score=SearchRank(TITLE_AND_BODY, all_terms, normalization=1),
        )
        .order_by("rank_group", "is_below", "-score", "pk")
    )
    return [
        FoundPage(int(key), content_type)
        for key, content_type in matches.values_list("object_id", "content_type")
    ]


def find_excerpts(
    found_pages: list[FoundPage], query: ParsedQuery
) -> dict[int, Excerpt]:
    """Return the highlighted title and excerpt of each of ``found_pages``, by the key of the page."""
    join = or_ if query.is_loose else and_
    all_terms = reduce(join, _search_terms(query))
    options: dict[str, Any] = {
        "config": CONFIG,
        "start_sel": HIGHLIGHT_START,
        "stop_sel": HIGHLIGHT_END,
    }
    return {
        int(key): Excerpt(title, text)
        for key, title, text in index_entries_of_found_pages(found_pages).values_list(
            "object_id",
            SearchHeadline("title_text", all_terms, highlight_all=True, **options),
            SearchHeadline(
                "body_text",
                all_terms,
                max_fragments=2,
                max_words=EXCERPT_WORDS,
                min_words=EXCERPT_WORDS // 2,
                fragment_delimiter=" … ",
                **options,
            ),
        )
    }

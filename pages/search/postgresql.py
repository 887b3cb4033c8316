"""Search in PostgreSQL's own index of stems."""

from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorField
from django.db.models import Case, Func, Q, TextField, Value, When
from django.db.models.functions import Concat, Lower, StrIndex
from wagtail.query import PageQuerySet

from .entries import Found, entries_of, entries_of_found
from .marks import END, EXCERPT_WORDS, START, Excerpt
from .query import Query

CONFIG = "english"
WHOLE = Func(
    "title", "body", template="(%(expressions)s)", arg_joiner=" || ", output_field=SearchVectorField()
)


def _terms(query: Query) -> list[SearchQuery]:
    words = [SearchQuery(word, config=CONFIG) for word in query.words]
    return words + [SearchQuery(each, config=CONFIG, search_type="phrase") for each in query.phrases]


def ranked(pages: PageQuerySet, query: Query) -> list[Found]:
    """Return those of ``pages`` that ``query`` asks for, the best first."""
    terms = _terms(query)
    everything = reduce(and_, terms)
    phrase = SearchQuery(query.text, config=CONFIG, search_type="phrase")
    name = Concat(Value(" "), Lower("title_text"), Value(":"), output_field=TextField())
    # The words before a colon, if there are several: “Recommendation 7.1”.
    heading = Func(
        Lower("title_text"), Value("^([^:]* [^:]*):"), function="substring", output_field=TextField()
    )
    found = (
        # Each term for itself: the database can look each up in its indexes.
        entries_of(pages)
        .filter(reduce(and_, (Q(title=term) | Q(body=term) for term in terms)))
        .annotate(
            named=StrIndex(name, Value(f" {query.text.lower()}:")),
            headed=StrIndex(
                Value(f" {query.spoken} "),
                Concat(Value(" "), heading, Value(" "), output_field=TextField()),
            ),
            place=Case(
                When(Q(named__gt=0) | Q(headed__gt=0), then=0),
                When(title=phrase, then=1),
                When(body=phrase, then=2),
                When(title=everything, then=3),
                default=4,
            ),
            score=SearchRank(WHOLE, everything, normalization=1),
        )
        .order_by("place", "-score", "pk")
    )
    return [Found(int(key), kind) for key, kind in found.values_list("object_id", "content_type")]


def excerpts(found: list[Found], query: Query) -> dict[int, Excerpt]:
    """Return title and some of the text of what was ``found``, with the marked words, by the page's key."""
    everything = reduce(and_, _terms(query))
    options: dict[str, Any] = {"config": CONFIG, "start_sel": START, "stop_sel": END}
    return {
        int(key): Excerpt(title, text)
        for key, title, text in entries_of_found(found).values_list(
            "object_id",
            SearchHeadline("title_text", everything, highlight_all=True, **options),
            SearchHeadline(
                "body_text",
                everything,
                max_fragments=2,
                max_words=EXCERPT_WORDS,
                min_words=EXCERPT_WORDS // 2,
                fragment_delimiter=" … ",
                **options,
            ),
        )
    }

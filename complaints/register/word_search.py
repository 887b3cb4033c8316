"""Finds recommendations by words, numbers and identifiers that a reader types."""

import re
from collections.abc import Mapping

from django.db.models import Q

from complaints.models import RecommendationResponsePage
from complaints.models.printed_numbers import PRINTED_NUMBER
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.vocabulary import ItemKind

from .listed_pages import filter_with_parts

MAX_WORDS = 10
NUMBERED_ITEM = re.compile(
    rf"\b(?P<kind>{'|'.join(ItemKind.values)})[ -](?P<number>{PRINTED_NUMBER})(?![\w.]*\w)", re.IGNORECASE
)
"""``Recommendation 7.1``, or the end of the identifier ``stalking/recommendation-7.1``."""


def filter_by_words(
    recommendations: RecommendationQuerySet,
    text: str,
    super_complaints: Mapping[str, str],
    parts: RecommendationQuerySet,
) -> RecommendationQuerySet:
    """Return those of ``recommendations`` that have every word of ``text``, or a part in ``parts`` that has.

    A word may be in the title, in the summary, in the wording, be the number, or be in the names of the
    super-complaint, which ``super_complaints`` holds by tree path.
    """
    conditions = _conditions(text, super_complaints)
    if not super_complaints:
        return recommendations.filter(*conditions)
    return filter_with_parts(recommendations, parts, len(next(iter(super_complaints))), *conditions)


def _conditions(text: str, super_complaints: Mapping[str, str]) -> list[Q]:
    text = " ".join(text.split())
    conditions = [_has_number(found["kind"], found["number"]) for found in NUMBERED_ITEM.finditer(text)]
    for word in NUMBERED_ITEM.sub(" ", text).replace("/", " ").split()[:MAX_WORDS]:
        parent_paths = [
            path for path, names in super_complaints.items() if word.casefold() in names.casefold()
        ]
        conditions.append(
            _has_word(word) | Q(parent_path__in=parent_paths) if parent_paths else _has_word(word)
        )
    return conditions


def _has_number(kind: str, number: str) -> Q:
    """Match an item by its number, its sub-items (7.1 of 7), its identifier, and items that mention it."""
    has_number = Q(number__iexact=number) | Q(number__startswith=f"{number}.")
    mentioned = _mentions(f"{kind} {number}")
    has_identifier = Q(published_identifier__iendswith=f"/{kind}-{number}")
    return Q(kind=kind.lower()) & has_number | has_identifier | mentioned


def _has_word(word: str) -> Q:
    return Q(number__iexact=word) | _mentions(word)


def _mentions(words: str) -> Q:
    """Match items with ``words`` in title, summary or wording.

    A subquery searches the long texts, so that PostgreSQL can use their trigram index. ``distinct`` tells it
    that all rows are needed: it would otherwise read through the table for the first few.
    """
    in_text = Q(wording__icontains=words) | Q(summary__icontains=words)
    in_wording = RecommendationResponsePage.objects.filter(in_text)
    return Q(title__icontains=words) | Q(pk__in=in_wording.order_by().values("pk").distinct())

"""Finding recommendations by what somebody types: words, numbers, identifiers."""

import re
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from complaints.models import RecommendationResponsePage
from complaints.models.numbers import PRINTED_NUMBER
from complaints.vocabulary import Kind

MOST_WORDS = 10
NUMBERED = re.compile(
    rf"\b(?P<kind>{'|'.join(Kind.values)})[ -](?P<number>{PRINTED_NUMBER})(?![\w.]*\w)", re.IGNORECASE
)
"""``Recommendation 7.1``, and the last part of the identifier ``stalking/recommendation-7.1``."""


def containing(recommendations: QuerySet, text: str, super_complaints: Mapping[str, str]) -> QuerySet:
    """Return those of ``recommendations`` that have every word of ``text``.

    A word may stand in the title, in the wording, as the number, or in the names of its super-complaint,
    which ``super_complaints`` has by its tree path.
    """
    text = " ".join(text.split())
    conditions = [_has_number(found["kind"], found["number"]) for found in NUMBERED.finditer(text)]
    for word in NUMBERED.sub(" ", text).replace("/", " ").split()[:MOST_WORDS]:
        above = [path for path, names in super_complaints.items() if word.casefold() in names.casefold()]
        conditions.append(_has_word(word) | Q(parent_path__in=above) if above else _has_word(word))
    if super_complaints:
        length = len(next(iter(super_complaints)))
        recommendations = recommendations.alias(parent_path=Left("path", length))
    return recommendations.filter(*conditions)


def _has_number(kind: str, number: str) -> Q:
    """Match an item by its number, its parts (7.1 of 7), its identifier, and what speaks of it."""
    itself = Q(number__iexact=number) | Q(number__startswith=f"{number}.")
    spoken_of = _says(f"{kind} {number}")
    called = Q(published_identifier__iendswith=f"/{kind}-{number}")
    return Q(kind=kind.lower()) & itself | called | spoken_of


def _has_word(word: str) -> Q:
    return Q(number__iexact=word) | _says(word)


def _says(words: str) -> Q:
    """Match what has ``words`` in its title or wording.

    Wordings are asked by themselves, so that PostgreSQL can look them up in their index of trigrams. That
    they are to be distinct tells it that all are needed: it would read through them for the first few.
    """
    in_wording = RecommendationResponsePage.objects.filter(wording__icontains=words)
    return Q(title__icontains=words) | Q(pk__in=in_wording.order_by().values("pk").distinct())

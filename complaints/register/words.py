"""Finding recommendations by what somebody types: words, numbers, identifiers."""

import re
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from complaints.numbers import PRINTED_NUMBER
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
        conditions.append(_has_word(word) | Q(parent_path__in=above))
    if super_complaints:
        length = len(next(iter(super_complaints)))
        recommendations = recommendations.alias(parent_path=Left("path", length))
    return recommendations.filter(*conditions)


def _has_number(kind: str, number: str) -> Q:
    """Match an item by its number, its parts (7.1 of 7), and what speaks of it."""
    itself = Q(number__iexact=number) | Q(number__startswith=f"{number}.")
    spoken_of = Q(wording__icontains=f"{kind} {number}") | Q(title__icontains=f"{kind} {number}")
    return Q(kind=kind.lower()) & itself | spoken_of


def _has_word(word: str) -> Q:
    return Q(title__icontains=word) | Q(wording__icontains=word) | Q(number__iexact=word)

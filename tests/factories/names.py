"""Values that nothing else in a test has, whichever tests ran before it."""

import os
from itertools import count

import factory

from complaints.models import RecommendationResponsePage

FIRST_NUMBER = 101
"""Tests give smaller numbers to recommendations of their own."""
DIGITS_TO_LETTERS = str.maketrans("0123456789", "bcdfghjklm")


def unique_name(template: str) -> factory.Sequence:
    """Return a sequence of names: ``template`` with a word that no other name of the run has.

    The word has no digits, which a test could mistake for a count, a year or a number
    that it looks for. All words are of one length, so that names sort in the order in
    which they were made. The process is part of the word: shared content may come from
    another process of the run, which counts from the beginning too.
    """

    def name(number: int) -> str:
        word = f"{os.getpid():07}{number:06}".translate(DIGITS_TO_LETTERS)
        return template.format(word)

    return factory.Sequence(name)


def free_number(parent) -> str:
    """Return the first number from ``FIRST_NUMBER`` on that no recommendation below ``parent`` has.

    A counter would depend on the tests before, and could reach a number that a test
    writes out.
    """
    taken = set()
    if parent:
        siblings = RecommendationResponsePage.objects.child_of(parent)
        taken.update(siblings.values_list("number", flat=True))
    return next(
        str(number) for number in count(FIRST_NUMBER) if str(number) not in taken
    )

"""Which recommendations an answer to several of them covers."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from complaints.vocabulary import Coverage, ItemKind


@dataclass(frozen=True)
class CoveringAnswer[Answer]:
    """An answer to several recommendations, as far as it says which."""

    answer: Answer
    coverage: str
    numbers: str
    """The printed numbers that it names, as somebody wrote them: “1, 4 and 5”."""
    respondents: frozenset[int]

    def names(self, kind: str, number: str) -> bool:
        """Tell whether it names this recommendation, or the one of which this is a part."""
        named = {number, number.rpartition(".")[0]} - {""}
        return (
            self.coverage == Coverage.NAMED
            and kind != ItemKind.ACTION
            and not named.isdisjoint(read_numbers(self.numbers))
        )


def read_numbers(text: str) -> list[str]:
    """Return the printed numbers in ``text``: “1, 4 and 7.1” gives 1, 4 and 7.1."""
    return [each for each in re.split(r"[\s,;&]+", text.replace(" and ", " ")) if each]


def answers_that_cover[Answer](
    answers: Iterable[CoveringAnswer[Answer]], kind: str, number: str
) -> list[Answer]:
    """Return those of ``answers`` that cover the recommendation, in their order.

    “All others” covers what no answer of the same respondents names.
    """
    answers = list(answers)
    return [each.answer for each in answers if _covers(each, answers, kind, number)]


def _covers(answer: CoveringAnswer, answers: Collection[CoveringAnswer], kind: str, number: str) -> bool:
    if answer.coverage != Coverage.OTHERS:
        return answer.coverage == Coverage.ALL or answer.names(kind, number)
    of_the_same = [each for each in answers if each.respondents & answer.respondents]
    return not any(each.names(kind, number) for each in of_the_same)

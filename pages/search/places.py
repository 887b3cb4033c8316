"""Places that some searches lead to before any page that has their words.

What a site is about, and so its places, higher floors register.
"""

import re
from dataclasses import dataclass

MOST_WORDS_AROUND_ONE = 4
"""A longer search that has one word of a place among others means something else."""


@dataclass(frozen=True)
class Place:
    """Where somebody should go first who types one of ``searches``, which have commas between them."""

    title: str
    address: str
    description: str
    searches: str

    def is_meant_by(self, words: frozenset[str]) -> bool:
        """Tell whether all words of one of the searches are among ``words``, in any order."""
        return any(
            wanted <= words and (len(wanted) > 1 or len(words) <= MOST_WORDS_AROUND_ONE)
            for wanted in map(_words, self.searches.split(","))
        )


_PLACES: list[Place] = []


def register_places(*places: Place) -> None:
    """Let searches lead to ``places``, the most urgent first."""
    _PLACES.extend(places)


def place_for(text: str) -> Place | None:
    """Return the place that somebody who types ``text`` should be led to first."""
    words = _words(text)
    return next((place for place in _PLACES if place.is_meant_by(words)), None)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower().replace("’", "").replace("'", "")))

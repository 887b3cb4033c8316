"""Splits a search into words and phrases; higher layers register other words and places for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

_SHORT_FORMS: dict[str, str] = {}
_ALTERNATIVES: dict[str, tuple[str, ...]] = {}
_SUBJECT_WORDS: set[str] = set()


def register_short_forms(short_forms: Mapping[str, str]) -> None:
    """Let each key, words in small letters, be read as its value: ``rec`` as ``recommendation``."""
    _SHORT_FORMS.update(short_forms)


def register_alternatives(*groups: tuple[str, ...]) -> None:
    """Let each word of a group find pages with any other word or phrase of the group."""
    for group in groups:
        for word in group:
            _ALTERNATIVES[word] = tuple(other for other in group if other != word)


def register_subject_words(words: str) -> None:
    """Let ``words``, with spaces between them, be searched for as they are typed."""
    _SUBJECT_WORDS.update(words.split())


def is_known_word(word: str) -> bool:
    """Return True if any layer registered ``word``, in small letters, by itself or as part of a phrase.

    Such a word is spelt right, even if no page has it: “slave” must not become “save”.
    """
    phrases = [*_SUBJECT_WORDS, *_SHORT_FORMS, *_SHORT_FORMS.values(), *_ALTERNATIVES]
    for place in _PLACES:
        phrases += [place.searches, place.exactly, place.alone]
    return any(word in _words(phrase) for phrase in phrases)


def write_out_short_forms(text: str) -> str:
    forms = "|".join(map(re.escape, sorted(_SHORT_FORMS, key=len, reverse=True)))
    pattern = rf"(?<![^\W_])(?:{forms})(?![^\W_])"
    return re.sub(
        pattern,
        lambda form: _SHORT_FORMS.get(form[0].lower(), form[0]),
        text,
        flags=re.IGNORECASE,
    )


def short_forms_of(text: str) -> list[str]:
    """Return the short forms of what stands in ``text``."""
    return [
        short for short, words in _SHORT_FORMS.items() if words.lower() in text.lower()
    ]


def alternatives_to(word: str) -> tuple[str, ...]:
    """Return the other words and phrases that ``word`` stands for."""
    return _ALTERNATIVES.get(word, ())


QUOTATION_MARKS = re.compile('["“”„«»]')
WORD = re.compile(
    r"[^\W_]+(?:[.-][^\W_]+)*/[^\W_]+(?:[./-][^\W_]+)*|[^\W_]+(?:\.[^\W_]+)*"
)
"""Letters and digits.

A number may contain a point, ``7.1``, and a reference a slash, ``2018/748``.

A word with a slash may also contain hyphens: ``stalking/recommendation-7.1``.
"""
# The words that PostgreSQL leaves out of an English index. A query must leave them out
# on every database.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a about above after again against all am an and any are as at be because been before being below
    between both but by can did do does doing don down during each few for from further had has have
    having he her here hers herself him himself his how i if in into is it its itself just me more
    most my myself no nor not now of off on once only or other our ours ourselves out over own s
    same she should so some such t than that the their theirs them themselves then there these they
    this those through to too under until up very was we were what when where which while who whom
    why will with you your yours yourself yourselves
    """,
    )
)


@dataclass(frozen=True)
class ParsedQuery:
    """The words and phrases that a page must all contain."""

    text: str
    """The whole query as one phrase. Pages that contain it come first."""
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    is_loose: bool = False

    @property
    def text_without_reference_marks(self) -> str:
        """The text in lower case, with spaces in place of the slashes and hyphens of a reference."""
        return re.sub("[/-]", " ", self.text.lower())

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def parse_query(text: str) -> ParsedQuery:
    """Return words and closed “phrases” of ``text``, with short forms written out."""
    text = write_out_short_forms(text)
    parts = QUOTATION_MARKS.split(text)
    # The parts up to here stand outside and inside quotation marks by turns.
    closed_end = len(parts) - 1 + len(parts) % 2
    phrases = [
        part.strip() for part in parts[1:closed_end:2] if _words_worth_searching(part)
    ]
    unquoted = [*parts[:closed_end:2], *parts[closed_end:]]
    words = chain.from_iterable(map(_words_worth_searching, unquoted))
    return ParsedQuery(
        text=" ".join(" ".join(parts).split()),
        words=tuple(dict.fromkeys(words)),
        phrases=tuple(dict.fromkeys(phrases)),
    )


def _words_worth_searching(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]


MOST_WORDS_AROUND_ONE = 4
"""A longer search that has one word of a place among others means something else."""


@dataclass(frozen=True)
class BrowseLink:
    """Where someone who types one of ``searches``, which have commas between them, should go first."""

    title: str
    address: str
    description: str
    searches: str = ""
    alone: str = ""
    """Words that mean the place only without others: “leave”, but not “annual leave”."""
    exactly: str = ""
    """Searches that mean the place only if nothing else is typed: “no response”."""

    @cached_property
    def words_of_searches(self) -> list[frozenset[str]]:
        return _split_searches(self.searches)

    def is_meant_by(self, words: frozenset[str]) -> bool:
        """Return True if all words of one of the searches, or others for them, are among ``words``."""
        if words in _split_searches(self.exactly):
            return True
        words_of_meaning = words - STOP_WORDS
        if words_of_meaning and words_of_meaning <= _words(self.alone):
            return True
        for wanted in self.words_of_searches:
            if len(wanted) <= 1 and len(words) > MOST_WORDS_AROUND_ONE:
                continue
            if all(
                not words.isdisjoint({word, *alternatives_to(word)}) for word in wanted
            ):
                return True
        return False


_PLACES: list[BrowseLink] = []


def register_places(*places: BrowseLink) -> None:
    """Let searches lead to ``places``, the most urgent first."""
    _PLACES.extend(places)


def place_for(text: str) -> BrowseLink | None:
    """Return the place that somebody who types ``text`` should be led to first."""
    words = _words(write_out_short_forms(text))
    return next((place for place in _PLACES if place.is_meant_by(words)), None)


def _split_searches(searches: str) -> list[frozenset[str]]:
    """Return the words of each of ``searches``, which have commas between them."""
    return [_words(search) for search in searches.split(",") if search.strip()]


def _words(text: str) -> frozenset[str]:
    text = re.sub("['’]", "", text.lower())
    return frozenset(
        re.findall(
            r"[^\W_]+",
            re.sub(r"\b(is|are|was|were|has|have|had|did)nt\b", r"\1 not", text),
        )
    )

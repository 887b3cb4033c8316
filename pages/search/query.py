"""What a reader asked for, taken apart."""

import re
from dataclasses import dataclass

QUOTATION_MARKS = re.compile('["“”„«»]')
WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*/[^\W_]+(?:[./-][^\W_]+)*|[^\W_]+(?:\.[^\W_]+)*")
"""Letters and figures; a number may have a point, ``7.1``, and a reference a slash, ``2018/748``.

With a slash in it hyphens belong to it, too: ``stalking/recommendation-7.1``.
"""
# What PostgreSQL leaves out of an English index. It has to be left out of the question everywhere.
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
class Query:
    """Words that a page must all have, and phrases that it must have word for word."""

    text: str
    """All of it as one phrase: pages that have it so come first."""
    words: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The same text without the marks of a reference: what it says when it is read out."""
        return re.sub("[/-]", " ", self.text.lower())

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)


def parse(text: str) -> Query:
    """Return what ``text`` asks for; what stands between quotation marks is a phrase.

    A mark that nothing closes counts for nothing.
    """
    parts = QUOTATION_MARKS.split(text)
    closed = len(parts) - 1 + len(parts) % 2
    phrases = [part.strip() for part in parts[1:closed:2] if _significant(part)]
    unquoted = [*parts[:closed:2], *parts[closed:]]
    words = [word for part in unquoted for word in _significant(part)]
    return Query(
        text=" ".join(" ".join(parts).split()),
        words=tuple(dict.fromkeys(words)),
        phrases=tuple(dict.fromkeys(phrases)),
    )


def _significant(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]

"""Names: of organisations in sentences, and spelled so that one can compare them."""

import unicodedata
from collections.abc import Iterable
from typing import Any

NOT_NAMED = "an organisation that is no longer named here"


def join_names(organisations: Iterable[Any]) -> str:
    """Return the names of ``organisations`` as in a sentence: ``A, B and C``.

    If a name contains a comma, semicolons separate the names. An organisation that is
    not public any more is not named: it was taken down for a reason, and nobody has
    approved its drafts.
    """
    names = []
    for organisation in organisations:
        name = organisation.name if organisation.live else NOT_NAMED
        names.append(name)
    return join_as_in_a_sentence(names)


def join_as_in_a_sentence(names: list[str]) -> str:
    """Return ``A, B and C``; if a name contains a comma, semicolons separate the names."""
    separator = "; " if any("," in name for name in names) else ", "
    return " and ".join(filter(None, (separator.join(names[:-1]), *names[-1:])))


UNDECOMPOSED = str.maketrans(
    {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "ø": "o", "ł": "l", "đ": "d"}
)
"""Letters that are like others, and that Unicode does not take apart."""


def fold(text: str) -> str:
    """Return ``text`` without regard to case, width, accents and what cannot be seen."""
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", text).casefold()
    )
    seen = (
        character
        for character in plain
        if unicodedata.category(character) not in {"Mn", "Cf", "Cc"}
    )
    return " ".join("".join(seen).translate(UNDECOMPOSED).split())

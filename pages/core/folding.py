"""One spelling of names and addresses that people, and databases, take for the same."""

import unicodedata

UNDECOMPOSED = str.maketrans({"\N{LATIN SMALL LETTER DOTLESS I}": "i", "ø": "o", "ł": "l", "đ": "d"})
"""Letters that are like others, and that Unicode does not take apart."""


def fold(text: str) -> str:
    """Return ``text`` without regard to case, width, accents and what cannot be seen."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = (each for each in plain if unicodedata.category(each) not in {"Mn", "Cf", "Cc"})
    return " ".join("".join(seen).translate(UNDECOMPOSED).split())

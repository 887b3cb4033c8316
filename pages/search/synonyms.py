"""Other words for what readers type. What a site is about, and so its words, higher floors register."""

import re
from collections.abc import Mapping

_SHORT_FORMS: dict[str, str] = {}
_ALTERNATIVES: dict[str, tuple[str, ...]] = {}


def register_short_forms(short_forms: Mapping[str, str]) -> None:
    """Let each key, in small letters, be read as its value: ``rec`` as ``recommendation``."""
    _SHORT_FORMS.update(short_forms)


def register_alternatives(*groups: tuple[str, ...]) -> None:
    """Let each word of a group find pages with any other word or phrase of the group."""
    for group in groups:
        _ALTERNATIVES.update({word: tuple(each for each in group if each != word) for word in group})


def write_out_short_forms(text: str) -> str:
    """Return ``text`` with every registered short form written out."""
    return re.sub(r"[^\W_]+", lambda word: _SHORT_FORMS.get(word[0].lower(), word[0]), text)


def alternatives_to(word: str) -> tuple[str, ...]:
    """Return the other words and phrases that ``word`` stands for."""
    return _ALTERNATIVES.get(word, ())

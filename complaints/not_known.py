"""The words that people type where they do not know who it is: they name no post and no organisation."""

from typing import Any

WORDS_FOR_NOT_KNOWN = frozenset(
    {
        "n/a",
        "na",
        "none",
        "not applicable",
        "not known",
        "not yet known",
        "tba",
        "tbc",
        "tbd",
        "to be agreed",
        "to be announced",
        "to be confirmed",
        "to be decided",
        "to be determined",
        "unknown",
        "?",
    }
)
"""All of them. Nothing else is taken for one, however similar."""


def says_not_known(text: str) -> bool:
    """Return True if ``text`` is one of the words for “not known”, in brackets or not, and no more."""
    return text.strip().strip("().[]").casefold() in WORDS_FOR_NOT_KNOWN


def unknown_named_in(instance: Any, *names: str) -> dict[str, str]:
    """Return what is wrong with each field among ``names`` that has a word for “not known” as a name."""
    problems = {}
    for name in names:
        for line in getattr(instance, name).splitlines():
            if says_not_known(line):
                problems[name] = f"“{line.strip()}” names nobody, and readers would take it for a name. "
                problems[name] += "Leave this blank if you do not know who it is."
    return problems

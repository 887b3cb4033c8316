"""The words that people enter when they do not know the post or organisation."""

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
"""The whole list: no other text counts as one, however similar."""


def says_not_known(text: str) -> bool:
    """Return True if ``text`` is one of the words for “not known”, in brackets or not, and no more."""
    return text.strip().strip("().[]").casefold() in WORDS_FOR_NOT_KNOWN


def unknown_named_in(instance: Any, *names: str) -> dict[str, str]:
    """Return a message for each field among ``names`` that has a word for “not known” as a name."""
    problems = {}
    for name in names:
        for line in getattr(instance, name).splitlines():
            if says_not_known(line):
                problems[name] = (
                    f"“{line.strip()}” is not a name, but readers would take it for one. Leave this blank if "
                    "you do not know who it is."
                )
    return problems

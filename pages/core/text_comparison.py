"""Compares two texts by lines, within those by sentences, and within those by words."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby

END_OF_SENTENCE = re.compile(
    r"""(?:(?<=[.!?…؟。]\s)|(?<=[.!?…؟。]["'”’)\]]\s))(?=\S)"""
)
WORD_OR_SPACE = re.compile(r"\S+|\s+")
LEVELS: tuple[Callable[[str], list[str]], ...] = (
    partial(str.splitlines, keepends=True),
    END_OF_SENTENCE.split,
    WORD_OR_SPACE.findall,
)
MAX_PARTS = 6_000
"""Where more parts than these differ, the whole is shown as replaced: more would take too long."""


def compare_texts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield each part in order with its mark: ``""`` unchanged, ``"-"`` removed, ``"+"`` added."""
    for mark, parts in groupby(_compare(old, new, LEVELS), key=lambda part: part[0]):
        yield mark, "".join(text for _, text in parts)


def _compare(
    old: str, new: str, levels: Sequence[Callable[[str], list[str]]]
) -> Iterator[tuple[str, str]]:
    if levels and old and new and old != new:
        yield from _compare_parts(levels[0](old), levels[0](new), levels[1:])
    elif old == new:
        yield from [("", new)] * bool(new)
    else:
        yield from ((mark, text) for mark, text in (("-", old), ("+", new)) if text)


def _compare_parts(
    old: list[str], new: list[str], finer: Sequence[Callable[[str], list[str]]]
) -> Iterator[tuple[str, str]]:
    start = _number_of_same(old, new)
    end = _number_of_same(old[start:][::-1], new[start:][::-1])
    before = old[start : len(old) - end]
    after = new[start : len(new) - end]
    yield from _compare("".join(old[:start]), "".join(new[:start]), ())
    if len(before) + len(after) > MAX_PARTS:
        yield from _compare("".join(before), "".join(after), ())
    else:
        # White space alone matches nothing: between two words that changed it changed
        # with them.
        matcher = SequenceMatcher(str.isspace, before, after)
        for _, first, last, new_first, new_last in matcher.get_opcodes():
            removed = before[first:last]
            added = after[new_first:new_last]
            if finer and len(removed) == len(added):
                for part, other in zip(removed, added, strict=True):
                    yield from _compare(part, other, finer)
            else:
                yield from _compare("".join(removed), "".join(added), finer)
    yield from _compare(
        "".join(old[len(old) - end :]), "".join(new[len(new) - end :]), ()
    )


def _number_of_same(old: list[str], new: list[str]) -> int:
    number = 0
    for old_part, new_part in zip(old, new, strict=False):
        if old_part != new_part:
            break
        number += 1
    return number

"""Compares two versions word by word, and marks the differences for eyes and for screen readers."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .version_fields import VersionField

MAX_WORDS_COMPARED = 3_000
"""Longer texts are compared by whole paragraphs: word by word would take too long."""
HIDDEN = '<span class="govuk-visually-hidden">{}</span>'
ADDED = f"{{}}<ins>{HIDDEN.format('[added: ')}{{}}{HIDDEN.format(' end of added]')}</ins>{{}}"
REMOVED = f"{{}}<del>{HIDDEN.format('[removed: ')}{{}}{HIDDEN.format(' end of removed]')}</del>{{}}"
PART_TEMPLATES = {"": "{}{}{}", "+": ADDED, "-": REMOVED}


class TextDifference(NamedTuple):
    """One field that differs: its label, both texts in one, and each text alone."""

    label: str
    inline: SafeString
    old: SafeString
    new: SafeString


def compare_versions(old: list[VersionField], new: list[VersionField]) -> list[TextDifference]:
    """Return the fields in which two versions differ, in their order."""
    texts = [{field.name: field.text for field in fields} for fields in (old, new)]
    labels = {field.name: field.label for field in [*old, *new]}
    differences = []
    for name in _field_names_in_order(texts):
        before, after = (text.get(name, "") for text in texts)
        # A new entry with a box that is not ticked is no difference.
        is_new = not all(name in text for text in texts)
        if before != after and not (is_new and "No" in (before, after)):
            parts = list(compare_texts(before, after))
            differences.append(
                TextDifference(
                    labels[name],
                    inline=_parts_as_html(parts),
                    old=_parts_as_html(parts, without="+"),
                    new=_parts_as_html(parts, without="-"),
                )
            )
    return differences


def _field_names_in_order(texts: list[dict[str, str]]) -> list[str]:
    """Return the names of both versions; one that only the old version has follows its old predecessor."""
    old, new = map(list, texts)
    names = list(new)
    for index, name in enumerate(old):
        if name not in texts[1]:
            names.insert(names.index(old[index - 1]) + 1 if index else 0, name)
    return names


def compare_texts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield each part in order with its mark: ``""`` unchanged, ``"-"`` removed, ``"+"`` added."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[slice(*places[:2])]), "".join(after[slice(*places[2:])])
        if kind == "equal":
            yield "", removed
        else:
            yield from _compare_words(removed, added)


def _compare_words(removed: str, added: str) -> Iterator[tuple[str, str]]:
    before, after = (re.findall(r"\s*\S+|\s+$", text) for text in (removed, added))
    if len(before) + len(after) > MAX_WORDS_COMPARED:
        yield from ((mark, text) for mark, text in (("-", removed), ("+", added)) if text)
        return
    for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[slice(*places[:2])]), "".join(after[slice(*places[2:])])
        if kind == "equal":
            yield "", old
        else:
            yield from ((mark, text) for mark, text in (("-", old), ("+", new)) if text)


def _parts_as_html(parts: Iterable[tuple[str, str]], without: str | None = None) -> SafeString:
    """Return ``parts`` as HTML, without those that have one of the marks."""
    shown = [_part_as_html(text, mark) for mark, text in parts if mark != without]
    return format_html_join("", "{}", ((part,) for part in shown))


def _part_as_html(text: str, mark: str) -> SafeString:
    """Return ``text`` marked as removed or added, without the white space around it."""
    words = text.strip()
    if not words:
        return format_html("{}", text)
    before, _, after = text.partition(words)
    return format_html(PART_TEMPLATES[mark], before, words, after)

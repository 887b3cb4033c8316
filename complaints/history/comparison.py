"""Two texts and what differs between them, word by word, for eyes and for screen readers."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .fields import Field

MOST_WORDS = 3_000
"""Of longer texts only whole paragraphs are compared: word by word takes too long."""
HIDDEN = '<span class="govuk-visually-hidden">{}</span>'
ADDED = f"{{}}<ins>{HIDDEN.format('[added: ')}{{}}{HIDDEN.format(' end of added]')}</ins>{{}}"
REMOVED = f"{{}}<del>{HIDDEN.format('[removed: ')}{{}}{HIDDEN.format(' end of removed]')}</del>{{}}"
HOW = {"": "{}{}{}", "+": ADDED, "-": REMOVED}


class Difference(NamedTuple):
    """One field that differs: its label, both texts in one, and each by itself."""

    label: str
    inline: SafeString
    old: SafeString
    new: SafeString


def differences(old: list[Field], new: list[Field]) -> list[Difference]:
    """Return the fields in which two versions differ, in their order."""
    texts = [{field.name: field.text for field in fields} for fields in (old, new)]
    labels = {field.name: field.label for field in [*old, *new]}
    found = []
    for name in _in_order(texts):
        before, after = (text.get(name, "") for text in texts)
        # That a new entry does not say yes is no news.
        is_new = not all(name in text for text in texts)
        if before != after and not (is_new and "No" in (before, after)):
            parts = list(parts_of(before, after))
            inline = _html(parts)
            found.append(Difference(labels[name], inline, _html(parts, but="+"), _html(parts, but="-")))
    return found


def _in_order(texts: list[dict[str, Any]]) -> list[str]:
    """Return the names of both, those that are only in the old one behind what stood before them there."""
    old, new = map(list, texts)
    names = list(new)
    for place, name in enumerate(old):
        if name not in texts[1]:
            names.insert(names.index(old[place - 1]) + 1 if place else 0, name)
    return names


def parts_of(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield what stays (``""``), what is removed (``"-"``) and what is added (``"+"``), in order."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[slice(*places[:2])]), "".join(after[slice(*places[2:])])
        if kind == "equal":
            yield "", removed
        else:
            yield from _words(removed, added)


def _words(removed: str, added: str) -> Iterator[tuple[str, str]]:
    before, after = (re.findall(r"\s*\S+|\s+$", text) for text in (removed, added))
    if len(before) + len(after) > MOST_WORDS:
        yield from ((how, text) for how, text in (("-", removed), ("+", added)) if text)
        return
    for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[slice(*places[:2])]), "".join(after[slice(*places[2:])])
        if kind == "equal":
            yield "", old
        else:
            yield from ((how, text) for how, text in (("-", old), ("+", new)) if text)


def _html(parts: Iterable[tuple[str, str]], but: str = "none") -> SafeString:
    """Return ``parts`` as HTML, without those of one kind."""
    shown = [_marked(text, how) for how, text in parts if how != but]
    return format_html_join("", "{}", ((each,) for each in shown))


def _marked(text: str, how: str) -> SafeString:
    """Mark ``text`` as removed or added, without the blanks around it."""
    words = text.strip()
    if not words:
        return format_html("{}", text)
    before, _, after = text.partition(words)
    return format_html(HOW[how], before, words, after)

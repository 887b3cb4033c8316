"""Compares two versions word by word, and marks the differences for eyes and for screen readers."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.core.text_comparison import compare_texts

from .version_fields import VersionField

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

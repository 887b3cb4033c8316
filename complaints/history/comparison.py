"""What differs between two published versions."""

from collections.abc import Collection, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.core.text_comparison import compare_texts

from .version_texts import VersionField

HIDDEN = '<span class="govuk-visually-hidden">{}</span>'
ADDED = f"{{}}<ins>{HIDDEN.format('[added: ')}{{}}{HIDDEN.format(' end of added]')}</ins>{{}}"
REMOVED = f"{{}}<del>{HIDDEN.format('[removed: ')}{{}}{HIDDEN.format(' end of removed]')}</del>{{}}"
PART_TEMPLATES = {"": "{}{}{}", "+": ADDED, "-": REMOVED}


def compare_versions(
    old: list[VersionField], new: list[VersionField]
) -> list[tuple[str, SafeString]]:
    """Return of each field that differs the label, and both texts in one."""
    old_texts = {field.name: field.text for field in old}
    new_texts = {field.name: field.text for field in new}
    labels = {field.name: field.label for field in [*old, *new]}
    differences = []
    for name in _field_names_in_order(old_texts, new_texts):
        before = old_texts.get(name, "")
        after = new_texts.get(name, "")
        if before != after:
            differences.append((labels[name], _difference_as_html(before, after)))
    return differences


def _field_names_in_order(old: Iterable[str], new: Collection[str]) -> list[str]:
    """Return the names of both versions; one that only the old version has follows its old predecessor."""
    names = list(new)
    before = ""
    for name in old:
        if name not in new:
            place = names.index(before) + 1 if before else 0
            names.insert(place, name)
        before = name
    return names


def _difference_as_html(old: str, new: str) -> SafeString:
    parts = [(_part_as_html(text, mark),) for mark, text in compare_texts(old, new)]
    return format_html_join("", "{}", parts)


def _part_as_html(text: str, mark: str) -> SafeString:
    """Return ``text`` marked as removed or added, without the white space around it."""
    shown = text.strip()
    if not shown:
        return format_html("{}", text)
    before, _, after = text.partition(shown)
    return format_html(PART_TEMPLATES[mark], before, shown, after)

"""What is a minor correction: running text put right, with every fact as it was."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from .snapshot import snapshot
from .spelling import is_spelling

CORRECTABLE_BLOCKS = {"text", "inset", "details", "action_list"}
"""Blocks of running text; a quotation, a date, a document or a table is a fact."""
TYPOGRAPHIC = {"b", "strong", "i", "em"}
"""Tags that may come and go; every other one stays, and its attributes, such as where a link leads."""
EDITOR_KEY = "data-block-key"


def more_than_a_correction(version: Any) -> list[str]:
    """Return what ``version`` changes in the live page or snippet that is more than running text.

    A class names its fields of running text in ``correctable_fields``. Positions, reasons, statuses, dates,
    addressees, owners, quoted wording and assurance are never among them, nor is the number of anything. It
    is published at once, and for as long as what it corrects.

    Within running text only the spelling of words, punctuation, capitals, spacing and little words of grammar
    may change, not a figure, a date, a negation, or a word of a position or status. That keeps rewriting out;
    whether a correction is one is for the moderator to say who approves it: “major” is close to “mayor”.
    """
    live = type(version)._base_manager.filter(pk=version.pk, live=True).first()
    if not live:
        return ["what is not public"]
    changed = [*_changed(snapshot(live), snapshot(version), [], version.correctable_fields)]
    return list(dict.fromkeys([*changed, *_dates_set(live, version)]))


def _dates_set(live: Any, version: Any) -> Iterator[str]:
    if version.go_live_at and version.go_live_at > timezone.now():  # one that is past changes nothing
        yield "the date of publication"
    if version.expire_at != live.expire_at:
        yield "the expiry date"


def _changed(before: Any, now: Any, path: list[str], correctable: frozenset[str]) -> Iterator[str]:
    before, now = _plain(before), _plain(now)
    if before == now:
        return
    if isinstance(before, dict) and isinstance(now, dict):
        kind = [f"<{now['type']}>"] if {"type", "value"} <= now.keys() else []
        for name in before.keys() | now.keys():
            if name != "id" or not kind:
                yield from _changed(before.get(name), now.get(name), [*path, *kind, name], correctable)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for one, other in zip(before, now, strict=True):
            yield from _changed(one, other, path, correctable)
    elif not _is_correction(before, now, path, correctable):
        yield _name(path)


def _plain(value: Any) -> Any:
    """Return the blocks that a stream field keeps as text."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _is_correction(before: Any, now: Any, path: list[str], correctable: frozenset[str]) -> bool:
    if not (isinstance(before, str) and isinstance(now, str) and before.strip() and now.strip()):
        return False
    blocks = {part.strip("<>") for part in path if part.startswith("<")} - {"item"}
    names = [part for part in path if not part.startswith("<")]
    return (
        bool(correctable & set(names))
        and names[-1] != "type"
        and blocks <= CORRECTABLE_BLOCKS
        and _says_the_same(before, now)
    )


def _says_the_same(before: str, now: str) -> bool:
    """Compare the tags of rich text, and what stands between them piece by piece."""
    old, new = _RichText(before), _RichText(now)
    return old.tags == new.tags and all(map(is_spelling, old.texts, new.texts))


class _RichText(HTMLParser):
    """Rich text, or text without tags, taken apart."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[Any] = []
        self.texts = [""]
        """What stands before the first tag, between each two and after the last."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Take its attributes with it."""
        self._add(tag, sorted((each for each in attrs if each[0] != EDITOR_KEY), key=str))

    def handle_endtag(self, tag):
        """Tell it from one that begins."""
        self._add(tag, "end")

    def handle_data(self, data):
        """Add to the text since the last tag."""
        self.texts[-1] += data

    def _add(self, tag: str, more: Any = None) -> None:
        if tag not in TYPOGRAPHIC or more not in ([], "end"):
            self.tags.append((tag, more))
            self.texts.append("")

    def handle_comment(self, data):
        """Take what is no rich text for a tag: a reader of a title would see it."""
        self._add(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def _name(path: list[str]) -> str:
    """Return the name of the innermost field, as an editor reads it."""
    names = [part for part in path if not part.startswith("<") and part not in {"value", "text"}]
    return "the " + names[-1].replace("_", " ")

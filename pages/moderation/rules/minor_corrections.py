"""What is a minor correction: a change of running text that leaves every fact in it as it was."""

import calendar
import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.utils import timezone

from pages.moderation.records.snapshot import snapshot

CORRECTABLE_BLOCKS = {"text", "inset", "details", "action_list"}
"""Blocks of running text; a quotation, a date, a document or a table is a fact."""
EDITOR_KEY = "data-block-key"
PARTS_OF_DATES = {
    name.lower()
    for name in [*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr]
} - {""}
AROUND_A_WORD = ".,;:!?()[]\"'“”‘’…"


def more_than_a_correction(version: Any) -> list[str]:
    """Return what ``version`` changes in the live page or snippet that is more than running text.

    A class names its fields of running text in ``correctable_fields``. Positions, reasons, statuses, dates,
    addressees, owners, quoted wording and assurance are never among them, nor is the number of anything. It
    is published at once, and for as long as what it corrects.

    Within running text the figures, the dates, and where links, documents and images lead stay as they are.
    Whether the rest is a correction is for the moderator to say who approves it.
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
        and _facts(before) == _facts(now)
    )


def _facts(text: str) -> tuple[list, list[str], list[str]]:
    """Return where links and embeds of rich or plain ``text`` lead, its figures, its months and weekdays.

    In text without tags, what looks like a comment is read, too.
    """
    # With a line break, so that BeautifulSoup does not warn of a text that looks like an address.
    soup = BeautifulSoup(f"{text}\n", "html.parser", multi_valued_attributes=None)
    attributes = [
        (tag.name, sorted((name, value) for name, value in tag.attrs.items() if name != EDITOR_KEY))
        for tag in soup.find_all(lambda tag: tag.attrs.keys() - {EDITOR_KEY})
    ]
    words = " ".join(soup.find_all(string=True))
    figures = [word.strip(AROUND_A_WORD) for word in words.split() if any(map(str.isnumeric, word))]
    months_and_weekdays = [name for name in re.findall(r"\w+", words.lower()) if name in PARTS_OF_DATES]
    return attributes, figures, months_and_weekdays


def _name(path: list[str]) -> str:
    """Return the name of the innermost field, as an editor reads it."""
    names = [part for part in path if not part.startswith("<") and part not in {"value", "text"}]
    return "the " + names[-1].replace("_", " ")

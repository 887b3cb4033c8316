"""Finds what has the shape of personal data in a draft, for people to judge.

It warns in the editor and on the review screen. It blocks nothing and stores nothing.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.text import capfirst
from wagtail.fields import StreamField

from pages.moderation.approval.public_content import INTERNAL_FIELDS
from pages.moderation.approval.publication_rules import parts_of

CHECKED_ALTHOUGH_INTERNAL = {"change_note"}
"""Readers see it, although it is no part of the content."""
KEYS_OF_BLOCKS = {"id", "type"}

DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9},? \d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)"
)
YEAR = r"(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?(?![\w/*-])"
PATTERNS = {
    "Email address": re.compile(r"(?<![\w.+'’-])[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+"),
    # Numbers that begin with 03, 0800 or 0808 belong to organisations and helplines.
    "Phone number": re.compile(
        r"(?<![\w/.+-])(?:\+44[\s(0)]*|\(?0)(?!3|8\s?0\s?[08])[1-9](?:[\s()-]{0,2}\d){8,9}(?![\w/])"
    ),
    "Postcode": re.compile(
        r"\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b"
    ),
    "Date of birth": re.compile(
        rf"\b(?:date of birth|d\.?o\.?b|born)\b\.?(?: (?:is|was|on))*[\s:]*{DATE}",
        re.IGNORECASE,
    ),
    "Crime or case reference": re.compile(
        # By what it is called, or by its shape.
        r"\b(?i:crime|case|incident|occurrence|custody|log|CAD|URN)"
        r"(?i: reference| ref| report| record| number| no)*\b[\s.:#]*(?i:(?:is|was) )?"
        rf"(?!{YEAR})[A-Z]{{0,5}}[/*-]?\d[\d/*A-Z-]{{3,}}"
        r"|(?<![\w/])(?:\d\d[/*]\d{4,9}[/*]\d\d|[12]\d000\d{6})(?![\w/])"
    ),
}


class PersonalDetail(NamedTuple):
    """Words of a draft that may be personal data."""

    kind: str
    words: str
    field: str


def find_personal_details(draft: Any) -> list[PersonalDetail]:
    """Return what may be personal data in ``draft``, without what is public already."""
    details = list(dict.fromkeys(_details_in(draft)))
    if not details:
        return []
    public: set[str] = set()
    for live in type(draft)._default_manager.filter(pk=draft.pk, live=True):
        public.update(detail.words for detail in _details_in(live))
    return [detail for detail in details if detail.words not in public]


def _details_in(obj: Any) -> Iterator[PersonalDetail]:
    for field, text in _texts_of(obj):
        for kind, pattern in PATTERNS.items():
            for match in pattern.finditer(text):
                yield PersonalDetail(kind, match[0], field)


def _texts_of(obj: Any) -> Iterator[tuple[str, str]]:
    """Yield the name of each field of ``obj`` and its children with each text in it."""
    unchecked = INTERNAL_FIELDS - CHECKED_ALTHOUGH_INTERNAL
    for part in parts_of(obj):
        for field in part._meta.concrete_fields:
            if field.name in unchecked:
                continue
            name = capfirst(str(field.verbose_name))
            if part is not obj:
                name = f"{capfirst(part._meta.verbose_name)}: {field.verbose_name}"
            value = getattr(part, field.name)
            if isinstance(field, StreamField):
                value = list(value.raw_data)
            for text in _strings_in(value):
                yield name, text


def _strings_in(stored: Any) -> Iterator[str]:
    """Yield the texts of what a field holds; blocks hold them in lists and structures."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        for name, value in stored.items():
            if name not in KEYS_OF_BLOCKS:
                yield from _strings_in(value)
    elif isinstance(stored, list | tuple):
        for value in stored:
            yield from _strings_in(value)

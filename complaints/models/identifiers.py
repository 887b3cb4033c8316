"""Identifiers in the open data: once published, an identifier belongs to one page for good.

Those of the catalogue are the same at every force. What is not in it gets one that the
editor can correct until it is published.
"""

import re
from collections.abc import Callable
from typing import Any

from django.core.validators import RegexValidator
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from complaints.catalogue.reader import IDENTIFIER, read_catalogue
from pages.moderation.approval.audit_log import model_label
from pages.moderation.models import PublishedVersion

PRINTED_NUMBER = r"[1-9]\d{0,2}(\.[1-9]\d{0,2})?[a-z]?"

validate_number = RegexValidator(
    rf"^{PRINTED_NUMBER}\Z",
    "Enter the number as printed, like 7, 7.1 or 12a.",
    flags=re.ASCII,
)


def is_number(text: str) -> bool:
    return bool(re.fullmatch(PRINTED_NUMBER, text, re.ASCII))


def number_sort_key(number: str) -> str:
    """Return text that sorts numbers as people do: 2 before 10, 7 before 7.1 before 8."""
    if number:
        return re.sub(r"\d+", lambda digits: digits[0].zfill(4), number)
    return "~"


def is_numbered_slug(slug: str) -> bool:
    """Return True if a slug was made from a kind and a number."""
    return bool(re.fullmatch(r"[a-z]+-\d+(-\d+)?[a-z]?", slug))


def is_numbered_identifier(identifier: str) -> bool:
    """Return True if an identifier was made from a kind and a number."""
    return is_number(identifier.partition("-")[2])


def catalogue_identifier(super_complaint: Page, name: str) -> str:
    """Return the identifier of the item of ``super_complaint`` that the catalogue calls ``name``.

    ``name`` may be an alias of it. Return an empty text if the catalogue has no such
    item of that report.
    """
    report = super_complaint.specific.identifier
    names = read_catalogue().names_of(f"{report}/{name}")
    if not names or not names[0].startswith(f"{report}/"):
        return ""
    return names[0].removeprefix(f"{report}/")


def parent_number(number: str) -> str:
    """Return the number of the item that this is a sub-item of: ``7`` for ``7.1``; else an empty text."""
    return number.rpartition(".")[0]


def was_published_for_other_page(identifier: str, page: Page) -> bool:
    """Return True if anything other than ``page`` was ever published under ``identifier``."""
    versions = PublishedVersion.objects.filter(
        model=model_label(page), identifier=identifier
    )
    return versions.exclude(object_id=str(page.pk)).exists()


def first_free_identifier(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``wanted`` if nobody has it, else ``wanted-2``, ``wanted-3`` and so on."""
    candidate = wanted
    number = 1
    while is_taken(candidate):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


validate_identifier = RegexValidator(
    rf"^({IDENTIFIER.pattern})\Z",
    "Use small letters, digits and, between them, hyphens or full stops.",
)
JOINS = "This is the identifier in the national catalogue, so the data can be compared with other forces."
DOES_NOT_JOIN = (
    "The catalogue does not have it, so readers cannot join it with the data of other forces. "
    "You can change it until it is published."
)


class IdentifierPanel(FieldPanel):
    """The field of an identifier, which says whether the data of other forces can be joined by it."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            if self.instance.pk and (identifier := self.instance.identifier):
                catalogue = read_catalogue()
                joins = catalogue.report(identifier) or catalogue.item(identifier)
                says = JOINS if joins else DOES_NOT_JOIN
                self.help_text: str = (
                    f"{self.help_text} In the data: {identifier}. {says}"
                )

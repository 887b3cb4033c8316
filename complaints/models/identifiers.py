"""Identifiers in the open data: once published, an identifier belongs to one page for good."""

from collections.abc import Callable
from itertools import count

from wagtail.models import Page

from pages.moderation.gate.decision import model_label
from pages.moderation.models import PublishedVersion


def was_published_for_other_page(identifier: str, page: Page) -> bool:
    """Tell whether anything other than ``page`` was ever published under ``identifier``."""
    versions = PublishedVersion.objects.filter(model=model_label(page), identifier=identifier)
    return versions.exclude(object_id=str(page.pk)).exists()


def first_free_identifier(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``wanted`` if nobody has it, else ``wanted-2``, ``wanted-3`` and so on."""
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(candidate for candidate in candidates if not is_taken(candidate))

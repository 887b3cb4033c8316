"""Identifiers in the data: each belongs to one thing, for good."""

from collections.abc import Callable
from itertools import count
from typing import Any

from pages.moderation.models import PublishedVersion
from pages.moderation.records.decision import model_label


def was_published(identifier: str, page: Any) -> bool:
    """Tell whether anything else was ever published under ``identifier``."""
    versions = PublishedVersion.objects.filter(model=model_label(page), identifier=identifier)
    return versions.exclude(object_id=str(page.pk)).exists()


def free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``wanted``, or with the first number behind it that makes an identifier nobody has."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if not is_taken(name))

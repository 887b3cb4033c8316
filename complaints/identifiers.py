"""Identifiers in the data: each belongs to one thing of a site, for good."""

from collections.abc import Callable
from itertools import count
from typing import Any

from pages.moderation.models import PublishedVersion
from pages.moderation.models.decision import label_of
from pages.moderation.teams import site_of


def was_published(identifier: str, page: Any) -> bool:
    """Tell whether anything else on the site of ``page`` was ever published under ``identifier``."""
    site = site_of(page)
    versions = PublishedVersion.objects.filter(
        model=label_of(page), site_id=site.pk if site else None, identifier=identifier
    )
    return versions.exclude(object_id=str(page.pk)).exists()


def free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``wanted``, or with the first number behind it that makes an identifier nobody has."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if not is_taken(name))

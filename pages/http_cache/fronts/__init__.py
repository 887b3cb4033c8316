"""What stands in front of the site and keeps its answers: one module for each kind, named by ``FRONT``.

Each has ``purge(keys)``, which raises whatever went wrong, and ``KEEPS_LATE_ANSWERS``: whether it may still
keep an answer that was on its way to it during the purge.
"""

from collections.abc import Collection
from importlib import import_module
from types import ModuleType

from django.conf import settings


def configured() -> ModuleType | None:
    """Return the module of the front that stands before this site, if one does."""
    return import_module(f"{__name__}.{settings.FRONT}") if settings.FRONT else None


def keep_late_answers() -> bool:
    """Tell whether the front may have kept what was on its way to it when it was purged."""
    front = configured()
    return front is not None and front.KEEPS_LATE_ANSWERS


def purge(keys: Collection[str]) -> None:
    """Let the front forget all that shows what ``keys`` stand for; raises whatever went wrong."""
    if front := configured():
        front.purge(keys)

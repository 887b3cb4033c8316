"""The front: what stands before the site and keeps its responses. One module a kind, named by ``FRONT``.

Each module has ``purge(keys)``, which raises an exception if it fails, and ``KEEPS_LATE_RESPONSES``: whether
the front may store a response that was on its way to it during the purge.
"""

from collections.abc import Collection
from importlib import import_module
from types import ModuleType

from django.conf import settings

from .purge_requests import ask_silent_fronts_again

__all__ = ["ask_silent_fronts_again", "configured_front", "front_keeps_late_responses", "purge"]


def configured_front() -> ModuleType | None:
    """Return the module of the front before this site; ``None`` if there is no front."""
    return import_module(f"{__name__}.{settings.FRONT}") if settings.FRONT else None


def front_keeps_late_responses() -> bool:
    """Return whether the front may have stored a response that was on its way to it during a purge."""
    front = configured_front()
    return front is not None and front.KEEPS_LATE_RESPONSES


def purge(keys: Collection[str]) -> None:
    """Purge the responses that have one of ``keys`` from the front; raise an exception if that fails."""
    if front := configured_front():
        front.purge(keys)

"""What stands in front of the site and keeps its answers: one module for each kind, named by ``FRONT``.

Each has ``purge(keys, addresses)``, which raises whatever went wrong, ``NEEDS_ADDRESSES``: whether it knows
addresses only, so that ``addresses`` lists those that were kept under ``keys``, and ``KEEPS_LATE_ANSWERS``:
whether it may still keep an answer that was on its way to it during the purge.
"""

from collections.abc import Collection
from importlib import import_module
from types import ModuleType

from django.conf import settings

from pages.delivery.models import KeptAddress


def configured() -> ModuleType | None:
    """Return the module of the front that stands before this site, if one does."""
    return import_module(f"{__name__}.{settings.FRONT}") if settings.FRONT else None


def keep_late_answers() -> bool:
    """Tell whether the front may have kept what was on its way to it when it was purged."""
    front = configured()
    return front is not None and front.KEEPS_LATE_ANSWERS


def purge(keys: Collection[str]) -> None:
    """Let the front forget all that shows what ``keys`` stand for; raises whatever went wrong."""
    front = configured()
    if front is None:
        return
    addresses = _addresses(keys) if front.NEEDS_ADDRESSES else []
    front.purge(keys, addresses)


def _addresses(keys: Collection[str]) -> list[str]:
    found = KeptAddress.objects.filter(key__in=keys).order_by("address")
    return list(found.values_list("address", flat=True).distinct())


def remember(keys: Collection[str], request) -> None:
    """Remember under which ``keys`` the address of ``request`` is kept, for a front that knows no keys."""
    front = configured()
    if front is not None and front.NEEDS_ADDRESSES:
        address = f"{request.scheme}://{request.get_host()}{request.path}"
        KeptAddress.objects.bulk_create(
            (KeptAddress(key=key, address=address) for key in sorted(keys)), ignore_conflicts=True
        )

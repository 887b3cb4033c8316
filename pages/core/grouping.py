"""Objects by their keys, and the keys of objects."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any


def index_by[Item](objects: Iterable[Item], attribute: str) -> dict[Any, Item]:
    """Return ``objects`` by their ``attribute``, which may be dotted; of two with the same, the last one."""
    value_of = attrgetter(attribute)
    return {value_of(item): item for item in objects}


def index_by_text_key[Item](objects: Iterable[Item]) -> dict[str, Item]:
    """Return model instances by their primary keys as text: so the audit log and versions refer to them."""
    return {str(key): item for key, item in index_by(objects, "pk").items()}


def keys_of(objects: Iterable[Any]) -> set[Any]:
    """Return the primary keys of model instances."""
    return set(map(attrgetter("pk"), objects))

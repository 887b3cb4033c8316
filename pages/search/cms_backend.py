"""The search of the CMS: Wagtail's own, which on SQLite takes quotation marks as well."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from wagtail.search.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """Return Wagtail's back end for the database.

    A quotation mark ends a phrase on SQLite, and fails.
    """
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        backend.autocomplete = _without_quotation_marks(backend.autocomplete)
    return backend


def _without_quotation_marks(search: Callable[..., Any]) -> Callable[..., Any]:
    def autocomplete(query: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = query.replace('"', " ")
        return search(query, *args, **kwargs)

    return autocomplete

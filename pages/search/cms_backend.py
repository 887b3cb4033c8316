"""The search of the CMS: Wagtail's own, which on SQLite takes quotation marks as well."""

from typing import Any

from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend
from wagtail.search.backends import database


class SQLiteBackend(SQLiteSearchBackend):
    """Leaves quotation marks out: FTS5 takes one for the end of a phrase and refuses the rest."""

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        words = query.replace('"', " ") if isinstance(query, str) else query
        return super().autocomplete(words, *args, **kwargs)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    backend = database.SearchBackend(params)
    return SQLiteBackend(params) if isinstance(backend, SQLiteSearchBackend) else backend

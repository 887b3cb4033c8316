"""Whether the process is up, and whether it can serve."""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from pages.http_cache.cache_policy import health_view


@health_view
def healthz(request):
    """Answer 200 while the process runs, whatever its database does."""
    return JsonResponse({"status": "up"})


def _database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache_answers():
    cache.set("readyz", "1", timeout=10)
    if cache.get("readyz") != "1":
        raise RuntimeError("the cache did not return what was stored")


def _migrations_are_applied():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("there are migrations to apply")


CHECKS = {
    "database": _database_answers,
    "cache": _cache_answers,
    "migrations": _migrations_are_applied,
}


@health_view
def readyz(request):
    """Answer 200 when database, cache and migrations are ready, else 503 naming what is not.

    The reasons stay in the log: this address is public.
    """
    failing = []
    for name, check in CHECKS.items():
        try:
            check()
        except Exception:
            failing.append(name)
    status = 503 if failing else 200
    return JsonResponse({"status": "failing" if failing else "ready", "failing": failing}, status=status)

"""Health checks: is the process up, and can it serve?"""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from pages.http_cache.cache_policy import health_view


@health_view
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process runs, even without its database."""
    return JsonResponse({"status": "up"})


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _check_cache() -> None:
    cache.set("readyz", "1", timeout=10)
    if cache.get("readyz") != "1":
        raise RuntimeError("the cache did not return what was stored")


def _check_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("there are migrations to apply")


CHECKS = {
    "database": _check_database,
    "cache": _check_cache,
    "migrations": _check_migrations,
}


@health_view
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, cache and migrations are ready, else 503 with what is not.

    It does not give the reasons, because this address is public.
    """
    failing = []
    for name, check in CHECKS.items():
        try:
            check()
        except Exception:
            failing.append(name)
    status = 503 if failing else 200
    return JsonResponse({"status": "failing" if failing else "ready", "failing": failing}, status=status)

"""Health checks: is the process up, and should this host get readers?"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from pages.core.cache_policy import health_view

from .models import WORKER, Heartbeat, worker_has_stopped

logger = logging.getLogger(__name__)


@health_view
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process runs.

    It asks neither the database nor anything else.
    """
    return JsonResponse({"status": "up", "version": settings.VERSION})


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def has_migrations_to_apply() -> bool:
    """Return True if this release needs tables or columns that the database does not have yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_migrations() -> None:
    if has_migrations_to_apply():
        raise RuntimeError("there are migrations to apply: run manage.py migrate")


def _check_worker() -> None:
    if worker_has_stopped():
        last = Heartbeat.last(WORKER)
        if not last:
            raise RuntimeError("it never ran")
        raise RuntimeError(
            f"the worker has not run since {last:%d %B %Y %H:%M} UTC: restart it"
        )


CHECKS: dict[str, Callable[[], None]] = {
    "database": _check_database,
    "migrations": _check_migrations,
    "worker": _check_worker,
}
NEED_THE_DATABASE = {"migrations", "worker"}
TAKES_THE_HOST_OUT = {"migrations"}
"""Checks of this host alone.

All hosts share what the other checks ask. While that fails, each host still serves
stored pages, which readers would lose if all hosts were taken out.
"""

_reported: set[str] = set()
"""The checks that failed when this process last ran them."""


@health_view
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell a load balancer whether to send readers here, and monitoring which checks fail.

    200 with “ready” or “degraded”: send readers. 503: this host has a release that the
    database does not fit. The reasons are in the log alone, once for each change,
    because this address is public.
    """
    failing = _failing_checks()
    if TAKES_THE_HOST_OUT & set(failing):
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse(
        {"status": "degraded" if failing else "ready", "failing": failing}
    )


def _failing_checks() -> list[str]:
    """Return the names of the checks that fail.

    Checks that need the database do not run without it.
    """
    failing = []
    for name, check in CHECKS.items():
        if name in NEED_THE_DATABASE and "database" in failing:
            continue
        try:
            check()
        except Exception as error:
            failing.append(name)
            if name not in _reported:
                logger.error("Not well: %s: %s", name, error)
                _reported.add(name)
        else:
            if name in _reported:
                logger.warning("Well again: %s", name)
                _reported.discard(name)
    return failing

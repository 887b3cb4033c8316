"""How the parts may depend on each other, and that every migration can be undone."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.both_databases

OUR_APPS = ["complaints", "consent", "delivery", "feedback", "moderation", "pages", "quick_exit", "search"]


def test_the_domain_knows_pages_and_pages_know_no_domain():
    lint_imports = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run(  # noqa: S603
        [lint_imports, "--no-cache"], cwd=PROJECT_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_every_operation_of_every_migration_can_be_undone():
    loader = MigrationLoader(None, ignore_no_migrations=True)

    irreversible = [
        f"{migration}: {operation}"
        for (app, _), migration in loader.disk_migrations.items()
        if app in OUR_APPS
        for operation in migration.operations
        if not operation.reversible
    ]

    assert irreversible == []


@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_to_nothing_and_forward_again():
    for app in [
        "delivery",
        "search",
        "complaints",
        "feedback",
        "quick_exit",
        "consent",
        "moderation",
        "pages",
    ]:
        call_command("migrate", app, "zero", verbosity=0)
    call_command("migrate", verbosity=0)

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.parametrize("folder", ["complaints", "pages", "site_config", "tests"])
def test_modules_stay_short_enough_to_read_in_one_sitting(folder):
    limit = 400 if folder == "tests" else 260
    long = {
        str(path.relative_to(PROJECT_DIR)): lines
        for path in (PROJECT_DIR / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > limit
    }

    assert long == {}

"""What the migrations make and undo, and how long modules are."""

import re
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from wagtail.fields import StreamField
from wagtail.models import Task, Workflow

from pages.moderation.approval.roles import ONE_STEP_WORKFLOW, ROLES, TWO_STEP_WORKFLOW
from pages.moderation.models import IndependentApprovalTask
from site_config.settings.environment import PROJECT_DIR

OUR_APPS = sorted(
    folder.parent.name
    for package in ("complaints", "pages", "site_config")
    for folder in (PROJECT_DIR / package).rglob("migrations")
)


def test_the_migration_linter_looks_at_every_app_of_ours():
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())

    assert project["tool"]["django_migration_linter"]["include_apps"] == OUR_APPS


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


def test_a_server_loads_every_module_that_listens_to_signals_and_starts_without_needless_work():
    """Tests import modules that a server might not: what nobody imports listens to nothing."""
    listening = {
        ".".join(path.relative_to(PROJECT_DIR).with_suffix("").parts)
        for package in ("complaints", "pages", "site_config")
        for path in (PROJECT_DIR / package).rglob("*.py")
        if "\n@receiver(" in path.read_text()
    }

    program = (
        "import gc; usual = gc.get_threshold(); import sys, site_config.wsgi; "
        "from pages.feedback.concern_rules import patterns, rules; "
        "print(patterns.cache_info().misses + rules.cache_info().misses, gc.get_freeze_count(), "
        "gc.get_threshold() == usual, *sys.modules)"
    )
    told = subprocess.check_output(  # noqa: S603
        [sys.executable, "-c", program], cwd=PROJECT_DIR, text=True
    )
    rules_read, kept_from_garbage, looks_for_garbage_as_usual, *loaded = told.split()

    assert len(listening) > 10
    assert listening - set(loaded) == set()
    assert rules_read == "0"
    assert int(kept_from_garbage) > 100_000
    assert looks_for_garbage_as_usual == "True"


def test_no_migration_names_a_block():
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]

    assert len(fields) > 10
    assert [str(field) for field in fields if field.deconstruct()[2] != [[]]] == []


BEYOND_MODELS = {
    "postgresql": {
        "triggers": {
            "moderation_auditlogentry: audit_log_keep",
            "moderation_auditlogentry: audit_log_keep_all",
        },
        "functions": {"audit_log_keep"},
        "extensions": set(),
        "indexes": {
            # Wagtail renamed the columns and kept the names of these.
            "wagtailcore_pagerevision_approved_go_live_at_e56afc67",
            "wagtailcore_pagerevision_created_at_66954e3b",
            "wagtailcore_pagerevision_user_id_2409d2f4",
            "wagtailcore_taskstate_page_revision_id_9f52c88e",
        },
    },
    "sqlite": {
        "triggers": {
            "moderation_auditlogentry: audit_log_keep",
            "moderation_auditlogentry: audit_log_keep_all",
            "wagtailsearch_indexentry: search_stems_delete",
            "wagtailsearch_indexentry: search_stems_insert",
            "wagtailsearch_indexentry: search_stems_update",
            # Wagtail's own.
            "wagtailsearch_indexentry: delete_wagtailsearch_indexentry_fts",
            "wagtailsearch_indexentry: insert_wagtailsearch_indexentry_fts",
            "wagtailsearch_indexentry: update_wagtailsearch_indexentry_fts",
        },
        "virtual tables": {"search_stems", "wagtailsearch_indexentry_fts"},
        "indexes": set(),
    },
}
"""What the database holds that Django does not make from the models of today."""
CATALOGUE = {
    "postgresql": {
        "triggers": "SELECT tgrelid::regclass || ': ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
        "functions": """
            SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        """,
        "extensions": "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'",
        "indexes": """
            SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
        """,
    },
    "sqlite": {
        "triggers": "SELECT tbl_name || ': ' || name FROM sqlite_master WHERE type = 'trigger'",
        "virtual tables": "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'",
        "indexes": "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    },
}


def found_beyond_models():
    found = {}
    with connection.cursor() as cursor:
        for kind, query in CATALOGUE[connection.vendor].items():
            cursor.execute(query)
            names = {name for (name,) in cursor.fetchall()}
            # Those of protected tables are no migration's: test_protected_tables.py
            # looks for them.
            found[kind] = {name for name in names if "protected_" not in name}
    found["indexes"] -= indexes_of_models()
    return found


def indexes_of_models():
    with connection.schema_editor(collect_sql=True) as editor:
        for model in apps.get_models(include_auto_created=True):
            editor.create_model(model)
    return set(
        re.findall(r'CREATE (?:UNIQUE )?INDEX "(\w+)"', "\n".join(editor.collected_sql))
    )


# SQLite drops the triggers of a table that a migration alters: the migration must make
# them again.
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_migrations_make_every_trigger_function_and_index_that_models_cannot_express():
    assert found_beyond_models() == BEYOND_MODELS[connection.vendor]


@pytest.mark.both_databases
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_to_nothing_and_forward_again():
    for app in OUR_APPS:
        call_command("migrate", app, "zero", verbosity=0)

    tables = connection.introspection.table_names()
    assert [
        table
        for table in tables
        if table.startswith(tuple(f"{app}_" for app in OUR_APPS))
    ] == []
    call_command("migrate", verbosity=0)

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert found_beyond_models() == BEYOND_MODELS[connection.vendor]
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert {
        each.name: list(each.tasks.values_list("name", flat=True))
        for each in Workflow.objects.all()
    } == {
        ONE_STEP_WORKFLOW: ["Approval by a moderator"],
        TWO_STEP_WORKFLOW: ["Moderator", "Approving officer"],
    }
    assert IndependentApprovalTask.objects.count() == Task.objects.count() == 3

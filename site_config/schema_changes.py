"""What counts as a change of the schema: no words for people and no choices, which no database knows."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ProjectState


class SchemaChanges(MigrationAutodetector):
    """Finds the changes between two states of the models, without what the database does not know."""

    def __init__(
        self, from_state: ProjectState, to_state: ProjectState, questioner: Any = None
    ) -> None:
        for state in (from_state, to_state):
            _leave_out_words(state)
        super().__init__(from_state, to_state, questioner)


def tables_fit() -> bool:
    """Return True if the database has every column that the models of this process read."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            options = model._meta
            if options.proxy or not options.managed:
                continue
            if options.db_table not in tables:
                return False
            columns = connection.introspection.get_table_description(
                cursor, options.db_table
            )
            if not {field.column for field in options.local_concrete_fields} <= {
                column.name for column in columns
            }:
                return False
    return True


WORDS = ("verbose_name", "help_text", "choices")


def _leave_out_words(state: ProjectState) -> None:
    """Change ``state``, whose fields are copies of those of the models."""
    for model in state.models.values():
        for name in ("verbose_name", "verbose_name_plural"):
            model.options.pop(name, None)
        for name, field in model.fields.items():
            _, _, args, options = field.deconstruct()
            model.fields[name] = type(field)(
                *args,
                **{key: value for key, value in options.items() if key not in WORDS},
            )

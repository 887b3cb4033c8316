"""Django's ``makemigrations``, which leaves out what no database knows."""

from django.core.management.commands import makemigrations

from site_config.schema_changes import SchemaChanges


class Command(makemigrations.Command):
    autodetector = SchemaChanges

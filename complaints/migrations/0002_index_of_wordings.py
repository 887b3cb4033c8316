"""Add indexes of the trigrams of wordings and summaries to PostgreSQL, for the filter of recommendations by words.

It needs the extension that search creates. Without it the filter finds the same, more slowly.
"""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)

# By what Django compares without regard to case. Without a list of what is pending, as the indexes of search.
TRIGRAMS = """
CREATE INDEX IF NOT EXISTS complaints_wording_trgm
    ON complaints_recommendationresponsepage USING gin (upper(wording) gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS complaints_summary_trgm
    ON complaints_recommendationresponsepage USING gin (upper(summary) gin_trgm_ops) WITH (fastupdate = off);
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(TRIGRAMS, params=None)
    except DatabaseError as error:
        logger.warning(
            "Wordings are looked through without an index: the database has no pg_trgm (%s).", error
        )


def remove(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS complaints_wording_trgm")
    schema_editor.execute("DROP INDEX IF EXISTS complaints_summary_trgm")


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0001_initial"),
        ("search", "0001_index"),
    ]

    operations = [migrations.RunPython(add, remove)]

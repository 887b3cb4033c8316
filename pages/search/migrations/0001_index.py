"""What search needs in the database beyond Wagtail's index.

SQLite gets a second index over the same text, by the stems of its words: Wagtail's own must stay as it is,
since editors complete words in it. PostgreSQL gets trigrams, by which a misspelt word is recognised. Where its
user may not create the extension, search does without suggestions.
"""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)

STEMS = """
CREATE VIRTUAL TABLE search_stems USING fts5(
    title, body, content='wagtailsearch_indexentry', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
)
--
CREATE TRIGGER search_stems_insert AFTER INSERT ON wagtailsearch_indexentry BEGIN
    INSERT INTO search_stems(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END
--
CREATE TRIGGER search_stems_delete AFTER DELETE ON wagtailsearch_indexentry BEGIN
    INSERT INTO search_stems(search_stems, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
END
--
CREATE TRIGGER search_stems_update AFTER UPDATE OF id, title, body ON wagtailsearch_indexentry BEGIN
    INSERT INTO search_stems(search_stems, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
    INSERT INTO search_stems(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END
--
INSERT INTO search_stems(search_stems) VALUES ('rebuild')
"""
NO_STEMS = """
DROP TRIGGER search_stems_update
--
DROP TRIGGER search_stems_delete
--
DROP TRIGGER search_stems_insert
--
DROP TABLE search_stems
"""
# Named as Wagtail’s command enable_trigram names them. Without a list of what is pending, which each question
# would go through.
TRIGRAMS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm
--
CREATE INDEX IF NOT EXISTS modelsearch_title_text_trgm
    ON wagtailsearch_indexentry USING gin (title_text gin_trgm_ops) WITH (fastupdate = off)
--
CREATE INDEX IF NOT EXISTS modelsearch_body_text_trgm
    ON wagtailsearch_indexentry USING gin (body_text gin_trgm_ops) WITH (fastupdate = off)
"""
# The extension stays: others may use it.
NO_TRIGRAMS = """
DROP INDEX IF EXISTS modelsearch_title_text_trgm
--
DROP INDEX IF EXISTS modelsearch_body_text_trgm
"""


def run(script, schema_editor):
    for statement in script.split("--"):
        schema_editor.execute(statement, params=None)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        run(STEMS, schema_editor)
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            run(TRIGRAMS, schema_editor)
    except DatabaseError as error:
        logger.warning("Search will suggest no spelling: the database refused pg_trgm (%s).", error)


def remove(apps, schema_editor):
    run(NO_STEMS if schema_editor.connection.vendor == "sqlite" else NO_TRIGRAMS, schema_editor)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(add, remove)]

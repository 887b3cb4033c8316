"""What search needs on SQLite beyond Wagtail's index: a second one over the same text, by the stems of its words.

Wagtail's own must stay as it is, since editors complete words in it.
"""

from django.db import migrations

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


def run(script, schema_editor):
    for statement in script.split("--"):
        schema_editor.execute(statement, params=None)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        run(STEMS, schema_editor)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        run(NO_STEMS, schema_editor)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(add, remove)]

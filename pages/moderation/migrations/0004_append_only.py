"""The database itself keeps the log append-only: lines may be added, and go when they are seven years old."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION moderation_decision_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '7 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The log of decisions is append-only.';
END $$;
CREATE TRIGGER moderation_decision_keep BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_keep();
CREATE TRIGGER moderation_decision_keep_all BEFORE TRUNCATE ON moderation_decision
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_decision_keep();
"""
UNDO_POSTGRESQL = """
DROP TRIGGER moderation_decision_keep_all ON moderation_decision;
DROP TRIGGER moderation_decision_keep ON moderation_decision;
DROP FUNCTION moderation_decision_keep();
"""
SQLITE = """
CREATE TRIGGER moderation_decision_keep BEFORE UPDATE ON moderation_decision
BEGIN SELECT RAISE(ABORT, 'The log of decisions is append-only.'); END;
--
CREATE TRIGGER moderation_decision_keep_all BEFORE DELETE ON moderation_decision
WHEN OLD.at >= datetime('now', '-7 years')
BEGIN SELECT RAISE(ABORT, 'The log of decisions is append-only.'); END;
"""
UNDO_SQLITE = """
DROP TRIGGER moderation_decision_keep_all;
--
DROP TRIGGER moderation_decision_keep;
"""


def run(for_postgresql, for_sqlite):
    def statements(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(for_postgresql, params=None)
            return
        for statement in for_sqlite.split("--"):
            schema_editor.execute(statement, params=None)

    return statements


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_decisions_and_versions")]
    operations = [
        migrations.RunPython(run(POSTGRESQL, SQLITE), run(UNDO_POSTGRESQL, UNDO_SQLITE)),
    ]

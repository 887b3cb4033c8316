"""Let the database itself keep the log append-only.

A line goes when it is seven years old. Redaction may take words out of a line, and nothing else, once a later
line says so.
"""

from django.db import migrations

FOR_POSTGRESQL = """
CREATE FUNCTION audit_log_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.decided_at < now() - interval '7 years' THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NEW.object_name IN (OLD.object_name, 'Redacted')
            AND (NEW.reason = OLD.reason OR (NEW.reason = 'Redacted' AND OLD.action <> 'redacted'))
            AND (NEW.data = OLD.data OR (NEW.data = '{}' AND OLD.action IN ('moved', 'reordered')))
            AND EXISTS (
                SELECT FROM moderation_auditlogentry AS redaction
                WHERE redaction.action = 'redacted' AND redaction.model = OLD.model
                    AND redaction.object_id = OLD.object_id AND redaction.id > OLD.id
            )
        THEN
            OLD.object_name := NEW.object_name;
            OLD.reason := NEW.reason;
            OLD.data := NEW.data;
            IF OLD IS NOT DISTINCT FROM NEW THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit log is append-only.';
END $$;
CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE ON moderation_auditlogentry
    FOR EACH ROW EXECUTE FUNCTION audit_log_keep();
CREATE TRIGGER audit_log_keep_all BEFORE TRUNCATE ON moderation_auditlogentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_keep();
"""
UNDO_FOR_POSTGRESQL = """
DROP TRIGGER audit_log_keep_all ON moderation_auditlogentry;
DROP TRIGGER audit_log_keep ON moderation_auditlogentry;
DROP FUNCTION audit_log_keep();
"""
# SQLite loses the triggers of a table that a migration alters: such a migration must make them again.
FOR_SQLITE = [
    """
CREATE TRIGGER audit_log_keep BEFORE UPDATE ON moderation_auditlogentry
WHEN NOT (
    NEW.object_name IN (OLD.object_name, 'Redacted')
    AND (NEW.reason = OLD.reason OR (NEW.reason = 'Redacted' AND OLD.action <> 'redacted'))
    AND (NEW.data = OLD.data OR (NEW.data = '{}' AND OLD.action IN ('moved', 'reordered')))
    AND EXISTS (
        SELECT 1 FROM moderation_auditlogentry AS redaction
        WHERE redaction.action = 'redacted' AND redaction.model = OLD.model
            AND redaction.object_id = OLD.object_id AND redaction.id > OLD.id
    )
    AND NEW.id IS OLD.id AND NEW.decided_at IS OLD.decided_at AND NEW.action IS OLD.action
    AND NEW.actor_id IS OLD.actor_id AND NEW.actor IS OLD.actor AND NEW.role IS OLD.role
    AND NEW.model IS OLD.model AND NEW.object_id IS OLD.object_id
    AND NEW.revision_id IS OLD.revision_id
)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END
""",
    """
CREATE TRIGGER audit_log_keep_all BEFORE DELETE ON moderation_auditlogentry
WHEN OLD.decided_at >= datetime('now', '-7 years')
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END
""",
]
UNDO_FOR_SQLITE = [
    "DROP TRIGGER audit_log_keep_all",
    "DROP TRIGGER audit_log_keep",
]


def add(apps, schema_editor):
    for statement in (
        [FOR_POSTGRESQL]
        if schema_editor.connection.vendor == "postgresql"
        else FOR_SQLITE
    ):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    undo = (
        [UNDO_FOR_POSTGRESQL]
        if schema_editor.connection.vendor == "postgresql"
        else UNDO_FOR_SQLITE
    )
    for statement in undo:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]

"""Redaction may take words out of the log: nothing else of a line, and only after a line that says so."""

from importlib import import_module

from django.db import migrations

before = import_module("pages.moderation.migrations.0004_append_only")

POSTGRESQL = """
CREATE OR REPLACE FUNCTION moderation_decision_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '7 years' THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NEW.object_name IN (OLD.object_name, 'Redacted')
            AND (NEW.reason = OLD.reason OR (NEW.reason = 'Redacted' AND OLD.action <> 'redacted'))
            AND (NEW.data = OLD.data OR (NEW.data = '{}' AND OLD.action IN ('moved', 'reordered')))
            AND EXISTS (
                SELECT FROM moderation_decision AS redaction
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
    RAISE EXCEPTION 'The log of decisions is append-only.';
END $$;
"""
UNDO_POSTGRESQL = before.POSTGRESQL.split("CREATE TRIGGER")[0].replace("CREATE", "CREATE OR REPLACE", 1)
SQLITE = """
DROP TRIGGER moderation_decision_keep;
--
CREATE TRIGGER moderation_decision_keep BEFORE UPDATE ON moderation_decision
WHEN NOT (
    NEW.object_name IN (OLD.object_name, 'Redacted')
    AND (NEW.reason = OLD.reason OR (NEW.reason = 'Redacted' AND OLD.action <> 'redacted'))
    AND (NEW.data = OLD.data OR (NEW.data = '{}' AND OLD.action IN ('moved', 'reordered')))
    AND EXISTS (
        SELECT 1 FROM moderation_decision AS redaction
        WHERE redaction.action = 'redacted' AND redaction.model = OLD.model
            AND redaction.object_id = OLD.object_id AND redaction.id > OLD.id
    )
    AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.action IS OLD.action
    AND NEW.actor_id IS OLD.actor_id AND NEW.actor IS OLD.actor AND NEW.role IS OLD.role
    AND NEW.model IS OLD.model AND NEW.object_id IS OLD.object_id
    AND NEW.revision_id IS OLD.revision_id
)
BEGIN SELECT RAISE(ABORT, 'The log of decisions is append-only.'); END;
"""
UNDO_SQLITE = "DROP TRIGGER moderation_decision_keep;\n--\n" + before.SQLITE.split("--")[0]


class Migration(migrations.Migration):
    dependencies = [("moderation", "0011_identifiers")]
    operations = [
        migrations.RunPython(before.run(POSTGRESQL, SQLITE), before.run(UNDO_POSTGRESQL, UNDO_SQLITE)),
    ]

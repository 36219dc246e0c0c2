"""A revision stays as it was written; of a keeper whose account was removed it forgets the handle."""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION lore_revisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.published_at IS NULL
        AND to_jsonb(NEW) - 'published_at' = to_jsonb(OLD) - 'published_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A revision stays as it was written.' USING ERRCODE = 'restrict_violation';
END $$;
"""
FORGETS = """
    IF TG_OP = 'UPDATE' AND NEW.snapshot->>'author' LIKE 'former-keeper-%'
        AND to_jsonb(NEW) - 'snapshot' = to_jsonb(OLD) - 'snapshot'
        AND NEW.snapshot - 'author' = OLD.snapshot - 'author'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION"""
AFTER = BEFORE.replace("\n    RAISE EXCEPTION", FORGETS)


class Migration(migrations.Migration):
    dependencies = [("lore", "0102_filters_by_index")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]

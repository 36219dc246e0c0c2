"""A revision still stays as it was written; once, it takes the moment it was published.

Until now every save of a published page was public at once.
"""

from django.db import migrations

MARK = """
DROP TRIGGER lore_revisions_stay ON lore_pagerevision;
UPDATE lore_pagerevision SET published_at = at
WHERE page_id IN (SELECT id FROM lore_page WHERE status <> 'draft');
"""
MAKE = """
CREATE OR REPLACE FUNCTION lore_revisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.published_at IS NULL
        AND to_jsonb(NEW) - 'published_at' = to_jsonb(OLD) - 'published_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A revision stays as it was written.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lore_revisions_stay BEFORE UPDATE OR DELETE ON lore_pagerevision
    FOR EACH ROW EXECUTE FUNCTION lore_revisions_stay();
"""
UNMAKE = """
CREATE OR REPLACE FUNCTION lore_revisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A revision stays as it was written.' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER lore_revisions_stay ON lore_pagerevision;
UPDATE lore_pagerevision SET published_at = NULL;
CREATE TRIGGER lore_revisions_stay BEFORE UPDATE OR DELETE ON lore_pagerevision
    FOR EACH ROW EXECUTE FUNCTION lore_revisions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("lore", "0010_work_in_hand")]
    operations = [
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.RunSQL(MAKE, UNMAKE),
    ]

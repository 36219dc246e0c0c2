"""Revisions are append-only: the database itself refuses to change or delete one."""

from django.db import migrations

MAKE = """
CREATE FUNCTION lore_revisions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A revision stays as it was written.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lore_revisions_stay BEFORE UPDATE OR DELETE ON lore_pagerevision
    FOR EACH ROW EXECUTE FUNCTION lore_revisions_stay();
"""
DROP = """
DROP TRIGGER lore_revisions_stay ON lore_pagerevision;
DROP FUNCTION lore_revisions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("lore", "0002_pages")]
    operations = [migrations.RunSQL(MAKE, DROP)]

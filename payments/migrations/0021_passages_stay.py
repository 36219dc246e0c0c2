"""Histories are append-only by trigger, and the copies entered so far get the first line of theirs.

The one change the database allows: an account is removed, and its name goes from the history.
"""

from django.db import migrations

STAY = """
CREATE FUNCTION payments_passages_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.owner_id IS NULL
       AND (NEW.id, NEW.copy_id, NEW.how, NEW.at) = (OLD.id, OLD.copy_id, OLD.how, OLD.at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A passage stays as it was entered.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_passages_stay BEFORE UPDATE OR DELETE ON payments_passage
    FOR EACH ROW EXECUTE FUNCTION payments_passages_stay();
"""
GO = """
DROP TRIGGER payments_passages_stay ON payments_passage;
DROP FUNCTION payments_passages_stay();
"""
ENTER = """
UPDATE payments_copy SET owned_since = acquired_at;
UPDATE payments_download SET member_id = payments_copy.owner_id
    FROM payments_copy WHERE payments_copy.id = payments_download.copy_id;
INSERT INTO payments_passage (copy_id, owner_id, how, at)
SELECT id, owner_id, CASE WHEN order_line_id IS NULL THEN 'granted' ELSE 'bought' END, acquired_at
FROM payments_copy ORDER BY acquired_at, id;
INSERT INTO payments_passage (copy_id, owner_id, how, at)
SELECT id, NULL, 'returned', returned_at FROM payments_copy WHERE returned_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0020_passages")]
    operations = [
        migrations.RunSQL(STAY, GO),
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
    ]

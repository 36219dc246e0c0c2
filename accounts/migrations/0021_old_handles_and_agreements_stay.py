"""An old handle never goes to anyone else, and what was agreed to stays as it was logged.

The trigger looks after the row is in: by then whoever gave the handle up at the same moment has
committed, and is seen.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION accounts_handles_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM accounts_formerhandle WHERE handle = NEW.handle AND user_id <> NEW.id)
    THEN
        RAISE EXCEPTION 'This handle was somebody else''s.' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_handles_stay AFTER INSERT OR UPDATE OF handle ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_handles_stay();

CREATE FUNCTION accounts_agreements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.user_id IS NULL THEN
        RETURN OLD;  -- nobody's any more, and too old to be kept
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.user_id IS NULL
        AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id'
    THEN
        RETURN NEW;  -- the account was removed
    END IF;
    RAISE EXCEPTION 'What was agreed to stays as it was logged.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_agreements_stay BEFORE UPDATE OR DELETE ON accounts_agreement
    FOR EACH ROW EXECUTE FUNCTION accounts_agreements_stay();
"""
DROP = """
DROP TRIGGER accounts_agreements_stay ON accounts_agreement;
DROP FUNCTION accounts_agreements_stay();
DROP TRIGGER accounts_handles_stay ON accounts_user;
DROP FUNCTION accounts_handles_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_members")]
    operations = [migrations.RunSQL(MAKE, DROP)]

"""A revision is announced when readers are shown it: a draft changes nothing they can see."""

from django.db import migrations

ANNOUNCE = """
DROP TRIGGER announce_public_change ON lore_pagerevision;
CREATE TRIGGER announce_public_change AFTER INSERT OR UPDATE ON lore_pagerevision
    FOR EACH ROW WHEN (NEW.published_at IS NOT NULL) EXECUTE FUNCTION announce_public_change();
"""
BEFORE = """
DROP TRIGGER announce_public_change ON lore_pagerevision;
CREATE TRIGGER announce_public_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON lore_pagerevision
    FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ashes_club", "0002_card"),
        ("lore", "0011_revisions_go_public_once"),
    ]
    operations = [migrations.RunSQL(ANNOUNCE, BEFORE)]

"""What owners say of a piece stands on its page, so it is announced like the rest of it."""

from django.db import migrations

ANNOUNCE = """
CREATE TRIGGER announce_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON payments_review FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();
"""
BEFORE = "DROP TRIGGER announce_public_change ON payments_review;"


class Migration(migrations.Migration):
    dependencies = [
        ("ashes_club", "0004_announce_shelves_figures_releases"),
        ("payments", "0040_reviews"),
    ]
    operations = [migrations.RunSQL(ANNOUNCE, BEFORE)]

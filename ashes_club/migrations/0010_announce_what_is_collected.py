"""What owners say of a piece, and who has had which number: announced like the rest."""

from django.db import migrations

TABLES = ["payments_handover", "payments_passage", "payments_review"]
ANNOUNCE = [
    f"CREATE TRIGGER announce_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();"
    for table in TABLES
]
BEFORE = [f"DROP TRIGGER announce_public_change ON {table};" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("ashes_club", "0004_announce_shelves_figures_releases"),
        ("payments", "0040_reviews"),
    ]
    operations = [migrations.RunSQL(ANNOUNCE, BEFORE)]

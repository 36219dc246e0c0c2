"""What articles and shelves are drawn from since the wiki grew: announced like all the rest."""

from django.db import migrations

TABLES = [
    "lore_category",
    "lore_page_categories",
    "lore_keyfigure",
    "lore_mediaasset",
    "lore_release",
]
FORWARDS = [
    f"CREATE TRIGGER announce_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();"
    for table in TABLES
]
BACKWARDS = [f"DROP TRIGGER announce_public_change ON {table};" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("ashes_club", "0003_drafts_are_not_announced"),
        ("lore", "0038_figures_wait_for_releases"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

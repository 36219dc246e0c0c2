from django.db import migrations


class Migration(migrations.Migration):
    """An index that nobody waits for, and the constraint for the rows that were there."""

    atomic = False
    dependencies = [("next_version", "0001_expand")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY stripeevent_tries ON payments_stripeevent (tries)"
        ),
        migrations.RunSQL("ALTER TABLE catalog_item VALIDATE CONSTRAINT item_shade_is_short"),
    ]

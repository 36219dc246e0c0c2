from django.db import migrations


class Migration(migrations.Migration):
    """What a release may do beside its predecessor: columns, a constraint for new rows, a table."""

    dependencies = [("catalog", "0010_what_changed_in_a_file"), ("payments", "0080_waiting_list")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE catalog_item ADD COLUMN shade text NOT NULL DEFAULT '';
            ALTER TABLE catalog_item ADD CONSTRAINT item_shade_is_short
                CHECK (length(shade) < 40) NOT VALID;
            ALTER TABLE payments_bagline ADD COLUMN noted_at timestamptz;
            ALTER TABLE payments_stripeevent ADD COLUMN tries integer NOT NULL DEFAULT 0;
            ALTER TABLE accounts_user ADD COLUMN seen_on date;
            CREATE TABLE next_version_shelf (
                id bigint PRIMARY KEY, item_id bigint REFERENCES catalog_item (id)
            )
            """
        )
    ]

"""What a member shows, and that a member leaves: announced like the rest. Signing in still is not."""

from django.db import migrations

BYLINE = "handle, byline, shelf, bio, picture"
SWITCHES = "shows_profile, shows_locker, shows_reviews, is_findable, is_active"
TRIGGER = (
    "CREATE TRIGGER announce_public_change AFTER {when} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();"
)
DROP = "DROP TRIGGER announce_public_change ON {table};"

FORWARDS = [
    DROP.format(table="accounts_user"),
    TRIGGER.format(when=f"UPDATE OF {BYLINE}, {SWITCHES}", table="accounts_user"),
    TRIGGER.format(when="INSERT OR DELETE", table="accounts_departure"),
]
BACKWARDS = [
    DROP.format(table="accounts_departure"),
    DROP.format(table="accounts_user"),
    TRIGGER.format(when=f"UPDATE OF {BYLINE}", table="accounts_user"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ashes_club", "0010_announce_what_is_collected"),
        ("accounts", "0020_members"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

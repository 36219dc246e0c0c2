"""Who wants which letters is kept with the account: those who ended the wishlist's stay unwritten
to. The table goes."""

from django.db import migrations

CARRY_OVER = """
INSERT INTO accounts_mailchoice (user_id, kind, is_wanted, at)
SELECT owner_id, 'wishes', false, stopped_at FROM payments_lettersstopped
ON CONFLICT DO NOTHING;
"""
CARRY_BACK = """
INSERT INTO payments_lettersstopped (owner_id, stopped_at)
SELECT user_id, at FROM accounts_mailchoice WHERE kind = 'wishes' AND NOT is_wanted;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_members"), ("payments", "0050_tax_of_orders")]
    operations = [
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.DeleteModel("LettersStopped"),
    ]

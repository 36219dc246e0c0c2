"""The ledger is append-only: the database itself refuses to change or delete a movement.

Refunds that the orders kept by themselves until now get rows of their own.
"""

from django.db import migrations

STAY = """
CREATE FUNCTION payments_movements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A movement of money stays as it was booked.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_movements_stay BEFORE UPDATE OR DELETE ON payments_movement
    FOR EACH ROW EXECUTE FUNCTION payments_movements_stay();
"""
GO = """
DROP TRIGGER payments_movements_stay ON payments_movement;
DROP FUNCTION payments_movements_stay();
"""
CARRY_OVER = """
INSERT INTO payments_refund (order_id, amount_cents, reason, note, needs_pieces, asked_at,
                             idempotency_key, stripe_id, status, settled_at)
SELECT id, total_cents, 'late', '', false, refunded_at, gen_random_uuid(), refund_id, 'succeeded',
       refunded_at
FROM payments_order WHERE refunded_at IS NOT NULL AND refund_id <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_refunds_disputes_ledger")]
    operations = [
        migrations.RunSQL(STAY, GO),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="order", name="refund_id"),
    ]

"""Invoices are append-only: the database itself refuses to change or delete one."""

from django.db import migrations

STAY = """
CREATE FUNCTION payments_invoices_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An invoice stays as it was written.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_invoices_stay BEFORE UPDATE OR DELETE ON payments_invoice
    FOR EACH ROW EXECUTE FUNCTION payments_invoices_stay();
"""
GO = """
DROP TRIGGER payments_invoices_stay ON payments_invoice;
DROP FUNCTION payments_invoices_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_invoices_downloads")]
    operations = [migrations.RunSQL(STAY, GO)]

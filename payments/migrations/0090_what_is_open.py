"""Small indexes of what is open among all that ever was: holds, quarantine, events of Stripe's."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # orders go on being placed meanwhile

    dependencies = [("payments", "0081_words_of_addresses")]

    operations = [
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at", None), ("paid_at", None), ("quarantined_at", None)
                ),
                fields=["expires_at"],
                name="order_unfinished",
            ),
        ),
        AddIndexConcurrently(
            model_name="order",
            index=models.Index(
                condition=models.Q(("quarantined_at__isnull", False)),
                fields=["quarantined_at"],
                name="order_set_aside",
            ),
        ),
        AddIndexConcurrently(
            model_name="stripeevent",
            index=models.Index(
                condition=models.Q(("handled_at", None)),
                fields=["received_at"],
                name="event_unhandled",
            ),
        ),
    ]

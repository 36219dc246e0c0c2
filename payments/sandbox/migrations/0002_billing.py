import payments.sandbox.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the Dashboard's settings for failed payments would say."""

    dependencies = [("stripe_sandbox", "0001_store")]

    operations = [
        migrations.AddField(
            model_name="bench",
            name="billing",
            field=models.JSONField(default=payments.sandbox.models.usual_billing),
        ),
    ]

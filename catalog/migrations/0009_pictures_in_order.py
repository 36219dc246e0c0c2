"""A card asks for the version of its first picture: found in an index, with nothing to sort."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_swapped_letters")]
    operations = [
        migrations.AddIndex(
            "itemimage",
            models.Index(fields=["item", "position", "id"], name="itemimage_in_order"),
        ),
    ]

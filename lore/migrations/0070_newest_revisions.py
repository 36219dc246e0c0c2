"""The list of recent changes and the feed read the newest of all revisions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lore", "0061_words_of_shelves")]
    operations = [
        migrations.AddIndex(
            model_name="pagerevision",
            index=models.Index(fields=["-published_at", "-id"], name="revision_newest"),
        ),
    ]

"""Recent changes read the newest of all revisions, the reading room the longest of each kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lore", "0061_words_of_shelves")]
    operations = [
        migrations.AddIndex(
            model_name="pagerevision",
            index=models.Index(fields=["-published_at", "-id"], name="revision_newest"),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["status", "kind", "-word_count", "id"], name="page_longest"),
        ),
    ]

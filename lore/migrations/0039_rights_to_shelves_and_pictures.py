"""The three groups get their rights to the tables that came after them."""

from django.db import migrations

from lore.groups import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("lore", "0038_figures_wait_for_releases")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

"""Contributor, Editor and Chief editor. Who was in the one group of before may go on as before."""

from django.db import migrations

from lore.groups import CHIEF_EDITOR, make_groups

BEFORE = "Editors"


def make(apps, schema_editor):
    make_groups(apps)
    Group = apps.get_model("auth", "Group")
    chiefs = Group.objects.get(name=CHIEF_EDITOR)
    for group in Group.objects.filter(name=BEFORE):
        for user in apps.get_model("accounts", "User").objects.filter(groups=group):
            user.groups.add(chiefs)
        group.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("lore", "0050_presence"),
        ("lore", "0070_newest_revisions"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalog", "0007_vocabulary"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

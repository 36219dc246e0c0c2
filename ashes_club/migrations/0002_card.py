import ashes_club.models
from django.db import migrations, models


# A page shows its card as soon as it is drawn.
ANNOUNCE = """
CREATE TRIGGER announce_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON ashes_club_card FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ashes_club', '0001_announce_public_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300)),
                ('digest', models.CharField(max_length=16)),
                ('file', models.FileField(max_length=400, upload_to=ashes_club.models.card_path)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('path', 'digest'), name='card_is_drawn_once')],
            },
        ),
        migrations.RunSQL(ANNOUNCE, migrations.RunSQL.noop),
    ]

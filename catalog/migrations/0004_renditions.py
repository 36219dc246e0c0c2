import catalog.models.media
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_imports_and_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='itemimage',
            name='colour',
            field=models.CharField(blank=True, editable=False, help_text='Its own colour: #2a1510.', max_length=7),
        ),
        migrations.AddField(
            model_name='itemimage',
            name='failure',
            field=models.CharField(blank=True, editable=False, help_text='Why the last attempt ended.', max_length=200),
        ),
        migrations.AddField(
            model_name='itemimage',
            name='has_avif',
            field=models.BooleanField(default=False, editable=False, help_text='Each of the widths exists as AVIF too.'),
        ),
        migrations.AddField(
            model_name='itemimage',
            name='made',
            field=models.PositiveSmallIntegerField(default=0, editable=False, help_text='Renditions made so far, of both formats.'),
        ),
        migrations.AlterField(
            model_name='itemimage',
            name='file',
            field=models.ImageField(height_field='height', max_length=255, upload_to=catalog.models.media.image_path, width_field='width'),
        ),
        migrations.AlterField(
            model_name='itemimage',
            name='widths',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False, help_text='WebP renditions that exist, in pixels of width, ascending.', size=None),
        ),
    ]

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import lore.models.infobox
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('lore', '0001_text_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('character', 'Character'), ('faction', 'Faction'), ('place', 'Place'), ('artefact', 'Artefact'), ('event', 'Event'), ('season', 'Season'), ('era', 'Era'), ('work', 'Work'), ('article', 'Article'), ('disambiguation', 'Disambiguation')], max_length=16)),
                ('title', models.CharField(max_length=160)),
                ('slug', models.SlugField(max_length=160, unique=True, verbose_name='address')),
                ('key', models.CharField(editable=False, max_length=200, unique=True)),
                ('sort_title', models.CharField(db_index=True, editable=False, max_length=200)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('archived', 'Archived')], default='draft', max_length=10)),
                ('publish_at', models.DateTimeField(blank=True, help_text='Empty: at once when published. A day to come: then.', null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('standfirst', models.TextField(blank=True, help_text='One or two sentences, without a spoiler.', max_length=400)),
                ('infobox', models.JSONField(blank=True, default=list, validators=[lore.models.infobox.check_rows])),
                ('body', models.TextField(blank=True)),
                ('written_on', models.DateField(default=django.utils.timezone.localdate)),
                ('revised_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('html', models.TextField(blank=True, editable=False)),
                ('toc', models.JSONField(default=list, editable=False)),
                ('text', models.TextField(blank=True, editable=False)),
                ('names', models.TextField(blank=True, editable=False)),
                ('facts', models.TextField(blank=True, editable=False)),
                ('infobox_html', models.JSONField(default=list, editable=False)),
                ('word_count', models.PositiveIntegerField(default=0, editable=False)),
                ('source_keys', models.JSONField(default=list, editable=False)),
                ('public_sources', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('renderer_version', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('names', 200000), config='lore_english', weight='A'), '||', django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('facts', 200000), config='lore_english', weight='B'), django.contrib.postgres.search.SearchConfig('lore_english')), '||', django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('text', 200000), config='lore_english', weight='C'), django.contrib.postgres.search.SearchConfig('lore_english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='keeper')),
                ('hero', models.ForeignKey(blank=True, help_text='The piece whose picture stands beside the article.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.item', verbose_name='picture')),
                ('items', models.ManyToManyField(blank=True, related_name='+', to='catalog.item', verbose_name='made from this story')),
                ('season', models.ForeignKey(blank=True, help_text='Where the page first belongs. What is later stands under ash.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.season')),
            ],
            options={
                'ordering': ['sort_title'],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=600)),
                ('grade', models.CharField(choices=[('canon', 'Canon'), ('confirmed', 'Confirmed'), ('rumour', 'Rumour'), ('theory', 'Theory'), ('debunked', 'Debunked')], max_length=10)),
                ('earlier_grade', models.CharField(blank=True, choices=[('canon', 'Canon'), ('confirmed', 'Confirmed'), ('rumour', 'Rumour'), ('theory', 'Theory'), ('debunked', 'Debunked')], editable=False, max_length=10)),
                ('as_of', models.DateField(help_text='The day somebody last looked.', verbose_name='as of')),
                ('basis', models.TextField(blank=True, help_text='Where no source says it: what it is reasoned from.', max_length=400)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('gate', models.ForeignKey(blank=True, help_text='Covered until the reader asks. Empty: in the open.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.season')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='lore.page')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PageAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=200, unique=True)),
                ('reason', models.CharField(choices=[('name', 'Also called'), ('renamed', 'Former name')], default='name', max_length=10)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='lore.page')),
            ],
            options={
                'verbose_name': 'other name',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='PageLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('is_covered', models.BooleanField(default=False, help_text='It stands only under ash.')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='lore.page')),
                ('target', models.ForeignKey(help_text='Empty: a red link, to a page not written yet.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='links_here', to='lore.page')),
            ],
        ),
        migrations.CreateModel(
            name='PageRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('base', models.PositiveIntegerField(blank=True, help_text='The revision it was made from.', null=True)),
                ('snapshot', models.JSONField(help_text='Everything an editor can change.')),
                ('summary', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='lore.page')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='What [@key] in a text refers to.', max_length=80, unique=True)),
                ('publisher', models.CharField(max_length=160)),
                ('title', models.CharField(help_text='In our words: what it is about.', max_length=240)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, max_length=500, verbose_name='archived copy')),
                ('published_on', models.DateField(blank=True, help_text='Empty: not known.', null=True)),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='last seen on')),
                ('is_official', models.BooleanField(default=False, verbose_name='by someone who made the game')),
            ],
            options={
                'ordering': ['publisher', 'title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('url__regex', '^https?://'), _connector='OR'), name='source_url_is_of_the_web'), models.CheckConstraint(condition=models.Q(('archived_url', ''), ('archived_url__regex', '^https?://'), _connector='OR'), name='source_archive_is_of_the_web')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.SlugField(help_text='In small letters, such as imprisoned_in or member_of.', max_length=40)),
                ('grade', models.CharField(choices=[('canon', 'Canon'), ('confirmed', 'Confirmed'), ('rumour', 'Rumour'), ('theory', 'Theory'), ('debunked', 'Debunked')], max_length=10)),
                ('from_page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='lore.page')),
                ('season', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.season')),
                ('to_page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_from_others', to='lore.page')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='lore.source')),
            ],
            options={
                'verbose_name': 'tie',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ClaimSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.TextField(blank=True, max_length=600)),
                ('speaker', models.CharField(blank=True, max_length=160)),
                ('via', models.CharField(blank=True, max_length=160)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited', to='lore.claim')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cited_by', to='lore.source')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('confirmed', 'Confirmed'), ('rumoured', 'Not confirmed'), ('denied', 'Denied'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                ('as_of', models.DateField(verbose_name='as of')),
                ('reason', models.TextField(max_length=600)),
                ('next_look', models.DateField(blank=True, null=True)),
                ('question', models.CharField(max_length=200)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='lore.page')),
            ],
            options={
                'verbose_name': 'open question',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('confirmed', 'Confirmed'), ('rumoured', 'Not confirmed'), ('denied', 'Denied'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                ('as_of', models.DateField(verbose_name='as of')),
                ('reason', models.TextField(max_length=600)),
                ('next_look', models.DateField(blank=True, null=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='lore.statusquestion')),
            ],
            options={
                'verbose_name': 'earlier answer',
                'ordering': ['-as_of', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(help_text='The first day of the month or year where that is all.')),
                ('precision', models.CharField(choices=[('day', 'To the day'), ('month', 'To the month'), ('year', 'To the year')], default='day', max_length=5)),
                ('text', models.CharField(help_text='One sentence; may hold [[links]].', max_length=240)),
                ('html', models.TextField(blank=True, editable=False)),
                ('grade', models.CharField(choices=[('canon', 'Canon'), ('confirmed', 'Confirmed'), ('rumour', 'Rumour'), ('theory', 'Theory'), ('debunked', 'Debunked')], max_length=10)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timeline', to='lore.page')),
                ('season', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.season')),
            ],
            options={
                'verbose_name': 'dated happening',
                'ordering': ['date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Veil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('hint', models.CharField(blank=True, max_length=400)),
                ('html', models.TextField()),
                ('source_keys', models.JSONField(default=list)),
                ('gate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.season')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='veils', to='lore.page')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='page',
            index=django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='page_vector'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['status', 'kind', 'sort_title'], name='page_shelf'),
        ),
        migrations.AddIndex(
            model_name='page',
            index=models.Index(fields=['status', '-revised_at'], name='page_newest'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='page_published_has_a_time'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['-as_of', '-id'], name='claim_newest'),
        ),
        migrations.AddIndex(
            model_name='pagelink',
            index=models.Index(fields=['key'], name='link_key'),
        ),
        migrations.AddConstraint(
            model_name='pagelink',
            constraint=models.UniqueConstraint(fields=('page', 'key'), name='link_is_kept_once'),
        ),
        migrations.AddConstraint(
            model_name='pagerevision',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='revision_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('from_page', 'type', 'to_page'), name='tie_is_kept_once', violation_error_message='This tie is already kept.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('from_page', models.F('to_page')), _negated=True), name='tie_joins_two_pages', violation_error_message='A page has no tie to itself.'),
        ),
        migrations.AddConstraint(
            model_name='claimsource',
            constraint=models.UniqueConstraint(fields=('claim', 'source'), name='claim_cites_a_source_once'),
        ),
        migrations.AddConstraint(
            model_name='veil',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='veil_is_numbered_once'),
        ),
    ]

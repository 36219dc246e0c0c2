"""Uploads of CSV, kinds of the game's that were missing, and each id in the game only once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The function of 0002_search, with the word of a kind that is not in the list.
WORDS = """
CREATE OR REPLACE FUNCTION catalog_item_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    set_name text := (SELECT name FROM catalog_itemset WHERE id = NEW.item_set_id);
    season_label text := (SELECT label FROM catalog_season WHERE id = NEW.season_id);
    names text := catalog_folded(concat_ws(' ', NEW.name, NEW.accession, lpad(NEW.accession::text, 4, '0')));
    places text := catalog_folded(concat_ws(' ', set_name, NEW.game_set, NEW.series, NEW.kind, NEW.kind_word, NEW.rarity, NEW.theme, NEW.shelf));
    makers text := catalog_folded(concat_ws(' ', NEW.artist, season_label));
BEGIN
    NEW.words := catalog_folded(concat_ws(' ', NEW.name, set_name, NEW.game_set, NEW.kind, NEW.kind_word));
    NEW.search := setweight(to_tsvector('english', names), 'A')
        || setweight(to_tsvector('english', places), 'B')
        || setweight(to_tsvector('english', makers), 'C')
        || setweight(to_tsvector('english', catalog_folded(NEW.description)), 'D');
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER catalog_item_words BEFORE INSERT OR UPDATE OF
    name, accession, item_set_id, season_id, game_set, series, kind, kind_word, rarity, theme, shelf, artist, description
ON catalog_item FOR EACH ROW EXECUTE FUNCTION catalog_item_words();
"""

WORDS_BEFORE = """
CREATE OR REPLACE FUNCTION catalog_item_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    set_name text := (SELECT name FROM catalog_itemset WHERE id = NEW.item_set_id);
    season_label text := (SELECT label FROM catalog_season WHERE id = NEW.season_id);
    names text := catalog_folded(concat_ws(' ', NEW.name, NEW.accession, lpad(NEW.accession::text, 4, '0')));
    places text := catalog_folded(concat_ws(' ', set_name, NEW.game_set, NEW.series, NEW.kind, NEW.rarity, NEW.theme, NEW.shelf));
    makers text := catalog_folded(concat_ws(' ', NEW.artist, season_label));
BEGIN
    NEW.words := catalog_folded(concat_ws(' ', NEW.name, set_name, NEW.game_set, NEW.kind));
    NEW.search := setweight(to_tsvector('english', names), 'A')
        || setweight(to_tsvector('english', places), 'B')
        || setweight(to_tsvector('english', makers), 'C')
        || setweight(to_tsvector('english', catalog_folded(NEW.description)), 'D');
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER catalog_item_words BEFORE INSERT OR UPDATE OF
    name, accession, item_set_id, season_id, game_set, series, kind, rarity, theme, shelf, artist, description
ON catalog_item FOR EACH ROW EXECUTE FUNCTION catalog_item_words();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ItemImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('data', models.BinaryField(help_text='The file as it came; emptied once it is written.')),
                ('erases', models.BooleanField(default=False, verbose_name='empty cells erase')),
                ('state', models.CharField(choices=[('checked', 'Checked, not yet written'), ('refused', 'Has errors, cannot be written'), ('waiting', 'Waiting for the task worker'), ('running', 'Being written'), ('done', 'Written'), ('failed', 'Stopped, nothing was written')], default='checked', max_length=10)),
                ('outcome', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True, help_text='Why it stopped.')),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('rows_to_do', models.PositiveIntegerField(default=0)),
                ('moved_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-made_at'],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='kind_word',
            field=models.CharField(blank=True, help_text="For a kind of the game's that is not in the list: choose Other and write its word here.", max_length=40, verbose_name='word for the kind'),
        ),
        migrations.AlterField(
            model_name='item',
            name='kind',
            field=models.CharField(choices=[('outfit-concept', 'Outfit concept'), ('outfit', 'Outfit'), ('back-bling', 'Back bling'), ('pickaxe', 'Pickaxe'), ('glider', 'Glider'), ('emote', 'Emote'), ('wrap', 'Wrap'), ('loading-screen', 'Loading screen'), ('spray', 'Spray'), ('music', 'Music'), ('lobby-music', 'Lobby music'), ('emoticon', 'Emoticon'), ('contrail', 'Contrail'), ('aura', 'Aura'), ('banner', 'Banner'), ('shoes', 'Shoes'), ('car-body', 'Car body'), ('microphone', 'Microphone'), ('bass', 'Bass'), ('drums', 'Drums'), ('guitar', 'Guitar'), ('keytar', 'Keytar'), ('jam-track', 'Jam track'), ('car-decal', 'Car decal'), ('wheel', 'Wheel'), ('trail', 'Trail'), ('boost', 'Boost'), ('built-in-emote', 'Built-in emote'), ('toy', 'Toy'), ('pet', 'Pet'), ('sidekick', 'Sidekick'), ('decor', 'Decor'), ('lego-kit', 'LEGO kit'), ('other', 'Other')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(condition=models.Q(('game_id', ''), _negated=True), fields=('game_id',), name='item_game_id_is_recorded_once', violation_error_message='A record with this id in the game is there already.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('kind_word', ''), ('kind', 'other'), _connector='OR'), name='item_kind_word_is_for_other_kinds', violation_error_message='Only a kind called Other has a word of its own.'),
        ),
        migrations.AddField(
            model_name='itemimport',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(WORDS, WORDS_BEFORE),
    ]

"""Words to search by: kept by triggers, so that no form, import or shell can forget them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION catalog_folded(raw text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(public.unaccent('public.unaccent', raw))
$$;

-- "Fire Feath" finds what has "fire" and a word that begins with "feath".
CREATE FUNCTION catalog_query(raw text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN words = '' THEN ''::tsquery
           ELSE to_tsquery('english', replace(words, ' ', ' & ') || ':*') END
    FROM (SELECT trim(regexp_replace(catalog_folded(raw), '[^[:alnum:]]+', ' ', 'g')) AS words) AS w
$$;

CREATE FUNCTION catalog_item_words() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER catalog_item_words BEFORE INSERT OR UPDATE OF
    name, accession, item_set_id, season_id, game_set, series, kind, rarity, theme, shelf, artist, description
ON catalog_item FOR EACH ROW EXECUTE FUNCTION catalog_item_words();

CREATE FUNCTION catalog_set_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_item SET name = name WHERE item_set_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER catalog_set_words AFTER UPDATE OF name ON catalog_itemset
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION catalog_set_words();

UPDATE catalog_item SET name = name;
"""

NO_FUNCTIONS = """
DROP TRIGGER catalog_set_words ON catalog_itemset;
DROP TRIGGER catalog_item_words ON catalog_item;
DROP FUNCTION catalog_set_words, catalog_item_words, catalog_query, catalog_folded;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.AddField(
            "item",
            "search",
            django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddField("item", "words", models.TextField(default="", editable=False)),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.AddIndex(
            "item", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="item_search")
        ),
        migrations.AddIndex(
            "item",
            django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="item_words", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]

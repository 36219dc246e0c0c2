"""The words that names are made of, so that a misspelt one can be put right; and names found by
words that English leaves out, such as The Same.

A misspelling is looked for among some thousands of words and not among all items. Triggers add
what is new; a word that no item has any more does no harm, since it finds nothing.
"""

from django.db import migrations

SPLIT = """
    INSERT INTO catalog_vocabulary (word)
    SELECT DISTINCT word FROM {table} AS i,
        regexp_split_to_table(i.words || ' ' || catalog_folded(i.artist), '[^[:alnum:]]+') AS word
    WHERE length(word) BETWEEN 3 AND 40 AND word ~ '[[:alpha:]]' ORDER BY word
    ON CONFLICT DO NOTHING;
"""

QUERY = """
CREATE OR REPLACE FUNCTION catalog_query(raw text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN words = '' THEN ''::tsquery ELSE {asked} END
    FROM (SELECT words, replace(words, ' ', ' & ') || ':*' AS asked FROM (
        SELECT trim(regexp_replace(catalog_folded(raw), '[^[:alnum:]]+', ' ', 'g')) AS words
    ) AS w) AS a
$$;
"""
STEMS = "to_tsquery('english', asked)"
# Both only where they differ: the same question twice takes twice as long.
BOTH = f"""{STEMS} || CASE WHEN {STEMS} = to_tsquery('simple', asked) THEN ''
                           ELSE to_tsquery('simple', asked) END"""
WORDS = """
CREATE OR REPLACE FUNCTION catalog_item_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    set_name text := (SELECT name FROM catalog_itemset WHERE id = NEW.item_set_id);
    season_label text := (SELECT label FROM catalog_season WHERE id = NEW.season_id);
    names text := catalog_folded(
        concat_ws(' ', NEW.name, NEW.accession, lpad(NEW.accession::text, 4, '0')));
    places text := catalog_folded(concat_ws(' ', set_name, NEW.game_set, NEW.series, NEW.kind,
        NEW.kind_word, NEW.rarity, NEW.theme, NEW.shelf));
    makers text := catalog_folded(concat_ws(' ', NEW.artist, season_label));
BEGIN
    NEW.words := catalog_folded(concat_ws(' ', NEW.name, set_name, NEW.game_set, NEW.kind,
        NEW.kind_word));
    NEW.search := setweight(to_tsvector('english', names), 'A')
        {simple}
        || setweight(to_tsvector('english', places), 'B')
        || setweight(to_tsvector('english', makers), 'C')
        || setweight(to_tsvector('english', catalog_folded(NEW.description)), 'D');
    RETURN NEW;
END $$;
"""
AFRESH = "UPDATE catalog_item SET name = name;"

FORWARDS = [
    QUERY.format(asked=BOTH),
    WORDS.format(simple="|| setweight(to_tsvector('simple', names), 'A')"),
    AFRESH,
    'CREATE TABLE catalog_vocabulary (word text COLLATE "C" PRIMARY KEY);',
    "CREATE INDEX catalog_vocabulary_near ON catalog_vocabulary "
    "USING gist (word gist_trgm_ops(siglen=64));",
    # Each word of a text as it is, where a known word begins so; else the known word most like it.
    """CREATE FUNCTION catalog_corrected(raw text, at_least real) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT string_agg(coalesce(
            (SELECT asked.word FROM catalog_vocabulary AS v
             WHERE v.word LIKE asked.word || '%' LIMIT 1),
            (SELECT near.word FROM (
                SELECT v.word FROM catalog_vocabulary AS v ORDER BY v.word <-> asked.word LIMIT 1
             ) AS near WHERE similarity(near.word, asked.word) >= at_least),
            asked.word
        ), ' ' ORDER BY asked.place)
        FROM regexp_split_to_table(catalog_folded(raw), '[^[:alnum:]]+')
            WITH ORDINALITY AS asked (word, place)
        WHERE asked.word <> ''
    $$;""",
    "CREATE FUNCTION catalog_vocabulary_grows() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {SPLIT.format(table='added')} RETURN NULL; END $$;",
    """CREATE TRIGGER catalog_vocabulary_grows AFTER INSERT ON catalog_item
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_vocabulary_grows();""",
    "CREATE FUNCTION catalog_vocabulary_changes() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF EXISTS (SELECT id, words, artist FROM added EXCEPT "
    f"SELECT id, words, artist FROM removed) THEN {SPLIT.format(table='added')} END IF; "
    "RETURN NULL; END $$;",
    """CREATE TRIGGER catalog_vocabulary_changes AFTER UPDATE ON catalog_item
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION catalog_vocabulary_changes();""",
    SPLIT.format(table="catalog_item"),
]
BACKWARDS = [
    QUERY.format(asked=STEMS),
    WORDS.format(simple=""),
    AFRESH,
    "DROP FUNCTION catalog_vocabulary_grows, catalog_vocabulary_changes CASCADE;",
    "DROP FUNCTION catalog_corrected;",
    "DROP TABLE catalog_vocabulary;",
]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_facet_bits_and_orders")]
    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        # Names that are spelt alike are no longer looked for among all items.
        migrations.RemoveIndex("item", "item_words"),
    ]

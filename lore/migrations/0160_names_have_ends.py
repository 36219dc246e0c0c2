"""A phrase is not found across the end of a name, into another name or into the text.

Each name is followed by two words that take up places and are taken out again. The page's own
vector has its names without such ends, so only its facts and its text are copied.
"""

from django.db import migrations

NAME_WORDS = """
CREATE FUNCTION lore_name_words(names text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE STRICT AS $$
    SELECT setweight(ts_delete(
        to_tsvector('lore_english', ended || ' qnameendq qnameendq')
        || to_tsvector('simple', catalog_folded(ended)), 'qnameendq'), 'A')
    FROM (SELECT replace(names, ' / ', ' qnameendq qnameendq ') AS ended) AS each_name
$$;
"""
WITH_ENDS = "SELECT lore_name_words(p.names) AS v"
OPEN_WORDS = "ts_filter(p.vector, '{b,c}')"
WITHOUT_ENDS = """SELECT setweight(to_tsvector('lore_english', p.names)
        || to_tsvector('simple', catalog_folded(p.names)), 'A') AS v"""
ALL_WORDS = "p.vector"

PAGE_WORDS = """
CREATE OR REPLACE FUNCTION lore_page_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO lore_pagewords
        (page_id, names, vector, public_from, kind, season_id, length, grades, categories)
    SELECT p.id, named.v, named.v || {rest},
        CASE WHEN p.status = 'published' THEN p.publish_at END,
        p.kind, p.season_id, p.word_count, '{{}}', '{{}}'
    FROM (SELECT NEW.*) AS p, LATERAL ({named}) AS named
    ON CONFLICT (page_id) DO UPDATE SET names = excluded.names, vector = excluded.vector,
        public_from = excluded.public_from, kind = excluded.kind, season_id = excluded.season_id,
        length = excluded.length;
    INSERT INTO lore_vocabulary (word)
    SELECT DISTINCT word
    FROM regexp_split_to_table(catalog_folded(NEW.names), '[^[:alnum:]]+') AS word
    WHERE NEW.publish_at IS NOT NULL AND length(word) BETWEEN 3 AND 40 AND word ~ '[[:alpha:]]'
    ORDER BY word ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""
THERE_ALREADY = """
UPDATE lore_pagewords AS w SET names = named.v, vector = named.v || {rest}
FROM lore_page AS p, LATERAL ({named}) AS named WHERE w.page_id = p.id;
"""

BEFORE = {"named": WITHOUT_ENDS, "rest": ALL_WORDS}
AFTER = {"named": WITH_ENDS, "rest": OPEN_WORDS}
FORWARDS = [NAME_WORDS, PAGE_WORDS.format(**AFTER), THERE_ALREADY.format(**AFTER)]
BACKWARDS = [
    PAGE_WORDS.format(**BEFORE),
    THERE_ALREADY.format(**BEFORE),
    "DROP FUNCTION lore_name_words;",
]


class Migration(migrations.Migration):
    dependencies = [("lore", "0150_former_keepers_have_no_name")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

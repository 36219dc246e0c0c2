"""What pages are searched by: a narrow row a page, kept by triggers, so that no form, import or
shell can forget it; and the words of names, so that a misspelt one finds what it means.

A page's own row is wide, and a search of 50,000 pages would walk through most of it only to count.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

QUERIES = [
    # "fire feath" finds what has "fire" and a word that begins with "feath"; quotation marks, "or"
    # and a minus mean what they mean on the web. Only what is left out is no question: it would
    # find everything.
    r"""CREATE FUNCTION lore_query(raw text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE STRICT
    AS $$
        SELECT CASE WHEN querytree(asked) IN ('', 'T') THEN ''::tsquery ELSE asked END FROM (
            SELECT CASE WHEN part IS NULL OR part[1] ~* '((^|\s)-|(^|\s)or\s+)$'
                             OR length(regexp_replace(raw, '[^"]', '', 'g')) % 2 = 1
                             OR numnode(stem) = 0 AND numnode(rest) > 0
                        THEN websearch_to_tsquery('lore_english', raw)
                        ELSE rest && (stem || plain) END AS asked
            FROM (
                SELECT part, websearch_to_tsquery('lore_english', coalesce(part[1], '')) AS rest,
                       to_tsquery('lore_english', part[2]) AS stem,
                       to_tsquery('simple', catalog_folded(part[2]) || ':*') AS plain
                FROM regexp_match(raw, '^(.*[^[:alnum:]])?([[:alnum:]]{2,})$') AS part
            ) AS parts
        ) AS whole
    $$;""",
    # The same words, any of them; a question of what is left out or of a phrase stays as it is.
    """CREATE FUNCTION lore_any(asked tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    STRICT AS $$
        SELECT CASE WHEN asked::text ~ '[!<]' THEN asked
                    ELSE replace(asked::text, ' & ', ' | ')::tsquery END
    $$;""",
    # Each word, or one of the known words most like it; `joined` is & or |. Words that a minus
    # leaves out are left out here too. Who misspells a word mostly has its first letter and about
    # its length right, so all others are looked through only where that gives nothing.
    r"""CREATE FUNCTION lore_alike(raw text, at_least real, joined text) RETURNS tsquery
    LANGUAGE sql STABLE PARALLEL SAFE STRICT AS $$
        WITH asked AS MATERIALIZED (
            SELECT word, place
            FROM regexp_split_to_table(
                catalog_folded(regexp_replace(raw, '(^|\s)-\S+', ' ', 'g')), '[^[:alnum:]]+'
            ) WITH ORDINALITY AS split (word, place)
            WHERE word <> '' LIMIT 8
        ), begun AS MATERIALIZED (
            SELECT place, near.word FROM asked CROSS JOIN LATERAL (
                SELECT v.word FROM lore_vocabulary AS v
                WHERE v.word >= left(asked.word, 1) AND v.word < chr(ascii(asked.word) + 1)
                    AND length(v.word) BETWEEN length(asked.word) - 2 AND length(asked.word) + 2
                    AND similarity(v.word, asked.word) >= at_least
                ORDER BY similarity(v.word, asked.word) DESC, v.word LIMIT 3
            ) AS near
        ), unknown AS MATERIALIZED (
            SELECT word, place FROM asked WHERE place NOT IN (SELECT place FROM begun)
        ), others AS (
            SELECT place, near.word FROM unknown CROSS JOIN LATERAL (
                SELECT v.word FROM lore_vocabulary AS v ORDER BY v.word <-> unknown.word LIMIT 3
            ) AS near WHERE similarity(near.word, unknown.word) >= at_least
        ), meant AS (
            SELECT place, word FROM asked UNION ALL TABLE begun UNION ALL TABLE others
        ), lexed AS (
            SELECT place, to_tsquery('simple', word)::text AS lexeme FROM meant
            UNION SELECT place, to_tsquery('lore_english', word)::text FROM meant
        )
        SELECT coalesce(string_agg(either, joined), '')::tsquery FROM (
            SELECT '(' || string_agg(lexeme, ' | ') || ')' AS either
            FROM lexed WHERE lexeme <> '' GROUP BY place
        ) AS words
    $$;""",
]

VOCABULARY = [
    'CREATE TABLE lore_vocabulary (word text COLLATE "C" PRIMARY KEY);',
    "CREATE INDEX lore_vocabulary_near ON lore_vocabulary "
    "USING gist (word gist_trgm_ops(siglen=256));",
]

# Vectors lie apart and as they are, so that the rows stay narrow and ranking unpacks nothing.
NARROW = [
    "ALTER TABLE lore_pagewords ALTER COLUMN vector SET STORAGE EXTERNAL, "
    "ALTER COLUMN names SET STORAGE EXTERNAL, ALTER COLUMN grades SET STORAGE PLAIN, "
    "ALTER COLUMN categories SET STORAGE MAIN, SET (toast_tuple_target = 128);",
]

WORDS = """
    INSERT INTO lore_pagewords
        (page_id, names, vector, public_from, kind, season_id, length, grades, categories)
    SELECT p.id, named.v, named.v || p.vector,
        CASE WHEN p.status = 'published' THEN p.publish_at END,
        p.kind, p.season_id, p.word_count, {kept}
    FROM {pages} AS p, LATERAL (
        SELECT to_tsvector('lore_english', p.names)
               || to_tsvector('simple', catalog_folded(p.names)) AS a
    ) AS words, LATERAL (SELECT setweight(words.a, 'A') AS v) AS named
    ON CONFLICT (page_id) DO UPDATE SET names = excluded.names, vector = excluded.vector,
        public_from = excluded.public_from, kind = excluded.kind, season_id = excluded.season_id,
        length = excluded.length;
    INSERT INTO lore_vocabulary (word)
    SELECT DISTINCT word FROM {pages} AS p,
        regexp_split_to_table(catalog_folded(p.names), '[^[:alnum:]]+') AS word
    WHERE p.publish_at IS NOT NULL AND length(word) BETWEEN 3 AND 40 AND word ~ '[[:alpha:]]'
    ORDER BY word ON CONFLICT DO NOTHING;
"""
GRADES = """
    ARRAY(SELECT DISTINCT grade FROM lore_claim AS c
          WHERE c.page_id = {page} AND c.gate_id IS NULL
            AND c.gate_release_id IS NULL ORDER BY grade)
"""

TRIGGERS = [
    "CREATE FUNCTION lore_page_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    + WORDS.format(pages="(SELECT NEW.*)", kept="'{}', '{}'")
    + " RETURN NULL; END $$;",
    """CREATE TRIGGER lore_page_words AFTER INSERT OR UPDATE OF
    names, facts, text, status, publish_at, kind, season_id, word_count
    ON lore_page FOR EACH ROW EXECUTE FUNCTION lore_page_words();""",
    # What a claim under ash is graded is not told: only grades of open claims are found.
    "CREATE FUNCTION lore_page_grades() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "UPDATE lore_pagewords SET grades = " + GRADES.format(page="lore_pagewords.page_id")
    + " WHERE page_id IN (SELECT page_id FROM touched); RETURN NULL; END $$;",
    *(
        f"""CREATE TRIGGER lore_page_grades_{name} AFTER {event} ON lore_claim
        REFERENCING {rows} TABLE AS touched
        FOR EACH STATEMENT EXECUTE FUNCTION lore_page_grades();"""
        for name, event, rows in [
            ("come", "INSERT", "NEW"), ("change", "UPDATE", "NEW"), ("go", "DELETE", "OLD")
        ]
    ),
    WORDS.format(pages="lore_page", kept=GRADES.format(page="p.id") + ", '{}'"),
]

FORWARDS = [*VOCABULARY, *QUERIES, *NARROW, *TRIGGERS]
BACKWARDS = [
    "DROP FUNCTION lore_page_words, lore_page_grades CASCADE;",
    "DROP FUNCTION lore_query, lore_any, lore_alike;",
    "DROP TABLE lore_vocabulary;",
]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_vocabulary"), ("lore", "0039_words_under_ash")]

    operations = [
        migrations.CreateModel(
            name="PageWords",
            fields=[
                ("page", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="words", serialize=False, to="lore.page")),
                ("names", django.contrib.postgres.search.SearchVectorField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("public_from", models.DateTimeField(null=True)),
                ("kind", models.CharField(max_length=16)),
                ("season", models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="catalog.season", db_index=False)),
                ("length", models.PositiveIntegerField()),
                ("grades", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None)),
                ("categories", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
        ),
        migrations.AddIndex("pagewords", django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="page_words_vector")),
        migrations.AddIndex("pagewords", django.contrib.postgres.indexes.GinIndex(fields=["names"], name="page_words_names")),
        migrations.AddIndex("pagewords", models.Index(models.OrderBy(models.F("length"), descending=True), models.F("page"), name="page_words_longest")),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        # The narrow rows have the index now; the page's own vector is only copied from.
        migrations.RemoveIndex("page", "page_vector"),
    ]

"""Facets as bitmaps, so that counting 100,000 items costs a few milliseconds.

For each choice of each facet a bit per item, in rows of 8,192 items: what fits several filters
is an AND, and how many that are a count of bits. Triggers keep the rows; only what an editor or
an import changes is in them. What the clock or the till changes is read when it is counted, so
that no sale ever waits here (docs/decisions/0008).
"""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Collate

from catalog.models.queries import Folded

PER_ROW = 8192

ROWS = """
SELECT i.id, f.facet, f.choice FROM {table} AS i, LATERAL (VALUES
    ('entered', 'yes'::text),
    ('offered', CASE WHEN i.opens_at IS NOT NULL THEN 'yes' END),
    ('shelf', i.shelf), ('rarity', i.rarity), ('kind', i.kind), ('theme', i.theme),
    ('series', i.series), ('set', i.item_set_id::text), ('season', i.season_id::text),
    ('price', lpad(i.price_cents::text, 10, '0'))
) AS f (facet, choice) WHERE i.entered_on IS NOT NULL AND f.choice <> ''
"""
ADDED, REMOVED = ROWS.format(table="added"), ROWS.format(table="removed")
GROUPED = f"""
SELECT facet, choice, (id / {PER_ROW})::int AS chunk, bit_or(catalog_bit(id)) AS bits
FROM ({{rows}}) AS r GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
SET = f"""
INSERT INTO catalog_facetbits AS known {GROUPED}
ON CONFLICT (facet, choice, chunk) DO UPDATE SET bits = known.bits | excluded.bits;
"""
CLEAR = f"""
UPDATE catalog_facetbits AS known SET bits = known.bits & ~gone.bits FROM ({GROUPED}) AS gone
WHERE (known.facet, known.choice, known.chunk) = (gone.facet, gone.choice, gone.chunk);
"""


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$;"
    )


def _trigger(event: str, tables: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {function} AFTER {event} ON catalog_item {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
    )


FORWARDS = [
    f"""CREATE TABLE catalog_facetbits (
        facet text NOT NULL, choice text NOT NULL, chunk integer NOT NULL,
        bits bit({PER_ROW}) NOT NULL, PRIMARY KEY (facet, choice, chunk)
    ) WITH (fillfactor = 50);""",
    "ALTER TABLE catalog_facetbits ALTER bits SET STORAGE PLAIN;",
    f"""CREATE FUNCTION catalog_without(these bit, those bit) RETURNS bit
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT these & ~coalesce(those, 0::bit({PER_ROW})) $$;""",
    f"""CREATE FUNCTION catalog_bit(id bigint) RETURNS bit({PER_ROW})
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT set_bit(0::bit({PER_ROW}), (id % {PER_ROW})::int, 1) $$;""",
    # 64 items at once: `word` is the `place`th of the 128 words of a row.
    f"""CREATE FUNCTION catalog_word(word bigint, place bigint) RETURNS bit({PER_ROW})
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (word::bit(64)::bit({PER_ROW})) >> (place * 64)::int $$;""",
    _function("catalog_facets_added", SET.format(rows=ADDED)),
    _function("catalog_facets_removed", CLEAR.format(rows=REMOVED)),
    _function(
        "catalog_facets_changed",
        CLEAR.format(rows=f"{REMOVED} EXCEPT {ADDED}")
        + SET.format(rows=f"{ADDED} EXCEPT {REMOVED}"),
    ),
    _function("catalog_facets_emptied", "TRUNCATE catalog_facetbits;"),
    _trigger("INSERT", "REFERENCING NEW TABLE AS added", "catalog_facets_added"),
    _trigger("DELETE", "REFERENCING OLD TABLE AS removed", "catalog_facets_removed"),
    _trigger(
        "UPDATE",
        "REFERENCING OLD TABLE AS removed NEW TABLE AS added",
        "catalog_facets_changed",
    ),
    _trigger("TRUNCATE", "", "catalog_facets_emptied"),
    SET.format(rows=ROWS.format(table="catalog_item")),
]
BACKWARDS = [
    "DROP FUNCTION catalog_facets_added, catalog_facets_removed, catalog_facets_changed, "
    "catalog_facets_emptied CASCADE;",
    "DROP TABLE catalog_facetbits;",
    "DROP FUNCTION catalog_bit, catalog_word, catalog_without;",
]


def _order(name: str, *by) -> migrations.AddIndex:
    """What an order reads, so that paging walks an index and not the table."""
    return migrations.AddIndex("item", models.Index(*by, name=name, include=["id", "entered_on"]))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_openings_and_limits")]
    operations = [
        migrations.AddField(
            "item",
            "featured",
            models.PositiveSmallIntegerField(
                null=True,
                blank=True,
                help_text="Its place among the pieces put forward; most have none.",
            ),
        ),
        migrations.AddField(
            "item",
            "rung",
            models.GeneratedField(
                expression=models.Case(
                    models.When(rarity="common", then=models.Value(1)),
                    models.When(rarity="uncommon", then=models.Value(2)),
                    models.When(rarity="rare", then=models.Value(3)),
                    models.When(rarity="epic", then=models.Value(4)),
                    models.When(rarity="legendary", then=models.Value(5)),
                    models.When(rarity="mythic", then=models.Value(6)),
                    default=models.Value(0),
                ),
                output_field=models.PositiveSmallIntegerField(),
                db_persist=True,
            ),
        ),
        _order("item_by_day", F("entered_on").desc(), F("accession").desc()),
        _order(
            "item_by_place",
            F("featured").asc(nulls_last=True),
            F("entered_on").desc(),
            F("accession").desc(),
        ),
        _order("item_by_rung", F("rung").desc(), F("accession").desc()),
        _order(
            "item_by_price", F("price_cents").asc(nulls_last=True), F("accession").desc()
        ),
        _order(
            "item_by_price_down", F("price_cents").desc(nulls_last=True), F("accession").desc()
        ),
        _order("item_by_name", F("name"), F("accession").desc()),
        _order(
            "item_by_sight", F("last_seen_on").desc(nulls_last=True), F("accession").desc()
        ),
        migrations.AddIndex("item", models.Index(fields=["opens_at"], name="item_opening")),
        migrations.AddIndex("item", models.Index(fields=["ends_at"], name="item_ending")),
        migrations.AddIndex(
            "item",
            models.Index(
                fields=["id"],
                name="item_out",
                condition=models.Q(retired_at__isnull=False)
                | models.Q(edition_size__lte=F("sold") + F("held")),
            ),
        ),
        migrations.AddIndex(
            "item", models.Index(Collate(Folded("name"), "C"), name="item_name_start")
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]

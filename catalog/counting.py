"""One statement that counts every choice of every facet, each facet without itself.

It works on bitmaps (migration 0006): a filter is a row of bits per 8,192 items, several filters
are an AND. A search and what the clock or the till decides are turned into bits as they are read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from catalog.models.statements import named, planned_rows

Row = tuple[Any, ...]  # facet, choice, how many items

# Items become bits by way of words of 64: a thousand times less to copy than one bit at a time.
WORD = (
    "(id / 8192)::int AS chunk, id % 8192 / 64 AS place, "
    "bit_or(1::bigint << (63 - id % 64)::int) AS word"
).replace("%", "%%")
BITS = "bit_or(catalog_word(word, place)) AS bits"

# Every choice that is counted. Stock and openings change without an editor, so they are read here,
# as catalog.models.queries.CONDITIONS has them.
CHOICES = f"""
WITH out_words AS (
    SELECT CASE WHEN retired_at IS NOT NULL THEN 'retired'
                WHEN opens_at > %(now)s + early_access_hours * interval '1 hour' THEN 'opening'
                WHEN opens_at IS NOT NULL AND edition_size <= sold THEN 'taken'
                WHEN opens_at > %(now)s THEN 'early'
                WHEN ends_at <= %(now)s THEN 'ended'
                ELSE '' END AS choice,
           {WORD}
    FROM catalog_item
    WHERE retired_at IS NOT NULL OR opens_at > %(now)s OR ends_at <= %(now)s
       OR edition_size <= sold + held
    GROUP BY 1, 2, 3
),
out_of AS (SELECT choice, chunk, {BITS} FROM out_words GROUP BY 1, 2),
gone AS (SELECT chunk, bit_or(bits) AS bits FROM out_of GROUP BY 1),
choices AS MATERIALIZED (
    SELECT facet, choice, chunk, bits FROM catalog_facetbits
    WHERE facet IN ('shelf', 'rarity', 'kind', 'theme', 'series', 'set', 'season')
    UNION ALL SELECT 'availability', choice, chunk, bits FROM out_of
    UNION ALL SELECT 'availability', 'left', chunk, catalog_without(offered.bits, gone.bits)
    FROM catalog_facetbits AS offered LEFT JOIN gone USING (chunk) WHERE facet = 'offered'
),
future AS (
    SELECT (id / 8192)::int AS chunk, bit_or(catalog_bit(id)) AS bits
    FROM catalog_item WHERE entered_on > %(today)s GROUP BY 1
),
chosen AS (
    SELECT 'entered' AS facet, chunk, catalog_without(entered.bits, future.bits) AS bits
    FROM catalog_facetbits AS entered LEFT JOIN future USING (chunk) WHERE facet = 'entered'
"""  # noqa: S608 (both parts stand above)
# What the filters ask for, a row of bits per filter; each part stands for itself.
CHOSEN = """
    UNION ALL SELECT facet, chunk, bit_or(bits) FROM choices
    WHERE (facet, choice) IN (SELECT * FROM unnest(%(facets)s::text[], %(keys)s::text[]))
    GROUP BY 1, 2
"""
PRICED = """
    UNION ALL SELECT 'price', chunk, bit_or(bits) FROM catalog_facetbits
    WHERE facet = 'price' AND choice BETWEEN %(lowest)s AND %(highest)s GROUP BY 2
"""
FOUND = f"""
    UNION ALL SELECT '{{name}}', chunk, {BITS}
    FROM (SELECT {WORD} FROM ({{found}}) AS found (id) GROUP BY 1, 2) AS words GROUP BY 2
"""  # noqa: S608
# For each facet the items that fit all filters but its own.
COUNTS = """
),
masks AS MATERIALIZED (
    SELECT part.facet, chosen.chunk, bit_and(chosen.bits) AS bits
    FROM unnest(%(parts)s::text[], %(needs)s::int[]) AS part (facet, need)
    JOIN chosen ON chosen.facet <> part.facet
    GROUP BY 1, 2, part.need HAVING count(*) = part.need
),
prices AS (
    SELECT choice FROM catalog_facetbits AS priced JOIN masks USING (facet, chunk)
    WHERE facet = 'price' AND bit_count(priced.bits & masks.bits) > 0
)
SELECT facet, choice, sum(n)::int FROM (
    SELECT facet, choice, bit_count(choices.bits & masks.bits) AS n
    FROM choices JOIN masks USING (facet, chunk) OFFSET 0
) AS counted GROUP BY 1, 2
UNION ALL SELECT 'total', '', sum(bit_count(bits))::int FROM masks WHERE facet = 'total'
UNION ALL SELECT 'price', 'lowest', min(choice)::int FROM prices
UNION ALL SELECT 'price', 'highest', max(choice)::int FROM prices
"""
PARTS = ["shelf", "rarity", "kind", "theme", "series", "set", "season", "availability", "price",
         "total"]  # fmt: skip
CENTS = "{:010d}"  # prices are kept as words of ten figures, whose order is theirs


@dataclass
class Question:
    """What is counted: keys of chosen choices by facet, a price range in cents, and what was
    found otherwise, such as by a search: its name, and the statement that yields the ids."""

    chosen: dict[str, list[str]]
    price: tuple[int, int] | None = None
    found: dict[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)


def count(question: Question) -> list[Row]:
    """Rows of facet, choice and number; the total and the price range are among them."""
    return planned_rows(*as_sql(question))


def as_sql(question: Question) -> tuple[str, dict[str, Any]]:
    """The statement and its parameters; the bench asks for its plan."""
    pairs = [(facet, key) for facet, keys in question.chosen.items() for key in keys]
    active = {facet for facet, _ in pairs}
    params: dict[str, Any] = {"now": timezone.now(), "today": timezone.localdate()}
    statement = CHOICES
    if pairs:
        statement += CHOSEN
        params |= {"facets": [one[0] for one in pairs], "keys": [one[1] for one in pairs]}
    if question.price:
        statement += PRICED
        active.add("price")
        lowest, highest = (CENTS.format(cents) for cents in question.price)
        params |= {"lowest": lowest, "highest": highest}
    for name, found in question.found.items():
        part, values = named(name, *found)
        statement += FOUND.format(name=name, found=part)
        active.add(name)
        params |= values
    needs = [1 + len(active - {part}) for part in PARTS]
    return statement + COUNTS, params | {"parts": PARTS, "needs": needs}

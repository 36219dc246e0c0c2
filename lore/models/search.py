"""Which pages hold some words, best first: only those are ranked that can win.

Ranking reads a page's whole vector, so the more pages hold a word, the dearer it would be to rank
them all. Candidates are the longest pages that are named by one of the words and the longest of
the others; a word that more pages hold says little about any of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.utils import timezone

from core.reading import reading
from lore.rendering import key_of

SEARCH_CONFIG = "lore_english"
MOST_OF_A_SORT = 150  # candidates: named by the words, and others
WALKED = 400  # of the longest pages, for a word that every third page holds
FEW = 2 * MOST_OF_A_SORT  # pages; so few are ranked whole
MOST_COUNTED = 1_000  # pages; what more pages hold is not counted out
ENOUGH = 5  # pages; with fewer, a search forgives spelling
LONGEST = 100  # characters of what is searched for
ALIKE = 0.25  # "pek" is 0.29 like "peak"
HARDLY_ALIKE = 0.1

# They stand round each match in a snippet until it is escaped; letters of no alphabet.
MATCH_START, MATCH_STOP = "\ue000", "\ue001"

# How words may be meant, as tsquery: as they are typed, spelt alike, or any that is near.
TYPED = "lore_query(%(words)s)"
SPELT_ALIKE = f"lore_alike(%(words)s, {ALIKE}, ' & ')"
ANY_NEAR = f"lore_alike(%(words)s, {HARDLY_ALIKE}, ' | ')"
MEANT = """
SELECT q::text, any_of_q::text, q::text = any_of_q::text AND q::text !~ '!',
    CASE WHEN q::text ~ '!' THEN q::text
        ELSE regexp_replace(q::text, '<(-|[0-9]+)>', '&', 'g')::tsquery::text END
FROM (SELECT {meaning} AS q) AS meant, LATERAL (SELECT lore_any(q) AS any_of_q) AS loose
"""

# An address's names for the filters, and what of a page they ask.
CONDITIONS = {
    "kind": "kind = ANY(%(kind)s)",
    "season": "season_id = ANY(%(season)s)",
    "grade": "grades && %(grade)s::varchar[]",
    "category": "categories && %(category)s::bigint[]",
}

# A word that many pages hold is soonest found by walking from the longest page down, any other by
# its index. The words come from subqueries, lest the planner count on vectors being quick to read.
CANDIDATES = """
WITH named AS MATERIALIZED ({named}), walked AS MATERIALIZED (
    SELECT page_id FROM (
        SELECT * FROM lore_pagewords ORDER BY length DESC, page_id LIMIT {walk}
    ) AS top WHERE {column} @@ (SELECT %(q)s::tsquery) AND {fits} LIMIT {most}
), longest AS MATERIALIZED ({longest})
SELECT page_id FROM named UNION SELECT page_id FROM walked UNION SELECT page_id FROM longest
"""
LONGEST_FIRST = """
SELECT page_id FROM lore_pagewords WHERE {holds} AND {fits}
ORDER BY length DESC, page_id LIMIT {most}
"""
# An index knows which pages hold the words of a phrase. Whether in order is read in the vector of
# each, so of many only the longest are read, until there are enough.
LONGEST_IN_ORDER = """
SELECT page_id FROM (
    SELECT * FROM lore_pagewords WHERE {column} @@ (SELECT %(held)s::tsquery) AND {fits}
    ORDER BY length DESC, page_id OFFSET 0
) AS holding WHERE {holds} ORDER BY length DESC, page_id LIMIT {most}
"""
WALK_WAS_SHORT = "(SELECT count(*) FROM walked) < {most}"
NAMED_BY_ONE = "names @@ (SELECT %(q)s::tsquery)"
NAMED_BY_SOME = "names @@ (SELECT %(some)s::tsquery) AND vector @@ (SELECT %(q)s::tsquery)"

RANKED = """
WITH named_so AS MATERIALIZED (
    SELECT id FROM lore_page WHERE key = %(key)s
    UNION SELECT page_id FROM lore_pagealias WHERE key = %(key)s
)
SELECT page_id FROM lore_pagewords WHERE page_id = ANY(ARRAY({candidates}))
ORDER BY page_id IN (SELECT id FROM named_so) DESC, names @@ %(q)s::tsquery DESC,
    ts_rank(vector, %(q)s::tsquery) DESC, length DESC, page_id
"""

COUNTS = """
WITH found AS MATERIALIZED (
    SELECT page_id, kind, season_id, grades, categories, {marks} FROM lore_pagewords
    WHERE {holds} AND public_from <= %(now)s LIMIT {most}
)
SELECT 'all', '', count(*), NULL::bigint[] FROM found
UNION ALL SELECT 'fits', '', count(*), (array_agg(page_id))[:{few}] FROM {fitting}
UNION ALL SELECT 'kind', kind, count(*), NULL FROM found WHERE {not_kind} GROUP BY 2
UNION ALL SELECT 'season', season_id::text, count(*), NULL FROM found WHERE {not_season} GROUP BY 2
UNION ALL SELECT 'grade', one, count(*), NULL FROM found, unnest(grades) AS one
    WHERE {not_grade} GROUP BY 2
UNION ALL SELECT 'category', one::text, count(*), NULL FROM found, unnest(categories) AS one
    WHERE {not_category} GROUP BY 2
"""
FITTING = """(
    SELECT page_id FROM lore_pagewords
    WHERE {holds} AND {fits} LIMIT {most}
) AS fitting"""
HOLDS = "{column} @@ (SELECT %(q)s::tsquery)"
# Names are short, and read sooner than the whole vector.
IN_ORDER = "(names @@ (SELECT %(q)s::tsquery) OR {column} @@ (SELECT %(q)s::tsquery))"
HOLDS_IN_ORDER = f"{{column}} @@ (SELECT %(held)s::tsquery) AND {IN_ORDER}"


class WordsQuery(SearchQuery):
    """All words of a text, the last of them as a beginning; see migration 0060."""

    SEARCH_TYPES = {"lore": "lore_query"}

    def __init__(self, words: str) -> None:
        super().__init__(words, search_type="lore")


@dataclass(frozen=True)
class Meaning:
    """Words as the database understands them: all of them, and some of them, as tsqueries.

    `q` may be empty. `is_one` where a name that holds some of the words holds all of them. `held`
    asks the same without any order of the words.
    """

    q: str
    some: str
    is_one: bool
    held: str

    @property
    def is_phrase(self) -> bool:
        return self.held != self.q


@dataclass(frozen=True)
class Sought:
    """What is looked for: words, how they are meant, and per filter which values are wanted.

    Kinds and grades are asked for by their value, seasons and categories by their number.
    """

    words: str
    meaning: Meaning
    filters: Mapping[str, Sequence[str] | Sequence[int]] = field(default_factory=dict)

    @property
    def params(self) -> dict[str, Any]:
        meant = {"q": self.meaning.q, "some": self.meaning.some, "held": self.meaning.held}
        words = {**meant, "key": key_of(self.words)}
        chosen = {name: list(values) for name, values in self.filters.items()}
        return {**words, "now": timezone.now(), **chosen}

    @property
    def active(self) -> list[str]:
        return [name for name in CONDITIONS if self.filters.get(name)]

    def holds(self, column: str = "vector") -> str:
        return (HOLDS_IN_ORDER if self.meaning.is_phrase else HOLDS).format(column=column)

    def fits(self) -> str:
        asked = [CONDITIONS[name] for name in self.active]
        return " AND ".join(["public_from <= %(now)s", *asked])


@dataclass(frozen=True)
class Tally:
    """How many pages were found, and how many each choice of a filter would leave.

    Beyond MOST_COUNTED pages nothing is counted out, and `choices` is None. `keys` are those of
    the pages that fit, where they are FEW.
    """

    by_words: int  # without any filter
    total: int
    choices: Mapping[tuple[str, str], int] | None
    keys: list[int] | None

    @property
    def is_more(self) -> bool:
        return self.total > MOST_COUNTED

    def count(self, filter_name: str, key: str) -> int | None:
        return None if self.choices is None else self.choices.get((filter_name, key), 0)


NOTHING = Tally(0, 0, {}, [])


def read_words(raw: str) -> str:
    """What an address searches for, fit for the database; empty without a letter or figure."""
    words = " ".join(raw[: LONGEST * 2].replace("\x00", "").split())[:LONGEST]
    return words if any(letter.isalnum() for letter in words) else ""


def understand(words: str, meaning: str = TYPED) -> Meaning:
    """What `words` ask the database; TYPED, SPELT_ALIKE or ANY_NEAR says how they are meant."""
    return Meaning(*_rows(MEANT.format(meaning=meaning), {"words": words})[0])


def best(sought: Sought, column: str = "vector", known: list[int] | None = None) -> list[int]:
    """Keys of the public pages that fit, best first; of many only those that can win.

    `known` are the keys of all that fit, where a tally has them.
    """
    if not sought.meaning.q:
        return []
    params = {**sought.params, "known": known}
    return [row[0] for row in _rows(best_statement(sought, column, known), params)]


def best_statement(sought: Sought, column: str = "vector", known: list[int] | None = None) -> str:
    if known is not None:
        return RANKED.format(candidates="SELECT unnest(%(known)s::bigint[])")
    is_phrase, fits, most = sought.meaning.is_phrase, sought.fits(), MOST_OF_A_SORT
    longest = LONGEST_IN_ORDER if is_phrase else LONGEST_FIRST
    named = longest.format(
        holds=NAMED_BY_ONE if sought.meaning.is_one else NAMED_BY_SOME,
        column="names", fits=fits, most=most,
    )  # fmt: skip
    others = longest.format(
        holds=(IN_ORDER if is_phrase else HOLDS).format(column=column),
        column=column, fits=f"{fits} AND {WALK_WAS_SHORT.format(most=most)}", most=most,
    )  # fmt: skip
    parts = {"column": column, "fits": fits, "most": most, "walk": WALKED}
    return RANKED.format(candidates=CANDIDATES.format(**parts, named=named, longest=others))


def best_or_alike(words: str, column: str = "vector") -> list[int]:
    """The best as typed; where they are few, followed by those whose words are spelt alike."""
    found = best(Sought(words, understand(words)), column)
    if len(found) >= ENOUGH:
        return found
    alike = best(Sought(words, understand(words, SPELT_ALIKE)), column)
    return list(dict.fromkeys([*found, *alike]))


def tally(sought: Sought) -> Tally:
    """Count what fits, and each choice as if its own filter were not there."""
    if not sought.meaning.q:
        return NOTHING
    rows = _rows(tally_statement(sought), sought.params)
    counts = {(name, choice or ""): count for name, choice, count, _ in rows}
    keys = next(keys for name, _, _, keys in rows if name == "fits") or []
    by_words, total = counts["all", ""], counts["fits", ""]
    choices = counts if by_words <= MOST_COUNTED else None
    return Tally(by_words, total, choices, keys if total <= FEW else None)


def tally_statement(sought: Sought) -> str:
    on, most = sought.active, MOST_COUNTED + 1
    marks = ", ".join([*(f"{CONDITIONS[name]} AS is_{name}" for name in on), "true AS is_any"])
    holds = sought.holds()
    fitting = FITTING.format(holds=holds, fits=sought.fits(), most=most) if on else "found"
    others = {
        f"not_{name}": " AND ".join(["is_any", *(f"is_{other}" for other in on if other != name)])
        for name in CONDITIONS
    }
    return COUNTS.format(holds=holds, marks=marks, fitting=fitting, most=most, few=FEW, **others)


def _rows(statement: str, params: Mapping[str, Any]) -> list[tuple]:
    with reading().cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()

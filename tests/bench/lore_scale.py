"""How the wiki grows: its pages and searches with 1,000 and 50,000 articles, in one run.

    python -m tests.bench.lore_scale [--sizes 1000 50000] [--rounds 15] [--explain]

A database of its own for each size, filled once and kept for the next run. Every page is drawn
anew (no page cache), single requests in turn over all sizes; the quickest of the rounds counts.
`--explain` prints how PostgreSQL goes about the searches.
"""

import argparse
from pathlib import Path

from tests.bench.scale import database, quickest  # first: it sets Django up

from django.core.management import call_command  # isort: skip
from django.db import connection  # isort: skip

from lore.models import Page  # isort: skip
from lore.models.search import (  # isort: skip
    MEANT,
    SPELT_ALIKE,
    Sought,
    best_statement,
    tally_statement,
    understand,
)

FILL = (Path(__file__).parent / "fill_lore.sql").read_text()
MOST_GROWTH, MOST_GROWTH_OF_A_PAGE = 3, 1.5


def main() -> None:
    options = _options()
    for size in options.sizes:
        with database(f"lore_{size}"):
            _fill(size)
    found = _measure(options.sizes, options.rounds)
    _report(options.sizes, found)
    if options.explain:
        with database(f"lore_{options.sizes[-1]}"):
            _explain()


def _fill(size: int) -> None:
    call_command("migrate", verbosity=0)
    if Page.objects.count() == size:
        return
    call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"pages": size})
        cursor.execute("VACUUM ANALYZE")


def _words() -> dict[str, str]:
    """A word that some pages hold, by how many do; the same at every size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, title FROM lore_page WHERE id = 500")
        text, title = cursor.fetchone()
        cursor.execute(COMMONNESS, {"text": text})
        by_share = cursor.fetchall()
    name = title.split()[-2].casefold()
    return {"rare": by_share[0][0], "common": by_share[-1][0], "name": name,
            "middling": by_share[len(by_share) // 2][0]}  # fmt: skip


COMMONNESS = """
SELECT word, (SELECT count(*) FROM lore_page WHERE text LIKE '%%' || word || '%%' AND id <= 1000)
FROM unnest(string_to_array(%(text)s, ' ')) AS word ORDER BY 2, 1
"""


def _pages(words: dict[str, str]) -> dict[str, str]:
    rare, common, middling, name = (words[one] for one in ("rare", "common", "middling", "name"))
    searches = {
        "a rare word": rare,
        "a middling word": middling,
        "a word of nearly every page": common,
        "a word of many titles": "ember",
        "a beginning": "emb",
        "a short beginning": common[:2],
        "a name": name,
        "a name misspelt": name[:2] + name[3:],
        "two words": f"{common}+{middling}",
        "title and text": f"lantern+{middling}",
        "a phrase": '"ember+lantern"',
        "nothing": "xyzzyq",
    }
    return {
        "page": "/lore/page-500/",
        "letters": "/lore/letter/z/",
        "categories": "/lore/category/",
        **{f"search, {what}": f"/lore/search/?q={asked}" for what, asked in searches.items()},
        "search, filtered": f"/lore/search/?q={common}&kind=event&grade=theory&season=C3",
        "search, page five": f"/lore/search/?q={common}&page=5",
        "search of the house": "/search/?q=ember+lantern",
        "suggestions": "/search/suggestions/?q=emb",
        "suggestions, misspelt": "/search/suggestions/?q=lantrn",
    }


def _measure(sizes: list[int], rounds: int) -> dict[tuple[str, int], tuple[float, int]]:
    """Milliseconds and statements of each page at each size."""
    with database(f"lore_{sizes[0]}"):
        pages = _pages(_words())
    found: dict[tuple[str, int], tuple[float, int]] = {}
    for _ in range(3):  # sizes in turn, so that a slow minute falls on all of them
        for size in sizes:
            with database(f"lore_{size}"):
                for name, path in pages.items():
                    took, statements = quickest(path, -(-rounds // 3))
                    best = min(took, found.get((name, size), (took, 0))[0])
                    found[name, size] = best, statements
    return found


def _report(sizes: list[int], found: dict[tuple[str, int], tuple[float, int]]) -> None:
    heads = "".join(f"{size:>10,}" for size in sizes)
    print(f"{'milliseconds at':<38}{heads}{'growth':>9}{'statements':>12}")
    for name in dict.fromkeys(name for name, _ in found):
        times = [found[name, size][0] for size in sizes]
        growth = times[-1] / times[0]
        shown = "".join(f"{took:>10.2f}" for took in times)
        statements = max(found[name, size][1] for size in sizes)
        limit = MOST_GROWTH_OF_A_PAGE if name == "page" else MOST_GROWTH
        note = "  over the limit" if growth > limit else ""
        print(f"{name:<38}{shown}{growth:>8.1f}x{statements:>12}{note}")


def _explain() -> None:
    common = _words()["common"]
    sought, alike = Sought(common, understand(common)), understand("lantrn", SPELT_ALIKE)
    explained = {
        "the best": (best_statement(sought), sought.params),
        "the counts": (tally_statement(sought), sought.params),
        "spelt alike": (MEANT.format(meaning=SPELT_ALIKE), {"words": "lantrn"}),
        "the best of those": (best_statement(Sought("", alike)), Sought("", alike).params),
    }
    with connection.cursor() as cursor:
        for name, (statement, params) in explained.items():
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) {statement}", params)
            print(f"\n--- {name}\n" + "\n".join(row[0] for row in cursor.fetchall()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 50_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--explain", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

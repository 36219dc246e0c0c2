"""How the catalogue grows: its pages with 1,000, 10,000 and 100,000 items, in one run.

    python -m tests.bench.catalogue_scale [--sizes 1000 10000 100000] [--rounds 15] [--plans]

A database of its own for each size, filled once and kept for the next run. Every page is drawn
anew (neither pages nor pieces are kept), single requests in turn over all sizes; the quickest of
the rounds counts, since other work on a machine only ever adds. `--plans` prints how PostgreSQL
goes about it.
"""

import argparse
from pathlib import Path
from typing import Any

from tests.bench.scale import database, quickest  # first: it sets Django up

from django.core.management import call_command  # isort: skip
from django.db import connection  # isort: skip
from django.http import QueryDict  # isort: skip

from catalog.models import Item  # isort: skip

FILL = (Path(__file__).parent / "fill_catalogue.sql").read_text()
FIVE = (
    "shelf=archive&rarity=common&rarity=rare&kind=outfit&theme=fire&season=C1&season=C2&season=C3"
)
PAGES = {
    "list": "/vault/",
    "list, one facet": "/vault/?kind=outfit",
    "list, five facets": f"/vault/?{FIVE}",
    "list, copies left": "/vault/?shelf=originals&availability=left&price_max=20",
    "item": "/vault/item-500/",
    "search in the vault": "/vault/?q=ember+lantern",
    "search, word of half the vault": "/vault/?q=ember",
    "search, misspelt": "/vault/?q=lantrn",
    "search, letters swapped": "/vault/?q=lanetrn",
    "search of the house": "/search/?q=ember+lantern",
    "suggestions": "/search/suggestions/?q=emb",
    "suggestions, misspelt": "/search/suggestions/?q=lantrn",
}
ORDERS = ["newest", "featured", "name", "rarity", "price", "last-seen"]
MOST_GROWTH, MOST_DEPTH, MOST_STATEMENTS = 5, 2, 6


def main() -> None:
    options = _options()
    for size in options.sizes:
        with database(f"scale_{size}"):
            _fill(size)
    quickest = _measure(options.sizes, options.rounds)
    _report(options.sizes, quickest)
    if options.plans:
        with database(f"scale_{options.sizes[-1]}"):
            _plans()


def _fill(size: int) -> None:
    call_command("migrate", verbosity=0)
    if Item.objects.count() == size:
        return
    call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"items": size})
        cursor.execute("VACUUM ANALYZE")


def _pages(size: int) -> dict[str, str]:
    last = (size - 1) // 24
    deep = {
        f"deep, {order}, page {part}": f"/vault/?sort={order}&page={last * share // 100}"
        for order in ORDERS
        for part, share in (("in the middle", 50), ("near the end", 98))
    }
    first = {f"page one, {order}": f"/vault/?sort={order}" for order in ORDERS}
    return PAGES | first | deep


def _measure(sizes: list[int], rounds: int) -> dict[tuple[str, int], tuple[float, int]]:
    """Milliseconds and statements of each page at each size."""
    found: dict[tuple[str, int], tuple[float, int]] = {}
    for _ in range(3):  # sizes in turn, so that a slow minute falls on all of them
        for size in sizes:
            with database(f"scale_{size}"):
                for name, path in _pages(size).items():
                    took, statements = quickest(path, -(-rounds // 3))
                    best = min(took, found.get((name, size), (took, 0))[0])
                    found[name, size] = best, statements
    return found


def _report(sizes: list[int], found: dict[tuple[str, int], tuple[float, int]]) -> None:
    heads = "".join(f"{size:>10,}" for size in sizes)
    print(f"{'milliseconds at':<34}{heads}{'growth':>9}{'statements':>12}")
    for name in _pages(sizes[0]):
        times = [found[name, size][0] for size in sizes]
        statements = max(found[name, size][1] for size in sizes)
        shown = "".join(f"{took:>10.2f}" for took in times)
        growth = times[-1] / times[0]
        note = "  over the limit" if _is_over(name, growth, statements) else ""
        print(f"{name:<34}{shown}{growth:>8.1f}x{statements:>12}{note}")
    print(f"\nDeep pages of {sizes[-1]:,} items, beside page one:")
    for name in _pages(sizes[0]):
        if name.startswith("deep"):
            one = found[f"page one, {name.split(', ')[1]}", sizes[-1]][0]
            depth = found[name, sizes[-1]][0] / one
            print(f"{name:<34}{depth:>9.2f}x{'  over the limit' if depth > MOST_DEPTH else ''}")


def _is_over(name: str, growth: float, statements: int) -> bool:
    is_list = name.startswith(("list", "page one", "deep", "search in"))
    return growth > MOST_GROWTH or (is_list and statements > MOST_STATEMENTS)


def _plans() -> None:
    from catalog.counting import as_sql
    from catalog.filters import ItemFilter
    from catalog.selection import Selection

    counted = as_sql(ItemFilter(QueryDict(FIVE)).question)
    deep = Selection(QueryDict("sort=name&page=2000")).found
    found = ItemFilter(QueryDict("q=ember+lantern")).items().order_by()
    explained: dict[str, Any] = {
        "counts of five facets": counted,
        "a deep page by name": deep.query.sql_with_params(),
        "a search": found.query.sql_with_params(),
    }
    with connection.cursor() as cursor:
        for name, (statement, params) in explained.items():
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) {statement}", params)
            print(f"\n--- {name}\n" + "\n".join(row[0] for row in cursor.fetchall()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--plans", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

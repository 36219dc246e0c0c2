"""What a look at a file found, as plain data for a page: counts, problems, first rows, unknowns."""

from collections import Counter
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma

from catalog.importing.cells import short
from catalog.importing.plan import Outcome, Plan, Verdict
from catalog.importing.table import Table
from catalog.models import Item

FIRST_ROWS = 8  # of each verdict
MOST_PROBLEMS = 5_000
MOST_WORDS = 20


def describe(table: Table, plan: Plan) -> dict[str, Any]:
    """JSON: [verdict, number] pairs, problems as [line, column, sentence], samples, sentences."""
    verdicts = Counter(outcome.verdict for outcome in plan.outcomes)
    problems = plan.problems
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "rows": len(plan.rows),
        "to_write": verdicts[Verdict.NEW] + verdicts[Verdict.CHANGED],
        "counts": [[verdict.value, verdicts[verdict]] for verdict in Verdict],
        "problems": [list(one) for one in problems[:MOST_PROBLEMS]],
        "problem_count": len(problems),
        "samples": _samples(plan),
        "left_aside": plan.header.left_aside,
        "unknown": _unknown(plan),
    }


def _samples(plan: Plan) -> list[dict[str, Any]]:
    chosen = [one for verdict in Verdict for one in plan.of(verdict)[:FIRST_ROWS]]
    return [_sample(one) for one in sorted(chosen, key=lambda one: one.row.line)]


def _sample(outcome: Outcome) -> dict[str, Any]:
    row = outcome.row
    return {
        "line": row.line,
        "verdict": outcome.verdict.value,
        "name": short(row.name),
        "key": short(row.key[1]),
        "changes": [] if outcome.is_new else [_change(outcome, name) for name in outcome.changes],
    }


def _change(outcome: Outcome, name: str) -> str:
    """Rarity: rare → epic. Of what was looked up, the word in the file."""
    label = str(Item._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    if name.endswith("_id") and name != "game_id":
        return f"{label}: {short(outcome.row.keys[name.removesuffix('_id')])}"
    before, after = outcome.changes[name]
    return f"{label}: {_word(before)} → {_word(after)}"


def _word(value: Any) -> str:
    return "nothing" if value in (None, "") else short(str(value))


def _unknown(plan: Plan) -> list[str]:
    """Sentences on what the file does not say, or says in words the club does not know."""
    records = [one.item for one in plan.outcomes if not one.row.problems and one.item.is_archive]
    kinds = Counter(item.kind_word for item in records if item.kind_word)
    silent = sum("never_in_shop" in one.row.empty for one in plan.outcomes)
    counted = [
        ("Rarity unknown", sum(not item.rarity for item in records)),
        ("Season unknown", sum(item.season_id is None for item in records)),
        ("No set in the game, or an unknown one", sum(not item.game_set for item in records)),
        ("Unknown when last seen",
         sum(not item.last_seen_on and not item.never_in_shop for item in records)),
        ("Not said whether it was ever in the game's shop", silent),
    ]  # fmt: skip
    sentences = [f"{fact}: {_many(number, 'record')}." for fact, number in counted if number]
    sentences += _words(plan.unknown_seasons, "no season {} ({}): left empty.")
    sentences += _words(kinds, "no kind {} ({}): entered as Other, and the word is kept.")
    if plan.kept_cells:
        kept = intcomma(plan.kept_cells)
        sentences.append(f"Empty cells where the club knows something: {kept}. It is kept.")
    return sentences


def _many(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{intcomma(number)} {noun}s"


def _words(words: Counter[str], sentence: str) -> list[str]:
    told = [
        "The club has " + sentence.format(f"“{short(word)}”", _many(number, "row"))
        for word, number in words.most_common(MOST_WORDS)
    ]
    rest = len(words) - MOST_WORDS
    return told + ([f"And {rest} more such words."] if rest > 0 else [])

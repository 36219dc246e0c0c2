"""Which of the things that went became which of the things that came, without crossing."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
Words = frozenset[str]

ALIKE = 0.4  # of 1; below it, one thing went and another came
MAX_PAIRS = 2_500


def pairs(
    olds: Sequence[Thing], news: Sequence[Thing], words_of: Callable[[Thing], Words]
) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Every thing once, in order: (old, new) where they share most words, else beside None."""
    if len(olds) * len(news) > MAX_PAIRS:
        yield from ((old, None) for old in olds)
        yield from ((None, new) for new in news)
        return
    for i, j in _steps(_scores([words_of(old) for old in olds], [words_of(new) for new in news])):
        yield (None if i is None else olds[i]), (None if j is None else news[j])


def _scores(olds: list[Words], news: list[Words]) -> list[list[float]]:
    """How alike each two are, 0 for those that are not; with an empty row and column at the end."""
    found = [[_likeness(old, new) for new in news] + [0.0] for old in olds]
    return [*found, [0.0] * (len(news) + 1)]


def _likeness(old: Words, new: Words) -> float:
    share = 2 * len(old & new) / (len(old) + len(new) or 1)
    return share if share >= ALIKE else 0.0


def _steps(scores: list[list[float]]) -> Iterator[tuple[int | None, int | None]]:
    """The way through `scores` that gathers most, as indices of an old, a new thing or both."""
    best, olds, news = _best_sums(scores), len(scores) - 1, len(scores[0]) - 1
    i = j = 0
    while i < olds or j < news:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif i < olds and (j == news or best[i][j] == best[i + 1][j]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def _best_sums(scores: list[list[float]]) -> list[list[float]]:
    """At [i][j] the most that can be gathered from there to the end."""
    best = [[0.0] * len(row) for row in scores]
    for i in reversed(range(len(scores) - 1)):
        for j in reversed(range(len(scores[i]) - 1)):
            both = scores[i][j] + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    return best

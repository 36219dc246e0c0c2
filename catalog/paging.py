"""Pages of the vault that fill their rows at four, three and two columns.

The first page has a lead lot of four cells before its 24, so it holds one item more.
"""

from dataclasses import dataclass

ROWS_FULL = 24


@dataclass(frozen=True)
class Leaf:
    """Page `number` of a list of `total` items."""

    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-(self.total - 1) // ROWS_FULL))

    @property
    def start(self) -> int:
        """How many items stand before this page."""
        return 0 if self.number == 1 else (self.number - 1) * ROWS_FULL + 1

    @property
    def stop(self) -> int:
        return min(self.number * ROWS_FULL + 1, self.total)

    @property
    def first_shown(self) -> int:
        return min(self.start + 1, self.total)

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next_count(self) -> int:
        return min(ROWS_FULL, self.total - self.stop)


def read_page(value: str, total: int) -> tuple[Leaf, list[str]]:
    """The page an address names, or the nearest there is and a sentence that says so."""
    last = Leaf(1, total).last
    try:
        number = int(value or 1)
    except ValueError:  # not a number, or one of thousands of figures
        return Leaf(1, total), ["That is not a page number. This is page 1."]
    if number < 1:
        return Leaf(1, total), ["Pages are counted from 1. This is page 1."]
    if number > last:
        return Leaf(last, total), [f"There is no page {number:,}. This is the last one."]
    return Leaf(number, total), []

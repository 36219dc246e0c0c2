"""What was sold and what was given back: by day, by piece, by set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from payments.models import Copy

PLOT_WIDTH, PLOT_HEIGHT = 720, 160  # of the drawing's own units


@dataclass(frozen=True)
class Row:
    """One day, piece or set; cents are what was paid, less what codes took off."""

    label: str
    copies: int
    cents: int
    back_copies: int = 0
    back_cents: int = 0

    @property
    def net_cents(self) -> int:
        return self.cents - self.back_cents


@dataclass(frozen=True)
class Bar:
    """A day in the plot."""

    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sales:
    """The sales of the days `first` to `last`, both included."""

    first: date
    last: date

    def by_day(self) -> list[Row]:
        """Every day, those without a sale too."""
        sold = dict(self._per(self._sold(), TruncDate("acquired_at")))
        back = dict(self._per(self._back(), TruncDate("returned_at")))
        return [
            Row(f"{day:%-d %b %Y}", *sold.get(day, (0, 0)), *back.get(day, (0, 0)))
            for day in self._days()
        ]

    def by_item(self) -> list[Row]:
        """The most money first."""
        return self._by(F("item__name"))

    def by_set(self) -> list[Row]:
        return self._by(F("item__item_set__name"))

    def plot(self) -> list[Bar]:
        """A bar a day, as high as its takings."""
        rows = self.by_day()
        most = max((row.cents for row in rows), default=0) or 1
        step = PLOT_WIDTH / len(rows)
        heights = [PLOT_HEIGHT * row.cents / most for row in rows]
        return [
            Bar(row.label, n * step, PLOT_HEIGHT - height, max(step - 1, 0.5), height)
            for n, (row, height) in enumerate(zip(rows, heights, strict=True))
        ]

    def total(self) -> Row:
        sold, back = self._sum(self._sold()), self._sum(self._back())
        return Row("Together", *sold, *back)

    def _by(self, name: Any) -> list[Row]:
        sold, back = dict(self._per(self._sold(), name)), dict(self._per(self._back(), name))
        labels = {**sold, **back}
        rows = [
            Row(label or "Of no set", *sold.get(label, (0, 0)), *back.get(label, (0, 0)))
            for label in labels
        ]
        return sorted(rows, key=lambda row: (-row.net_cents, row.label))

    def _sold(self) -> QuerySet[Copy]:
        return self._bought().filter(self._within("acquired_at"))

    def _back(self) -> QuerySet[Copy]:
        return self._bought().filter(self._within("returned_at"))

    def _bought(self) -> QuerySet[Copy]:
        return Copy.objects.exclude(order_line=None).order_by()

    def _within(self, field: str) -> Q:
        return Q(**{f"{field}__date__gte": self.first, f"{field}__date__lte": self.last})

    def _per(self, copies: QuerySet[Copy], what: Any) -> Iterator[tuple[Any, tuple[int, int]]]:
        counted = copies.values(what=what).annotate(n=Count("pk"), sum=_cents())
        return ((row["what"], (row["n"], row["sum"])) for row in counted)

    def _sum(self, copies: QuerySet[Copy]) -> tuple[int, int]:
        counted = copies.aggregate(n=Count("pk"), sum=_cents())
        return counted["n"], counted["sum"]

    def _days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


def _cents() -> Coalesce:
    return Coalesce(Sum("paid_cents"), 0)

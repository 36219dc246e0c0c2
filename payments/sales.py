"""What was sold and what was given back: by day, by piece, by set; and what members paid."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from payments.models import Bill, Copy
from payments.models.membership_state import Plan

PLOT_WIDTH, PLOT_HEIGHT = 720, 160  # of the drawing's own units


class Sum(NamedTuple):
    """Copies or bills, what was paid for them, and what of it is tax, in cents.

    Tax is None where Stripe was asked for none of them.
    """

    n: int = 0
    cents: int = 0
    tax_cents: int | None = None


NOTHING = Sum()


@dataclass(frozen=True)
class Row:
    """One day, piece, set or plan; cents are what was paid, less what codes took off."""

    label: str
    sold: Sum
    back: Sum = NOTHING

    @property
    def net_cents(self) -> int:
        return self.sold.cents - self.back.cents

    @property
    def tax_cents(self) -> int | None:
        """What is tax of what is left."""
        if self.sold.tax_cents is None and self.back.tax_cents is None:
            return None
        return (self.sold.tax_cents or 0) - (self.back.tax_cents or 0)

    @property
    def before_tax_cents(self) -> int | None:
        return None if self.tax_cents is None else self.net_cents - self.tax_cents


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
        sold = self._per(self._sold(), TruncDate("acquired_at"))
        back = self._per(self._back(), TruncDate("returned_at"))
        return [
            Row(f"{day:%-d %b %Y}", sold.get(day, NOTHING), back.get(day, NOTHING))
            for day in self._days()
        ]

    def busy_days(self) -> list[Row]:
        """The days on which anything was sold or given back, the newest first."""
        return [row for row in reversed(self.by_day()) if row.sold.n or row.back.n]

    def by_item(self) -> list[Row]:
        """The most money first."""
        return self._by(F("item__name"))

    def by_set(self) -> list[Row]:
        return self._by(F("item__item_set__name"))

    def by_plan(self) -> list[Row]:
        """Membership: the bills that were paid. What Stripe gave back of one is seen there."""
        paid = Bill.objects.filter(self._within("paid_at")).order_by()
        counted = paid.values(what=F("membership__plan")).annotate(**_sums("amount_cents"))
        rows = [Row(f"The Club, {Plan(row['what']).label}", _sum(row)) for row in counted]
        return sorted(rows, key=lambda row: row.label)

    def plot(self) -> list[Bar]:
        """A bar a day, as high as its takings."""
        rows = self.by_day()
        most = max((row.sold.cents for row in rows), default=0) or 1
        step = PLOT_WIDTH / len(rows)
        heights = [PLOT_HEIGHT * row.sold.cents / most for row in rows]
        return [
            Bar(row.label, n * step, PLOT_HEIGHT - height, max(step - 1, 0.5), height)
            for n, (row, height) in enumerate(zip(rows, heights, strict=True))
        ]

    def total(self) -> Row:
        sold, back = (copies.aggregate(**_sums()) for copies in (self._sold(), self._back()))
        return Row("Together", _sum(sold), _sum(back))

    def knows_tax(self) -> bool:
        """Whether Stripe worked out the tax of anything here."""
        rows = [self.total(), *self.by_plan()]
        return any(row.tax_cents is not None for row in rows)

    def untaxed(self) -> int:
        """Copies of which nobody told what is tax: what the tax beside them leaves out."""
        return self._sold().filter(tax_cents=None, paid_cents__gt=0).count()

    def _by(self, name: Any) -> list[Row]:
        sold, back = self._per(self._sold(), name), self._per(self._back(), name)
        rows = [
            Row(label or "Of no set", sold.get(label, NOTHING), back.get(label, NOTHING))
            for label in {**sold, **back}
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

    def _per(self, copies: QuerySet[Copy], what: Any) -> dict[Any, Sum]:
        counted = copies.values(what=what).annotate(**_sums())
        return {row["what"]: _sum(row) for row in counted}

    def _days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


def _sums(cents: str = "paid_cents") -> dict[str, Any]:
    total = Coalesce(models.Sum(cents), 0)
    return {"n": Count("pk"), "cents": total, "tax": models.Sum("tax_cents")}


def _sum(row: Any) -> Sum:
    return Sum(row["n"], row["cents"], row["tax"])

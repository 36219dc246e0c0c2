"""Figures about the club for those who watch it: each a gauge of Prometheus, read from the tables.

An app keeps its own in `<app>/figures.py`, in the words of its models; `ashes_club/metrics`
gathers them, and asks for all in two statements.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

COUNT = "count(*)"


def age_of(column: str) -> str:
    """Seconds since the earliest moment in `column`; 0 where there is none."""
    return f"coalesce(extract(epoch FROM clock_timestamp() - min({column})), 0)"


@dataclass(frozen=True)
class Figure:
    """What `measure`, in SQL, makes of `rows`: one number, or one for each value of `by`."""

    name: str
    help: str
    rows: Callable[[], QuerySet[Any, Any]]  # with .values() of the columns that are named here
    measure: str = COUNT
    by: str = ""  # a column, and the label of the gauge
    known: tuple[str, ...] = ("",)  # values that are said to be 0 where no row has them
    reads_all: bool = False  # of a table that grows with the club, where the others have an index

    def statement(self) -> tuple[str, list[Any]]:
        """SQL that yields (name, label, value), and its parameters."""
        of_rows, parameters = self.rows().order_by().query.sql_with_params()
        label, group = (f"{self.by}::text", f" GROUP BY {self.by}") if self.by else ("''", "")
        columns = f"%s::text, {label}, ({self.measure})::float8"
        return f"SELECT {columns} FROM ({of_rows}) AS rows{group}", [self.name, *parameters]  # noqa: S608

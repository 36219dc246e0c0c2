"""Statements whose plan PostgreSQL keeps for as long as a connection lives.

Django sends every statement with its values written into it, to be planned each time. Planning
takes those of the vault three times as long as running them.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor

from core.reading import reading

Values = Sequence[Any] | Mapping[str, Any]


def planned_rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """All rows of a statement; its text must be the same each time, and only `values` differ.

    The third time it is prepared (`prepare_threshold`, see ashes_club/env.py).
    """
    connection = reading()
    connection.ensure_connection()
    # As Django's own cursor() does it, so that tests and logs see these statements too.
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with make(ServerBindingCursor(connection.connection)) as cursor:  # type: ignore
        cursor.execute(statement, values)
        return cursor.fetchall()


def named(name: str, statement: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """A statement of Django's, its parameters named so that it can stand in one of ours."""
    names = {f"{name}_{place}": value for place, value in enumerate(values)}
    slots = [*(f"%({one})s" for one in names), ""]
    told = zip(statement.split("%s"), slots, strict=True)
    return "".join(chain.from_iterable(told)), names

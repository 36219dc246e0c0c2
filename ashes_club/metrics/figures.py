"""The figures of all apps, asked of the database in one statement.

It goes over a connection of its own, with two seconds' patience: the pool is the visitors'. What
was read is kept for a second, or for twenty times as long as the asking took, so that however
many ask, and however large the tables have grown, a twentieth of one connection is all it costs.
"""

import threading
import time
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import psycopg
from prometheus_client.core import GaugeMetricFamily

import catalog.figures
import lore.figures
import payments.figures
from ashes_club.database import connect
from ashes_club.metrics import house
from core.figures import Figure

EVERY_FIGURE: list[Figure] = [
    *house.FIGURES,
    *payments.figures.FIGURES,
    *lore.figures.FIGURES,
    *catalog.figures.FIGURES,
]
PATIENCE = 2  # seconds
SHORTEST, LONGEST, SHARE = 1.0, 60.0, 20  # seconds, seconds, times the asking

Values = dict[tuple[str, str], float]  # by name and label


class Reading(NamedTuple):
    """What was read, None where the database did not answer, and until when it will do."""

    values: Values | None
    until: float  # on the monotonic clock


class FigureCollector:
    """For a registry of Prometheus; one reader at a time, the others are told what is known."""

    def __init__(self) -> None:
        self._reading = Reading({}, 0.0)
        self._lock = threading.Lock()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        values = self._newest()
        answered = float(values is not None)
        yield GaugeMetricFamily("club_database_up", "Whether the figures could be read.", answered)
        if values is not None:
            yield from (_family(figure, values) for figure in EVERY_FIGURE)

    def _newest(self) -> Values | None:
        if time.monotonic() >= self._reading.until and self._lock.acquire(timeout=PATIENCE):
            try:
                if time.monotonic() >= self._reading.until:
                    self._reading = read()
            finally:
                self._lock.release()
        return self._reading.values


def read() -> Reading:
    began = time.monotonic()
    try:
        values = _ask()
    except psycopg.Error:
        return Reading(None, time.monotonic() + SHORTEST)
    ended = time.monotonic()
    return Reading(values, ended + min(max((ended - began) * SHARE, SHORTEST), LONGEST))


def _ask() -> Values:
    statements, parameters = zip(*(figure.statement() for figure in EVERY_FIGURE), strict=True)
    # Written as Django would: what it compiles has places for values where the server wants none.
    with connect(connect_timeout=PATIENCE, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
        rows = connection.execute(" UNION ALL ".join(statements), [*chain(*parameters)])
        return {(name, label): value for name, label, value in rows}


def _family(figure: Figure, values: Values) -> GaugeMetricFamily:
    labels = [figure.by] if figure.by else []
    family = GaugeMetricFamily(figure.name, figure.help, labels=labels)
    found = {label: value for (name, label), value in values.items() if name == figure.name}
    for label, value in {**dict.fromkeys(figure.known, 0.0), **found}.items():
        family.add_metric([label] if figure.by else [], value)
    return family

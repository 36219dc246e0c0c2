"""The figures of all apps, asked of the database in two statements: what has an index, and what
reads whole tables.

Each goes over a connection of its own, with two seconds' patience: the pool is the visitors'. What
was read is kept for a second, or for twenty times as long as the asking took, so that however
many ask, and however large the tables have grown, a tenth of one connection is all they cost.
"""

import logging
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
SHORTEST, SHARE = 1.0, 20  # seconds, times the asking

logger = logging.getLogger(__name__)

Values = dict[tuple[str, str], float]  # by name and label


class Reading(NamedTuple):
    """What was read, None where that took too long; whether the database answered; until when
    it will do."""

    values: Values | None
    is_there: bool
    until: float  # on the monotonic clock


GONE = Reading(None, False, 0.0)


class Reader:
    """Some of the figures; one thread at a time reads them, the others are told what is known."""

    def __init__(self, name: str, figures: list[Figure]) -> None:
        self.name = name
        self.figures = figures
        self._reading = Reading({}, True, 0.0)
        self._lock = threading.Lock()

    def newest(self) -> Reading:
        if time.monotonic() >= self._reading.until and self._lock.acquire(timeout=PATIENCE):
            try:
                if time.monotonic() >= self._reading.until:
                    self._reading = read(self.figures)
            finally:
                self._lock.release()
        return self._reading


class FigureCollector:
    """For a registry of Prometheus."""

    def __init__(self) -> None:
        self.readers = [
            Reader("open", [each for each in EVERY_FIGURE if not each.reads_all]),
            Reader("whole", [each for each in EVERY_FIGURE if each.reads_all]),
        ]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        is_read = GaugeMetricFamily(
            "club_figures_read", "Whether they could be read in time.", labels=["part"]
        )
        is_there = True
        for reader in self.readers:
            reading = reader.newest() if is_there else GONE
            is_there = reading.is_there
            is_read.add_metric([reader.name], float(reading.values is not None))
            if reading.values is not None:
                yield from (_family(figure, reading.values) for figure in reader.figures)
        yield is_read
        yield GaugeMetricFamily("club_database_up", "Whether it answers.", float(is_there))


def read(figures: list[Figure]) -> Reading:
    began, is_there, values = time.monotonic(), False, None
    try:
        # Written as Django would: it leaves places for values where the server wants none.
        with connect(connect_timeout=PATIENCE, cursor_factory=psycopg.ClientCursor) as connection:
            is_there = True
            values = _ask(connection, figures)
    except psycopg.Error as error:
        logger.warning("Figures could not be read: %s", error)
    ended = time.monotonic()
    return Reading(values, is_there, ended + max((ended - began) * SHARE, SHORTEST))


def _ask(connection: psycopg.Connection, figures: list[Figure]) -> Values:
    statements, parameters = zip(*(figure.statement() for figure in figures), strict=True)
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

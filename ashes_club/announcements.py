"""Hearing that the public data changed: PostgreSQL's LISTEN, in a thread of each process."""

import logging
import threading
from collections.abc import Callable

import psycopg

from ashes_club.database import connect_directly

CHANNEL = "public_pages"
RETRY_AFTER = 1.0  # seconds
logger = logging.getLogger(__name__)


class Listener:
    """Calls `on_change` at each announcement, and whenever it may have missed one."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.on_change = on_change
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connected = threading.Event()
        self._stopped = threading.Event()

    def is_listening(self) -> bool:
        """Whether announcements reach us now; starts the thread when first asked.

        The thread starts in the process that serves, not in one that forks later.
        """
        if self._thread is None:
            self._start()
        return self._connected.is_set()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="announcements", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Hear nothing more; the thread ends within RETRY_AFTER."""
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen()
            except psycopg.OperationalError as error:
                self._connected.clear()
                logger.warning("Public pages are drawn anew until the database is back: %s", error)
            self._stopped.wait(RETRY_AFTER)

    def _listen(self) -> None:
        with connect_directly(autocommit=True) as listening:
            listening.execute(f"LISTEN {CHANNEL}")
            self.on_change()  # what was announced before we listened is not known
            self._connected.set()
            while not self._stopped.is_set():
                for _ in listening.notifies(timeout=RETRY_AFTER):
                    self.on_change()

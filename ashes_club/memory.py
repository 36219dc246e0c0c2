"""What a process remembers of public data, until it hears that something changed."""

import threading
import time
from collections import OrderedDict
from typing import Any

Entry = tuple[float, Any, int]  # when it is too old, the thing itself, its weight


class Memory:
    """Things that weigh `room` together; everything is dropped when `generation` moves on.

    What was not asked for longest goes first, so that a stranger who asks for ten thousand
    addresses of their own making pushes out little that others read.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.generation = 0
        self.weight = 0
        self._kept: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Any | None:
        """What is kept under `key` and not too old; None where nothing is."""
        until, value, _ = self._entry(key)
        return value if time.monotonic() < until else None

    def get_old(self, key: str) -> Any | None:
        """What is kept under `key`, however old it is."""
        return self._entry(key)[1]

    def put(self, key: str, value: Any, lifetime: float, drawn_in: int, weight: int = 1) -> None:
        """Keep `value` for `lifetime` seconds, unless the data changed while it was drawn."""
        with self._lock:
            if drawn_in == self.generation and weight <= self.room:
                self._drop(key)
                self._kept[key] = time.monotonic() + lifetime, value, weight
                self.weight += weight
                while self.weight > self.room:
                    self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self.generation += 1
            self.weight = 0
            self._kept.clear()

    def _entry(self, key: str) -> Entry:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key, (0.0, None, 0))

    def _drop(self, key: str) -> None:
        if key in self._kept:
            self.weight -= self._kept.pop(key)[2]

"""What a process remembers of public data, until it hears that something changed."""

import time
from collections import OrderedDict
from typing import Any


class Memory:
    """The newest `room` things; everything is dropped when `generation` moves on."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.generation = 0
        self._kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Any | None:
        """What is kept under `key` and not too old; None where nothing is."""
        until, value = self._kept.get(key, (0.0, None))
        return value if time.monotonic() < until else None

    def put(self, key: str, value: Any, lifetime: float, drawn_in: int) -> None:
        """Keep `value` for `lifetime` seconds, unless the data changed while it was drawn."""
        if drawn_in == self.generation:
            self._kept[key] = time.monotonic() + lifetime, value
            if len(self._kept) > self.room:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        self.generation += 1
        self._kept.clear()

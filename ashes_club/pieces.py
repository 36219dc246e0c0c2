"""Pieces of public pages: drawn once, and kept until what they show may have changed.

A cache of Django's, so that templates keep a piece with `{% cache %}` and apps with
`caches["pieces"]`, and neither knows how it is retired: by the announcements that retire whole
pages. It is in the memory of the process, so a piece is handed out as the very object it was.
"""

from math import inf
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from ashes_club.memory import Memory

memory = Memory(room=1_000)
LIFETIME = 15  # seconds, unless a piece says otherwise: openings come without an announcement


class PieceCache(BaseCache):
    """Each thread has one of its own; what they hold is shared.

    A piece is kept only if nothing was announced since its request asked for its first one:
    what was read in between may be of before the change.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.is_open = False  # the page cache says so at each request
        self._asked_in: int | None = None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if self._asked_in is None:
            self._asked_in = memory.generation
        value = memory.get(key) if self.is_open else None
        return default if value is None else value

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        if self.is_open and self._asked_in is not None:
            lifetime = LIFETIME if timeout is DEFAULT_TIMEOUT else timeout
            memory.put(key, value, inf if lifetime is None else lifetime, self._asked_in)

    def add(self, key: str, value: Any, *rest: Any, **named: Any) -> bool:
        self.set(key, value, *rest, **named)
        return True

    def clear(self) -> None:
        memory.clear()

    def close(self, **kwargs: Any) -> None:
        """Django closes its caches at the end of each request."""
        self._asked_in = None

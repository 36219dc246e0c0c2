"""What a handler of the API is given, and the shape of handlers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One checked request: typed parameters, and the ids from its path."""

    path: str
    args: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Call], dict[str, Any]]
Table = dict[tuple[str, str], Handler]

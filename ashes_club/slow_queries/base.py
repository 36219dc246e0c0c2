"""The backend; Django asks for a module of this name."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

MOST = 2_000  # characters of a statement
logger = logging.getLogger("ashes_club.slow_queries")


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.settings_dict.get("SLOW_QUERY_MS"):
            self.execute_wrappers.append(timed)


def timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Run a statement, and log it where it took SLOW_QUERY_MS or longer, also if it failed."""
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - began) * 1000
        if took >= context["connection"].settings_dict["SLOW_QUERY_MS"]:
            logger.warning("Took %.0f ms: %s", took, _in_one_line(sql))


def _in_one_line(sql: Any) -> str:
    return " ".join(str(sql).split())[:MOST]

"""Every line of a log says which request, or which task, it belongs to."""

import json
import logging
import re
import uuid
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from procrastinate import JobContext

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")  # no line of a stranger's making in our log
current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Takes the id the proxy gave, or gives one; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        # Left standing until the next request of this thread: Django logs a 404 after all of us.
        current.set(request_id)
        response = self.get_response(request)
        response[HEADER] = request_id
        return response


async def name_task(call_next: Callable[[], Awaitable[Any]], job: JobContext, worker: Any) -> Any:
    """In the worker a task's number takes the place of the request's id.

    At LOG_LEVEL=INFO the request that queued it has logged that number beside its own id.
    """
    token = current.set(f"task-{job.job.id}")
    try:
        return await call_next()
    finally:
        current.reset(token)


def add_id(record: logging.LogRecord) -> bool:
    record.request_id = current.get()
    return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, request_id, message, and a traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def configuration(level: str, *, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in lines to read or in JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"id": {"()": lambda: add_id}},
        "formatters": {
            "line": {"format": "{levelname} {name} [{request_id}]: {message}", "style": "{"},
            "json": {"()": JsonFormatter},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["id"],
                "formatter": "json" if as_json else "line",
            }
        },
        "root": {"handlers": ["console"], "level": level},
    }

"""Every line of a log says which request, or which task, it belongs to, and names nobody."""

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

from ashes_club.discretion import LEFT_OUT, discreet

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")  # no line of a stranger's making in our log
# What these say at DEBUG is what they send and receive, whole.
SAY_TOO_MUCH = ("stripe", "urllib3", "requests_oauthlib", "oauthlib", "asyncio")
OF_REQUEST = "request:"  # how a job's queueing lock begins that says where it came from
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
    """In the worker every line that a task says has the task's name."""
    token = current.set(_task_name(job.job.id, job.job.queueing_lock))
    try:
        return await call_next()
    finally:
        current.reset(token)


def _task_name(number: int | None, lock: str | None) -> str:
    """The number of a task, after the id of the request that queued it where that is known."""
    if not lock or not lock.startswith(OF_REQUEST):
        return f"task-{number}"
    return f"{lock.removeprefix(OF_REQUEST).partition(':')[0]}/task-{number}"


def leave_out_people(record: logging.LogRecord) -> bool:
    """The filter of all lines: an id before, and nobody's name or address in them."""
    record.request_id = current.get()
    said = record.getMessage()
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        # Django escapes what it logs of an address.
        for path in (request.path, request.path.encode("unicode_escape").decode("ascii")):
            said = said.replace(path, _where(request))
    job = getattr(record, "job", None)
    if isinstance(job, dict):  # whose arguments are letters, at times
        said = said.replace(job["call_string"], f"{job['task_name']}[{job['id']}]")
        # What the worker says about it comes before it begins, or after it has ended.
        record.request_id = _task_name(job["id"], job["queueing_lock"])
    record.msg, record.args = discreet(said), ()
    return True


def _where(request: HttpRequest) -> str:
    """The pattern that an address matches, for addresses hold tokens; else its first word."""
    if request.resolver_match:
        return f"/{request.resolver_match.route}"
    first, slash, rest = request.path.lstrip("/").partition("/")
    return f"/{first}{slash}{LEFT_OUT if rest else ''}"


class LineFormatter(logging.Formatter):
    """Lines to read."""

    def formatException(self, ei: Any) -> str:
        return discreet(super().formatException(ei))


class JsonFormatter(LineFormatter):
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
        "filters": {"discreet": {"()": lambda: leave_out_people}},
        "formatters": {
            "line": {
                "()": LineFormatter,
                "format": "{levelname} {name} [{request_id}]: {message}",
                "style": "{",
            },
            "json": {"()": JsonFormatter},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["discreet"],
                "formatter": "json" if as_json else "line",
            }
        },
        "loggers": {name: {"level": "WARNING"} for name in SAY_TOO_MUCH},
        "root": {"handlers": ["console"], "level": level},
    }

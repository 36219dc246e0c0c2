"""The cache: does it keep what it is given, and do all processes share it?"""

import secrets
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from ashes_club.doctor.finding import Finding, State, fault, fine, look
from ashes_club.shared_cache import absence

PATIENCE = 3  # seconds
MEANWHILE = "Each process keeps its own meanwhile."


def check() -> Iterator[Finding]:
    kept_at = settings.CACHES["default"]
    server = urlsplit(str(kept_at.get("LOCATION", "")))
    if server.hostname and (refusal := _refusal(server.hostname, server.port or 6379)):
        yield fault(f"No answer: {refusal}", f"{MEANWHILE} Start it, or correct CACHE_URL.")
    elif "locmem" in kept_at["BACKEND"]:
        yield _of_this_process()
    else:
        yield _round_trip(f"The server at {server.netloc.rpartition('@')[2]}")


def _refusal(host: str, port: int) -> str:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError as error:
        return f"{host}:{port}: {error}"
    return ""


def _of_this_process() -> Finding:
    found = _round_trip("The memory of this process")
    if not settings.PRODUCTION or found.state is State.FAULT:
        return found
    return look(
        "Each process has its own, so that limits count for each process alone.",
        "Set CACHE_URL to a server that all share, where there is more than one process.",
    )


def _round_trip(which: str) -> Finding:
    key, value = f"doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=60)
    came_back = cache.get(key)
    cache.delete(key)
    if absence.reason:  # what came back is of the memory that stands in for it
        to_do = f"{MEANWHILE} See CACHE_URL, and the server's password and log."
        return fault(f"{which} refuses: {absence.reason}", to_do)
    if came_back == value:
        return fine(f"{which} keeps what it is given.")
    return fault(f"{which} forgets what it is given.", "See its log and its limit of memory.")

"""The cache: does it keep what it is given, and do all processes share it?"""

import secrets
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from ashes_club import shared_cache
from ashes_club.doctor.finding import Finding, fault, fine, look

PATIENCE = 3  # seconds


def check() -> Iterator[Finding]:
    kept_at = settings.CACHES["default"]
    server = urlsplit(str(kept_at.get("LOCATION", "")))
    if server.hostname and (refusal := _refusal(server.hostname, server.port or 6379)):
        yield fault(f"No answer: {refusal}", "Start it, or correct CACHE_URL.")
        return
    yield _round_trip()
    if settings.PRODUCTION and "locmem" in kept_at["BACKEND"]:
        yield look(
            "Each process has its own, so that limits count for each process alone.",
            "Set CACHE_URL to a server that all share, where there is more than one process.",
        )


def _refusal(host: str, port: int) -> str:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError as error:
        return f"{host}:{port}: {error}"
    return ""


def _round_trip() -> Finding:
    key, value = f"doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=60)
    came_back = cache.get(key)
    cache.delete(key)
    if away := shared_cache.absence.reason:
        return fault(f"It is there, and refuses: {away}", "Correct CACHE_URL, or look at its log.")
    if came_back == value:
        return fine("It keeps what it is given.")
    return fault("It forgets what it is given.", "See its log and its limit of memory.")

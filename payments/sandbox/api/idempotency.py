"""Idempotency keys as Stripe treats them: one key, one request, one kept reply."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from payments.sandbox.errors import IdempotencyRefusal, Refusal
from payments.sandbox.models import StoredReply

_IN_USE = (
    "There is currently another in-progress request using this Idempotent Key (that probably "
    "means you submitted twice, and the other request is still going through): {key}. "
    "Please try again later."
)
_OTHER = (
    "Keys for idempotent requests can only be used with the same parameters they were first "
    "used with. Try using a key other than '{key}' if you meant to execute a different request."
)


@dataclass(frozen=True)
class Reply:
    """What goes back over HTTP."""

    status: int
    body: dict[str, Any]
    replayed: bool = False
    kept: bool = True


@transaction.atomic
def once(key: str, path: str, params: dict[str, Any], act: Callable[[], Reply]) -> Reply:
    """Run `act` unless `key` has a reply already. Effect and kept reply commit together."""
    if len(key) > 255:
        raise Refusal("Idempotency keys have at most 255 characters.", kept=False)
    if not _lock(key):
        raise IdempotencyRefusal(_IN_USE.format(key=key), code="idempotency_key_in_use", status=409)
    fingerprint = _fingerprint(path, params)
    stored = StoredReply.objects.filter(key=key).first()
    if stored is None:
        return _first(key, fingerprint, act)
    if stored.fingerprint != fingerprint:
        raise IdempotencyRefusal(_OTHER.format(key=key))
    return Reply(stored.status, stored.body, replayed=True)


def _first(key: str, fingerprint: str, act: Callable[[], Reply]) -> Reply:
    reply = act()
    if reply.kept:
        values = {"status": reply.status, "body": reply.body, "fingerprint": fingerprint}
        StoredReply.objects.create(key=key, **values)
    return reply


def _lock(key: str) -> bool:
    """Held until the transaction ends; the database frees it even if this process dies."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return cursor.fetchone()[0]


def _fingerprint(path: str, params: dict[str, Any]) -> str:
    text = json.dumps([path, params], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()

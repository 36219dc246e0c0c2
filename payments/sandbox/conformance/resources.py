"""Checks what the stand-in says against the SDK's resource classes: replies and events."""

import re
import typing
from decimal import Decimal
from functools import cache
from typing import Any

import stripe
import typing_extensions
from stripe._stripe_object import StripeObject, UntypedStripeObject

from payments.sandbox.conformance.sdk import (
    Problem,
    alternatives,
    resource_class,
    resource_fields,
    split_words,
)

# Event types whose object is not named by the type without its last word.
_EVENT_OBJECTS = {"charge.dispute": "dispute", "charge.refund": "refund"}
_EVENT_OBJECTS |= {"customer.subscription": "subscription", "customer.discount": "discount"}
_LISTS = ("ListObject", "SearchResultObject")


def check_reply(reply: dict[str, Any]) -> list[Problem]:
    """Everything in a successful reply that Stripe would not send."""
    if reply.get("object") in ("list", "search_result"):
        return [problem for each in reply["data"] for problem in check_reply(each)]
    if reply.get("object") == "event":
        return check_event(reply)
    return check_resource(reply)


def check_event(event: dict[str, Any]) -> list[Problem]:
    """Check an event: its envelope, its type, and the object that it carries."""
    kind, data = str(event.get("type")), event.get("data") or {}
    inside = data.get("object") or {}
    found = check_resource(event)
    found += [Problem(p.code, f"data.object.{p.param}", p.message) for p in check_resource(inside)]
    stem = kind.rpartition(".")[0]
    wanted = _EVENT_OBJECTS.get(stem, stem)
    if inside.get("object") != wanted:
        found.append(Problem("bad_event_object", "data.object", f"{kind} carries a {wanted}"))
    if kind.endswith(".updated") and "previous_attributes" not in data:
        found.append(Problem("missing_field", "data.previous_attributes", "says what changed"))
    return found


def check_resource(data: dict[str, Any], cls: Any = None, path: str = "") -> list[Problem]:
    """Check one object against its class: no unknown, missing or mistyped field."""
    if data.get("deleted") is True:
        return []
    cls = cls or resource_class(data.get("object"))
    if cls is None:
        return [Problem("unknown_object", path, f"no class for object={data.get('object')!r}")]
    fields, found = resource_fields(cls), []
    for name, value in data.items():
        found += _check_field(fields, name, value, f"{path}.{name}".lstrip("."), cls)
    for name in (n for n in fields if n not in data and n != "deleted"):
        if type(None) not in alternatives(*fields[name]):
            where = f"{path}.{name}".lstrip(".")
            found.append(Problem("missing_field", where, f"{cls.__qualname__} always has {name}"))
    return found


def _check_field(fields: dict, name: str, value: Any, path: str, cls: Any) -> list[Problem]:
    if name not in fields:
        return [Problem("unknown_field", path, f"{cls.__qualname__} has no field {name}")]
    note, module = fields[name]
    return _check_value(value, note, module, path)


def _check_value(value: Any, note: Any, module: str, path: str) -> list[Problem]:
    kinds = alternatives(note, module)
    if value is None:
        allowed = type(None) in kinds or typing.Any in kinds
        return [] if allowed else [Problem("unexpected_null", path, "is never null")]
    words, others = split_words(kinds)
    if isinstance(value, str) and value in words:
        return []
    if words:
        # Literal[…] | str only leaves room for words of later API versions.
        others = [kind for kind in others if kind is not str]
    attempts = [_check_one(value, kind, module, path) for kind in others]
    return min(attempts, key=len, default=[Problem("bad_enum", path, f"{value!r} not in {words}")])


def _check_one(value: Any, kind: Any, module: str, path: str) -> list[Problem]:
    origin = typing_extensions.get_origin(kind) or kind
    if kind is typing.Any:
        return []
    if getattr(origin, "__name__", "") in _LISTS:
        return _check_page(value, kind, module, path)
    if origin is list:
        return _check_items(value, typing_extensions.get_args(kind)[0], module, path)
    if isinstance(origin, type) and issubclass(origin, StripeObject | dict):
        return _check_object(value, origin, path)
    return [] if _is_scalar(value, kind) else [_mistyped(value, kind, path)]


def _check_items(value: Any, inner: Any, module: str, path: str) -> list[Problem]:
    if not isinstance(value, list):
        return [_mistyped(value, list, path)]
    pairs = enumerate(value)
    return [p for n, each in pairs for p in _check_value(each, inner, module, f"{path}[{n}]")]


def _check_page(value: Any, kind: Any, module: str, path: str) -> list[Problem]:
    whole = isinstance(value, dict) and {"object", "data", "has_more", "url"} <= set(value)
    if not whole or not isinstance(value["has_more"], bool):
        return [Problem("bad_type", path, "expected a list object with data, has_more and url")]
    inner = typing_extensions.get_args(kind)[0]
    return _check_items(value["data"], inner, module, f"{path}.data")


def _check_object(value: Any, cls: Any, path: str) -> list[Problem]:
    if not isinstance(value, dict):
        return [_mistyped(value, cls, path)]
    if not issubclass(cls, StripeObject) or issubclass(cls, UntypedStripeObject):
        return []
    if hasattr(cls, "OBJECT_NAME") and value.get("object") != cls.OBJECT_NAME:
        return [_mistyped(value.get("object"), cls, path)]
    return check_resource(value, cls, path)


@cache
def _scalars() -> dict[Any, Any]:
    return {
        bool: lambda v: isinstance(v, bool),
        int: lambda v: isinstance(v, int) and not isinstance(v, bool),
        float: lambda v: isinstance(v, int | float) and not isinstance(v, bool),
        str: lambda v: isinstance(v, str),
        Decimal: lambda v: isinstance(v, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", v)),
    }


def _is_scalar(value: Any, kind: Any) -> bool:
    return kind not in _scalars() or _scalars()[kind](value)


def _mistyped(value: Any, kind: Any, path: str) -> Problem:
    wanted = getattr(kind, "__name__", str(kind))
    return Problem("bad_type", path, f"expected {wanted}, got {type(value).__name__}")


@cache
def event_types() -> frozenset[str]:
    """Every event type of this API version."""
    words, _ = split_words(alternatives(*resource_fields(stripe.Event)["type"]))
    return frozenset(words)

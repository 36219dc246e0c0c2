"""Reads a decoded form against a params TypedDict: typed values, or what Stripe would refuse."""

import difflib
import re
import typing
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import typing_extensions
from stripe._stripe_object import UntypedStripeObject

from payments.sandbox.conformance.sdk import (
    Problem,
    Route,
    alternatives,
    schema_fields,
    split_words,
)

_SCALARS: dict[Any, tuple[str, str, Callable[[str], Any]]] = {
    bool: ("boolean", r"true|false", lambda text: text == "true"),
    int: ("integer", r"-?\d{1,18}", int),
    float: ("decimal", r"-?\d{1,12}(\.\d{1,12})?", float),
    Decimal: ("decimal", r"-?\d{1,12}(\.\d{1,12})?", str),
}


class Reader:
    """Collects problems while it turns strings into the values their types promise."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, code: str, param: str, message: str) -> None:
        """Note one refusal; reading goes on, so that all of them are found."""
        self.problems.append(Problem(code, param, message))

    def hash(self, tree: dict[str, Any], schema: Any, prefix: str = "") -> dict[str, Any]:
        """Read a hash against a TypedDict."""
        fields, values = schema_fields(schema), {}
        for name, value in tree.items():
            path = f"{prefix}[{name}]" if prefix else name
            if name in fields:
                values[name] = self.value(value, fields[name][0], schema.__module__, path)
            else:
                self.refuse("parameter_unknown", path, _unknown(path, name, fields))
        for name in (n for n, (_, required) in fields.items() if required and n not in tree):
            path = f"{prefix}[{name}]" if prefix else name
            self.refuse("parameter_missing", path, f"Missing required param: {path}.")
        return values

    def value(self, value: Any, note: Any, module: str, path: str) -> Any:
        """Read one value against an annotation, trying each type that it allows."""
        words, kinds = split_words(alternatives(note, module))
        if isinstance(value, str) and value in words:
            return value
        if any(words):
            # The SDK writes Literal[…] | str so that old clients type-check; Stripe refuses.
            kinds = [k for k in kinds if k is not str]
        if value == "" and not any(_is_map(k) for k in kinds):
            return self.refuse("parameter_invalid_empty", path, _empty(path))
        attempts = [self._attempt(value, kind, module, path) for kind in kinds]
        clean = [read for read, problems in attempts if not problems]
        if clean:
            return clean[0]
        failures = [problems for _, problems in attempts] or [[_enum(path, words)]]
        fewest: list[Problem] = min(failures, key=len)
        self.problems += fewest
        return None

    def _attempt(self, value: Any, kind: Any, module: str, path: str) -> tuple[Any, list[Problem]]:
        reader = Reader()
        return reader._one(value, kind, module, path), reader.problems

    def _one(self, value: Any, kind: Any, module: str, path: str) -> Any:
        if typing_extensions.is_typeddict(kind) and isinstance(value, dict):
            return self.hash(value, kind, path)
        if typing_extensions.get_origin(kind) is list and isinstance(value, dict):
            return self._list(value, kind, module, path)
        if _is_map(kind) and (isinstance(value, dict) or value == ""):
            return self._map(value or {}, kind, module, path)
        if isinstance(value, dict) or not (kind in _SCALARS or kind in (str, typing.Any)):
            return self.refuse("parameter_invalid", path, _shape(path, kind))
        return self._scalar(value, kind, path)

    def _scalar(self, value: str, kind: Any, path: str) -> Any:
        if kind not in _SCALARS:
            return value
        name, pattern, convert = _SCALARS[kind]
        if not re.fullmatch(pattern, value):
            return self.refuse(f"parameter_invalid_{name}", path, f"Invalid {name}: {value}")
        return convert(value)

    def _list(self, value: dict[str, Any], kind: Any, module: str, path: str) -> Any:
        if sorted(value) != sorted(str(place) for place in range(len(value))):
            return self.refuse("parameter_invalid", path, f"Invalid array: gaps in {path}")
        inner = typing_extensions.get_args(kind)[0]
        places = range(len(value))
        return [self.value(value[str(n)], inner, module, f"{path}[{n}]") for n in places]

    def _map(self, value: dict[str, Any], kind: Any, module: str, path: str) -> dict[str, Any]:
        inner = (typing_extensions.get_args(kind) or (str,))[-1]
        if re.search(r"(^|\[)metadata\]?$", path):
            self._metadata(value, path)
            return value
        return {k: self.value(v, inner, module, f"{path}[{k}]") for k, v in value.items()}

    def _metadata(self, value: dict[str, Any], path: str) -> None:
        if len(value) > 50:
            self.refuse("parameter_invalid", path, "Metadata can have up to 50 keys.")
        for key, text in value.items():
            if len(key) > 40:
                self.refuse("parameter_invalid", path, "Metadata keys have up to 40 characters.")
            if not isinstance(text, str) or len(text) > 500:
                message = "Metadata values must be strings of up to 500 characters."
                self.refuse("parameter_invalid", f"{path}[{key}]", message)


def read_params(route: Route, tree: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Typed parameters of a request and every reason why Stripe would refuse them."""
    reader = Reader()
    if route.schema is not None:
        return reader.hash(tree, route.schema), reader.problems
    for name in tree:
        reader.refuse("parameter_unknown", name, _unknown(name, name, {}))
    return {}, reader.problems


def _is_map(kind: Any) -> bool:
    origin = typing_extensions.get_origin(kind) or kind
    return origin in (dict, UntypedStripeObject)


def _unknown(path: str, name: str, fields: dict[str, Any]) -> str:
    near = difflib.get_close_matches(name, fields, 1)
    hint = f". Did you mean {near[0]}?" if near else ""
    return f"Received unknown parameter: {path}{hint}"


def _empty(path: str) -> str:
    return (
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to "
        f"unset a parameter; however '{path}' cannot be unset."
    )


def _enum(path: str, words: list[Any]) -> Problem:
    allowed = ", ".join(str(word) for word in words if word != "")
    return Problem("parameter_invalid_enum", path, f"Invalid {path}: must be one of {allowed}")


def _shape(path: str, kind: Any) -> str:
    wanted = {bool: "boolean", int: "integer", str: "string"}.get(kind, "hash or array")
    return f"Invalid {wanted}: {path}"

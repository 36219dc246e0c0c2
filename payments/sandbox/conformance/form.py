"""Form bodies as Stripe reads them: `a[b][0][c]=v` and `a[]=v` become nested dicts."""

import re
from typing import Any
from urllib.parse import parse_qsl

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


class BadForm(ValueError):
    """The body is no form that Stripe would understand; the text says why."""


def decode(body: str) -> dict[str, Any]:
    """A query string or form body as nested dicts of strings; list places are digit keys."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        matched = _NAME.fullmatch(name)
        if not matched:
            raise BadForm(f"Invalid parameter name: {name}")
        _put(tree, [matched[1], *re.findall(r"\[([^\[\]]*)\]", matched[2])], value, name)
    return tree


def _put(tree: dict[str, Any], path: list[str], value: str, name: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise BadForm(f"Parameter {name} is both a value and a hash")
    last = path[-1] or str(len(tree))
    if last in tree:
        raise BadForm(f"Parameter {name} was sent twice")
    tree[last] = value

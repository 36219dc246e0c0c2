"""What the installed Stripe SDK says about its API: routes, parameters, resources.

The SDK is generated from Stripe's OpenAPI description for exactly the API version it pins, so
its source is the most honest schema at hand: the services name every route and the TypedDict of
its parameters, the resource classes name every field of a reply. Nothing here uses the network.
"""

import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
import types
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import stripe
import typing_extensions
from stripe._object_classes import OBJECT_CLASSES
from stripe._request_options import RequestOptions
from stripe._stripe_object import StripeObject

API_VERSION: str = stripe.api_version
_WRAPPERS = {typing_extensions.NotRequired, typing_extensions.Required, typing_extensions.Annotated}
_OPTION_NAMES = set(RequestOptions.__annotations__)


@dataclass(frozen=True)
class Problem:
    """One thing Stripe would refuse (or never send); `code` is Stripe's own where it has one."""

    code: str
    param: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.param}: {self.message}"


@dataclass(frozen=True)
class Route:
    """One operation of the v1 API, such as `post /v1/refunds`."""

    verb: str
    template: str
    module: str | None
    params: str | None

    @property
    def schema(self) -> Any:
        """The TypedDict of the parameters, or None where the operation takes none."""
        if self.module is None or self.params is None:
            return None
        return getattr(importlib.import_module(self.module), self.params)

    @property
    def pattern(self) -> re.Pattern[str]:
        """A pattern over paths, with one group for each {placeholder}."""
        return _pattern(self.template)

    def ids_in(self, path: str) -> tuple[str, ...]:
        """The ids that stand in a path of this route."""
        matched = self.pattern.fullmatch(path)
        return matched.groups() if matched else ()


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(template)))


@cache
def routes() -> tuple[Route, ...]:
    """Every v1 operation; literal paths come before paths with placeholders."""
    names = (info.name for info in pkgutil.walk_packages(stripe.__path__, "stripe."))
    services = [n for n in names if n.endswith("_service") and ".v2." not in n]
    found = [route for name in services for route in _routes_of(name)]
    return tuple(sorted(found, key=lambda r: (r.template.count("{"), -len(r.template))))


def find_route(verb: str, path: str) -> Route | None:
    """The route a request would take, or None if Stripe has no such path."""
    matching = (r for r in routes() if r.verb == verb.lower() and r.pattern.fullmatch(path))
    return next(matching, None)


def _routes_of(module: str) -> list[Route]:
    tree, found = _syntax(module), []
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        verb, template = _request_of(function)
        if template.startswith("/v1/"):
            name = _params_name(function)
            home = _imports(module)[name][0] if name else None
            found.append(Route(verb, template, home, name))
    return found


@cache
def _syntax(module: str) -> ast.Module:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


@cache
def _imports(module: str) -> dict[str, tuple[str, str]]:
    """{name: (module, attribute)}, TYPE_CHECKING blocks included."""
    found = {}
    for node in ast.walk(_syntax(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update({a.asname or a.name: (node.module, a.name) for a in node.names})
    return found


def _request_of(function: ast.FunctionDef) -> tuple[str, str]:
    """The verb and path of the `self._request("get", "/v1/…")` in a service method."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("_request", "_request_stream") and len(call.args) > 1:
            return _literal(call.args[0]), _literal(call.args[1])
    return "", ""


def _literal(node: ast.AST) -> str:
    """The text of `"…"` or of `"…".format(…)`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _literal(node.func.value)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _params_name(function: ast.FunctionDef) -> str | None:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            name = re.search(r"\w+Params", ast.unparse(argument.annotation))
            return name and name.group()
    return None


@cache
def schema_fields(schema: Any) -> dict[str, tuple[Any, bool]]:
    """{parameter: (annotation, required)} of a params TypedDict, without client options."""
    options = _OPTION_NAMES if "api_key" in schema.__annotations__ else set()
    required = schema.__required_keys__
    notes = schema.__annotations__.items()
    return {name: (note, name in required) for name, note in notes if name not in options}


@cache
def resource_class(name: str | None) -> Any:
    """The SDK's class for an `object` name such as "checkout.session", or None."""
    if name not in OBJECT_CLASSES:
        return None
    module, attribute = OBJECT_CLASSES[name]
    return getattr(importlib.import_module(module), attribute)


@cache
def resource_fields(cls: Any) -> dict[str, tuple[Any, str]]:
    """{field on the wire: (annotation, module that declares it)} of a resource class."""
    found = {}
    bases = [b for b in cls.__mro__ if issubclass(b, StripeObject) and b is not StripeObject]
    for base in reversed(bases):
        for name, note in inspect.get_annotations(base).items():
            if "ClassVar" not in str(note) and not name.startswith("_"):
                found[name] = (note, base.__module__)
    for wire, attribute in (getattr(cls, "_field_remappings", None) or {}).items():
        if attribute in found:
            found[wire] = found.pop(attribute)
    return found


@cache
def alternatives(note: Any, module: str) -> tuple[Any, ...]:
    """The plain types an annotation allows: unions split, strings resolved, wrappers off."""
    note = _resolved(note, module)
    origin, inner = typing_extensions.get_origin(note), typing_extensions.get_args(note)
    if origin in _WRAPPERS:
        return alternatives(inner[0], module)
    if origin in (typing.Union, types.UnionType):
        return tuple(found for each in inner for found in alternatives(each, module))
    return (note,)


def split_words(kinds: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    """(the words of the Literals, the other types) among alternatives; None is in neither."""
    words: list[Any] = []
    others: list[Any] = []
    for kind in kinds:
        if typing_extensions.get_origin(kind) is typing_extensions.Literal:
            words += typing_extensions.get_args(kind)
        elif kind is not type(None):
            others.append(kind)
    return words, others


def _resolved(note: Any, module: str) -> Any:
    """Evaluate a forward reference as the SDK's module would; only SDK text comes here."""
    text = note.__forward_arg__ if isinstance(note, typing.ForwardRef) else note
    if not isinstance(text, str):
        return note
    importlib.import_module(module)
    names = dict(vars(sys.modules[module]))
    for name, (home, attribute) in _imports(module).items():
        if name not in names and re.search(rf"\b{name}\b", text):
            names[name] = getattr(importlib.import_module(home), attribute)
    return eval(text, names)  # noqa: S307 - text of the installed SDK, never of a request

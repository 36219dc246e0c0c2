"""The door of the API: keys, faults, conformance, idempotency, then a handler."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from payments.sandbox.api import (
    catalogue,
    customers,
    disputes,
    endpoints,
    invoices,
    money,
    payment_pages,
    portal,
    promotions,
    sessions,
    subscriptions,
)
from payments.sandbox.api.call import Call, Handler, Table
from payments.sandbox.api.expand import expand
from payments.sandbox.api.faults import fail_before, loses_reply
from payments.sandbox.api.idempotency import Reply, once
from payments.sandbox.conformance import (
    API_VERSION,
    BadForm,
    Route,
    decode,
    find_route,
    read_params,
)
from payments.sandbox.errors import CardRefusal, Refusal
from payments.sandbox.models import new_id
from payments.sandbox.webhooks.events import NotStripes, assert_conforms, current_request

_MODULES = (
    catalogue,
    customers,
    disputes,
    endpoints,
    invoices,
    money,
    payment_pages,
    portal,
    promotions,
    sessions,
    subscriptions,
)
TABLE: Table = {key: handler for module in _MODULES for key, handler in module.TABLE.items()}


class ReplyLost(ConnectionError):
    """Breaks the connection in the middle of a reply, on purpose."""


def api(request: HttpRequest) -> HttpResponseBase:
    """Answer any request below /v1/ as Stripe would, errors included."""
    key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
    about = {"id": new_id("req", 14), "idempotency_key": key or None}
    token = current_request.set(about)
    try:
        reply = _answer(request, key)
    except Refusal as refusal:
        reply = Reply(refusal.status, refusal.body())
    except NotStripes as problem:
        reply = Reply(500, {"error": {"type": "api_error", "message": f"Sandbox bug: {problem}"}})
    finally:
        current_request.reset(token)
    if reply.status < 400 and loses_reply(_verb(request), request.path):
        return StreamingHttpResponse(_broken(), headers={"Content-Length": "1000"})
    return _respond(reply, about)


def _answer(request: HttpRequest, key: str) -> Reply:
    _authenticate(request)
    verb, path = _verb(request), request.path
    fail_before(verb, path)
    route = _route(verb, path)
    params = _params(route, request)
    call = Call(path, route.ids_in(path), params)
    handler = TABLE[route.verb, route.template]
    if key:
        return once(key, path, params, lambda: _run(handler, call))
    return _run(handler, call)


def _verb(request: HttpRequest) -> str:
    return (request.method or "").lower()


def _run(handler: Handler, call: Call) -> Reply:
    """Run a handler in one transaction; a refusal takes its effects back."""
    try:
        with transaction.atomic():
            return _handled(handler, call)
    except Refusal as refusal:
        return Reply(refusal.status, refusal.body(), kept=refusal.kept)


def _handled(handler: Handler, call: Call) -> Reply:
    try:
        body = handler(call)
    except CardRefusal as decline:
        # A declined card leaves its failed charge and its events behind, so this commits.
        return Reply(decline.status, decline.body())
    body = expand(body, _expansions(body, call))
    if not call.path.startswith("/v1/payment_pages/"):
        assert_conforms(body)
    return Reply(200, body)


def _expansions(body: dict[str, Any], call: Call) -> list[str]:
    paths = call.params.get("expand", [])
    if body["object"] == "list" and any(not path.startswith("data.") for path in paths):
        message = "To expand a property of a list, start with data. (for example data.customer)."
        raise Refusal(message, code="property_cannot_be_expanded", param="expand", kept=False)
    return paths


def _authenticate(request: HttpRequest) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if "_live_" in token:
        message = "A live key was sent to the sandbox. It takes sk_test_ keys only; roll this key."
        raise Refusal(message, code="sandbox_live_key", status=401, kept=False)
    if scheme != "Bearer" or not token.startswith(("sk_test_", "rk_test_")):
        message = "You did not provide a test API key (Authorization: Bearer sk_test_…)."
        raise Refusal(message, status=401, kept=False)
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        message = f"The sandbox speaks API version {API_VERSION} only, not {version}."
        raise Refusal(message, code="sandbox_version", kept=False)


def _route(verb: str, path: str) -> Route:
    own = (r for r in payment_pages.ROUTES if r.verb == verb and r.pattern.fullmatch(path))
    route = next(own, None) or find_route(verb, path)
    where = f"{verb.upper()}: {path}"
    if route is None:
        raise Refusal(f"Unrecognized request URL ({where}).", code="url_invalid", status=404)
    if (route.verb, route.template) not in TABLE:
        message = f"The sandbox has no {verb.upper()} {route.template} yet ({where})."
        raise Refusal(message, code="sandbox_unsupported", status=404, kept=False)
    return route


def _params(route: Route, request: HttpRequest) -> dict[str, Any]:
    """The typed parameters; Stripe reports the first thing it refuses, so do we."""
    try:
        raw = request.body if request.method == "POST" else request.META["QUERY_STRING"].encode()
        params, problems = read_params(route, decode(raw.decode()))
    except (BadForm, UnicodeDecodeError) as bad:
        raise Refusal(str(bad), kept=False) from bad
    if problems:
        first = problems[0]
        raise Refusal(first.message, code=first.code, param=first.param, kept=False)
    return params


def _broken() -> Iterator[bytes]:
    yield b'{"id": '
    raise ReplyLost("reply lost after commit (a sandbox fault)")


def _respond(reply: Reply, about: dict[str, str | None]) -> HttpResponse:
    headers = {"Request-Id": about["id"], "Stripe-Version": API_VERSION}
    if about["idempotency_key"]:
        headers["Idempotency-Key"] = about["idempotency_key"]
    if reply.replayed:
        headers["Idempotent-Replayed"] = "true"
    return JsonResponse(reply.body, status=reply.status, headers=headers)

"""/v1/webhook_endpoints: where events go, and the secret that signs them."""

from typing import Any
from urllib.parse import urlsplit

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import delete, listing, merged_metadata, only, retrieve
from payments.sandbox.blanks import blank
from payments.sandbox.conformance import API_VERSION
from payments.sandbox.errors import Refusal, not_here
from payments.sandbox.models import Resource, new_id

_CREATE = {"api_version", "description", "enabled_events", "metadata", "url"}
_UPDATE = {"description", "disabled", "enabled_events", "metadata", "url"}


def keep_endpoint(url: str, secret: str, **given: Any) -> Resource:
    """A new endpoint; `secret` is shown once, in the reply that creates it."""
    made = {"id": new_id("we"), "api_version": API_VERSION, "created": clock.now(), "url": url}
    data = blank("webhook_endpoint") | made | given
    return Resource.objects.add(data, hidden={"secret": secret})


def register(url: str, secret: str) -> Resource:
    """The endpoint that the environment names: made once, its secret kept up to date."""
    found = Resource.objects.of("webhook_endpoint").filter(data__url=url).first()
    if found is None:
        return keep_endpoint(url, secret)
    found.hidden["secret"] = secret
    found.change(status="enabled")
    return found


def create_endpoint(call: Call) -> dict[str, Any]:
    """POST /v1/webhook_endpoints; the reply alone carries the secret."""
    only(call.params, _CREATE, "webhook endpoints")
    given = {k: v for k, v in call.params.items() if k not in {"expand", "url"} and v != ""}
    if given.get("api_version", API_VERSION) != API_VERSION:
        raise not_here(f"API version {given['api_version']}", "api_version")
    secret = new_id("whsec", 32)
    return {**keep_endpoint(_checked(call.params["url"]), secret, **given).data, "secret": secret}


def update_endpoint(call: Call) -> dict[str, Any]:
    """POST /v1/webhook_endpoints/{id}."""
    only(call.params, _UPDATE, "webhook endpoints")
    found = Resource.objects.locked("webhook_endpoint", call.args[0])
    values = {k: v for k, v in call.params.items() if k in {"description", "enabled_events"}}
    if "url" in call.params:
        values["url"] = _checked(call.params["url"])
    if "disabled" in call.params:
        values["status"] = "disabled" if call.params["disabled"] else "enabled"
    values["metadata"] = merged_metadata(found.data["metadata"], call.params.get("metadata"))
    found.change(**values)
    return found.data


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal("Invalid URL: must be http or https.", code="url_invalid", param="url")
    return url


TABLE: Table = {
    ("post", "/v1/webhook_endpoints"): create_endpoint,
    ("get", "/v1/webhook_endpoints"): listing("webhook_endpoint"),
    ("get", "/v1/webhook_endpoints/{webhook_endpoint}"): retrieve("webhook_endpoint"),
    ("post", "/v1/webhook_endpoints/{webhook_endpoint}"): update_endpoint,
    ("delete", "/v1/webhook_endpoints/{webhook_endpoint}"): delete("webhook_endpoint"),
}

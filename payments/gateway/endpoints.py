"""The webhook endpoint at Stripe: found by its address, made or brought up to date."""

from collections.abc import Collection
from dataclasses import dataclass

import stripe
from stripe.params import WebhookEndpointCreateParams

from payments.gateway.client import API_VERSION, asks_stripe, client


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as it is now; `secret` is told once, when it is made."""

    id: str
    url: str
    done: str  # made, changed or left
    secret: str = ""


@asks_stripe
def ensure_endpoint(url: str, events: Collection[str]) -> Endpoint:
    """Have Stripe tell `url` of exactly these events; twice changes nothing."""
    wanted = sorted(events)
    found = _find(url)
    if found is None:
        params: WebhookEndpointCreateParams = {
            "url": url,
            "enabled_events": wanted,  # type: ignore[typeddict-item]
            "api_version": API_VERSION,  # type: ignore[typeddict-item]
        }
        made = client().v1.webhook_endpoints.create(params)
        return Endpoint(made.id, url, "made", made.secret or "")
    if sorted(found.enabled_events) == wanted and found.status == "enabled":
        return Endpoint(found.id, url, "left")
    change = {"enabled_events": wanted, "disabled": False}
    client().v1.webhook_endpoints.update(found.id, change)  # type: ignore[arg-type]
    return Endpoint(found.id, url, "changed")


@dataclass(frozen=True)
class KnownEndpoint:
    """An endpoint as Stripe has it, looked at and left alone."""

    is_enabled: bool
    events: frozenset[str]

    def missing(self, wanted: Collection[str]) -> list[str]:
        """Which of the wanted events it is not told of; `*` stands for all."""
        return [] if "*" in self.events else sorted(set(wanted) - self.events)


@asks_stripe
def look_up_endpoint(url: str) -> KnownEndpoint | None:
    """The endpoint at this address, or None where Stripe knows none."""
    found = _find(url)
    if found is None:
        return None
    return KnownEndpoint(found.status == "enabled", frozenset(found.enabled_events))


def _find(url: str) -> stripe.WebhookEndpoint | None:
    known = client().v1.webhook_endpoints.list({"limit": 100}).auto_paging_iter()
    return next((endpoint for endpoint in known if endpoint.url == url), None)

"""An HTTP client for the SDK that checks both directions; for tests."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import stripe

from payments.sandbox.conformance.form import decode
from payments.sandbox.conformance.params import read_params
from payments.sandbox.conformance.resources import check_reply
from payments.sandbox.conformance.sdk import find_route


class DoesNotConform(AssertionError):
    """A request that Stripe would refuse, or a reply that Stripe would not send."""


class CheckedHTTPClient(stripe.HTTPClient):
    """Wraps an SDK client; `checks_requests=False` lets mistakes through to the server."""

    name = "requests"

    def __init__(self, inner: stripe.HTTPClient, checks_requests: bool = False) -> None:
        super().__init__()
        self.inner, self.checks_requests = inner, checks_requests

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **options: Any,
    ) -> Any:
        """Send a request and return (body, status, headers) as the inner client does."""
        if self.checks_requests:
            _check_request(method, url, post_data)
        content, status, answered = self.inner.request(method, url, headers, post_data, **options)
        problems = check_reply(json.loads(content)) if status == 200 else []
        if problems:
            raise DoesNotConform(f"{method} {url}: {'; '.join(map(str, problems))}")
        return content, status, answered

    def close(self) -> None:
        """Close the inner client."""
        self.inner.close()


def _check_request(method: str, url: str, post_data: Any) -> None:
    parts = urlsplit(url)
    route = find_route(method, parts.path)
    if route is None:
        raise DoesNotConform(f"Stripe has no {method.upper()} {parts.path}")
    text = post_data if method.lower() == "post" else parts.query
    _, problems = read_params(route, decode(text or ""))
    if problems:
        raise DoesNotConform("; ".join(map(str, problems)))

"""Is this what Stripe would accept, and what Stripe would say? Asked of the SDK's own types."""

from payments.sandbox.conformance.form import BadForm, decode
from payments.sandbox.conformance.params import read_params
from payments.sandbox.conformance.resources import check_reply, event_types
from payments.sandbox.conformance.sdk import API_VERSION, Problem, Route, find_route, routes

__all__ = [
    "API_VERSION",
    "BadForm",
    "Problem",
    "Route",
    "check_reply",
    "decode",
    "event_types",
    "find_route",
    "read_params",
    "routes",
]

"""Errors reported to a Sentry, where SENTRY_DSN names one; else nobody imports this module.

What leaves the house is made of what is listed here, and of nothing else: the exception with its
places in the code, the line that was logged, which view it was, and the request's id.
"""

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

from ashes_club import logs
from ashes_club.discretion import discreet

KEPT = {"event_id", "timestamp", "level", "logger", "platform", "environment", "release", "sdk"}
OF_AN_EXCEPTION = {"type", "module", "mechanism"}
OF_A_FRAME = {"filename", "function", "module", "lineno", "in_app"}


def start(transport: type[Transport] | None = None) -> None:
    """Report from now on; a test gives a transport of its own."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment="production" if settings.PRODUCTION else "development",
        before_send=only_what_is_nobodys,
        transport=transport,
        # What is not gathered cannot leave; before_send is the second lock on the same door.
        # send_default_pii is off unless it is switched on, and warns where it is said.
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        trace_propagation_targets=[],
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
    )


def only_what_is_nobodys(event: Event, hint: Hint) -> Event | None:
    """A new event of what may be told; called for each one before it is sent."""
    told: Any = {name: value for name, value in event.items() if name in KEPT}
    told["tags"] = {"request_id": logs.current.get()}
    # The pattern of the address, /gifts/{token}/; without one it would be the address itself.
    if (event.get("transaction_info") or {}).get("source") == "route":
        told["transaction"] = event.get("transaction")
    if entry := event.get("logentry"):
        said: Any = entry.get("formatted") or entry.get("message") or ""
        told["logentry"] = {"message": discreet(said), "formatted": discreet(said)}
    raised: Any = event.get("exception") or {}
    if raised:
        told["exception"] = {"values": [_exception(each) for each in raised.get("values", [])]}
    return told


def _exception(raised: dict[str, Any]) -> dict[str, Any]:
    told = {name: raised[name] for name in OF_AN_EXCEPTION & raised.keys()}
    frames = (raised.get("stacktrace") or {}).get("frames", [])
    return {
        **told,
        "value": discreet(str(raised.get("value", ""))),
        "stacktrace": {"frames": [_frame(each) for each in frames]},
    }


def _frame(frame: dict[str, Any]) -> dict[str, Any]:
    return {name: frame[name] for name in OF_A_FRAME & frame.keys()}

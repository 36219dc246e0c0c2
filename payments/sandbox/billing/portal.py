"""The billing portal's configurations and sessions: what a customer may change by themselves."""

from copy import deepcopy
from typing import Any

from django.conf import settings

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

# How long a session's link works; Stripe ends it an hour after its last use.
OPEN_FOR = 3600


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """`old` with what `new` says laid over it, hash by hash; "" unsets."""
    found = deepcopy(old)
    for name, value in new.items():
        if isinstance(value, dict) and isinstance(found.get(name), dict) and name != "metadata":
            found[name] = merged(found[name], value)
        else:
            found[name] = _unset(found.get(name)) if value == "" else value
    return found


def _unset(old: Any) -> Any:
    return [] if isinstance(old, list) else None


def keep_configuration(given: dict[str, Any]) -> Resource:
    """A new configuration; the first one is the default."""
    now = clock.now()
    first = not Resource.objects.of("billing_portal.configuration").exists()
    made = {"id": new_id("bpc"), "created": now, "updated": now, "is_default": first}
    data = merged(blank("billing_portal.configuration"), given) | made
    kept = Resource.objects.add(data)
    record("billing_portal.configuration.created", kept.data)
    return kept


def default_configuration() -> Resource | None:
    """What sessions use that name no configuration."""
    found = Resource.objects.of("billing_portal.configuration").filter(data__is_default=True)
    return found.first()


def keep_session(customer: str, configuration: Resource, given: dict[str, Any]) -> Resource:
    """A link into the portal for one customer."""
    ref = new_id("bps")
    secret = new_id("test", 48)
    back = configuration.data["default_return_url"]
    made = {
        "id": ref,
        "configuration": configuration.ref,
        "created": clock.now(),
        "customer": customer,
        "return_url": back,
        "url": f"{settings.PUBLIC_URL}/p/session/{secret}",
    }
    data = blank("billing_portal.session") | made | given
    kept = Resource.objects.add(data, hidden={"secret": secret})
    record("billing_portal.session.created", kept.data)
    return kept


def find_session(secret: str) -> Resource | None:
    """The session of a link."""
    found = Resource.objects.of("billing_portal.session")
    return found.filter(hidden__secret=secret).first()


def is_over(session: Resource) -> bool:
    """Its link has been used long enough."""
    return session.created + OPEN_FOR <= clock.now()


def features_of(session: Resource) -> dict[str, Any]:
    """What the session's configuration lets its customer do."""
    ref = session.data["configuration"]
    return Resource.objects.get(ref=ref).data["features"]

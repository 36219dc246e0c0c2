"""What all objects share: retrieve, list with filters and pages, update, delete."""

from collections.abc import Mapping
from typing import Any

from payments.sandbox.api.call import Call, Handler
from payments.sandbox.errors import Refusal, not_here
from payments.sandbox.models import Resource, ResourceQuerySet
from payments.sandbox.webhooks.events import record

_PAGING = {"limit", "starting_after", "ending_before", "expand", "created"}


def merged_metadata(old: dict[str, str], new: Any) -> dict[str, str]:
    """Stripe's rule: keys are merged, an empty value drops a key, an empty map drops all."""
    if not new:
        return {} if new == "" else old
    return {k: v for k, v in {**old, **new}.items() if v != ""}


def only(params: Mapping[str, Any], supported: set[str], what: str) -> None:
    """Refuse parameters which Stripe knows and this stand-in does not act upon."""
    for name in params:
        if name not in supported | {"expand"}:
            raise not_here(f"{what} with {name}", name)


def retrieve(kind: str) -> Handler:
    """A handler for `GET /v1/things/{id}`."""
    return lambda call: Resource.objects.fetch(kind, call.args[0]).data


def delete(kind: str) -> Handler:
    """A handler for `DELETE /v1/things/{id}`."""

    def handler(call: Call) -> dict[str, Any]:
        found = Resource.objects.locked(kind, call.args[0])
        found.deleted = True
        found.save(update_fields=["deleted"])
        if kind != "webhook_endpoint":
            record(f"{kind}.deleted", found.data)
        return {"id": found.ref, "object": kind, "deleted": True}

    return handler


def update(kind: str, supported: set[str], event: bool = True) -> Handler:
    """A handler for `POST /v1/things/{id}` over plain fields and metadata."""

    def handler(call: Call) -> dict[str, Any]:
        only(call.params, supported | {"metadata"}, f"updating a {kind}")
        found = Resource.objects.locked(kind, call.args[0])
        values = {k: v if v != "" else None for k, v in call.params.items() if k in supported}
        if "metadata" in call.params:
            old = found.data.get("metadata") or {}
            values["metadata"] = merged_metadata(old, call.params["metadata"])
        previous = found.change(**values)
        if event and previous:
            record(f"{kind}.updated", found.data, previous)
        return found.data

    return handler


def listing(kind: str, filters: Mapping[str, str] | None = None) -> Handler:
    """A handler for `GET /v1/things`; `filters` maps parameters to lookups on a Resource."""
    lookups = dict(filters or {})

    def handler(call: Call) -> dict[str, Any]:
        return page(narrowed(Resource.objects.of(kind), call.params, lookups, kind), call)

    return handler


def narrowed(
    found: ResourceQuerySet, params: Mapping[str, Any], lookups: Mapping[str, str], kind: str
) -> ResourceQuerySet:
    """The rows that these parameters ask for; a filter which is not here is refused."""
    only(params, _PAGING | set(lookups), f"listing {kind} objects")
    found = _created(found, params.get("created"))
    for name in lookups.keys() & params.keys():
        found = found.filter(**{lookups[name]: params[name]})
    return found


def page(found: ResourceQuerySet, call: Call) -> dict[str, Any]:
    """One page of a newest-first queryset as a Stripe list object."""
    limit = call.params.get("limit", 10)
    if not 1 <= limit <= 100:
        message = f"Invalid limit: must be between 1 and 100, got {limit}"
        raise Refusal(message, code="parameter_invalid_integer", param="limit", kept=False)
    rows, backwards = _after(found, call.params), "ending_before" in call.params
    taken = list(rows[: limit + 1])
    shown = taken[:limit][::-1] if backwards else taken[:limit]
    return {
        "object": "list",
        "data": [each.data for each in shown],
        "has_more": len(taken) > limit,
        "url": call.path,
    }


def _after(found: ResourceQuerySet, params: Mapping[str, Any]) -> ResourceQuerySet:
    """The rows behind the cursor, in the direction of travel."""
    ascending = found.query.order_by == ("pk",)
    for name, forward in (("starting_after", True), ("ending_before", False)):
        if name in params:
            cursor = _cursor(found, name, params[name])
            later = forward == ascending
            rows = found.filter(**{"pk__gt" if later else "pk__lt": cursor})
            return rows.order_by("pk" if later else "-pk")
    return found


def _cursor(found: ResourceQuerySet, name: str, ref: str) -> int:
    cursor = found.filter(ref=ref).values_list("pk", flat=True).first()
    if cursor is None:
        raise Refusal(f"No such object: '{ref}'", code="resource_missing", param=name)
    return cursor


def _created(found: ResourceQuerySet, created: Any) -> ResourceQuerySet:
    """`created` is a second, or a range such as {"gte": second}."""
    if isinstance(created, dict):
        return found.filter(**{f"created__{word}": at for word, at in created.items()})
    return found if created is None else found.filter(created=created)

"""The store: Stripe's objects as JSON, the events' deliveries, and what tests switch on.

One table holds every object because that is what Stripe's API shows: typed JSON with an id.
Locks are row locks on these objects; a session is paid once because its row is held.
"""

import secrets
from typing import Any, Self

from django.db import models

from payments.sandbox.errors import no_such

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"


def new_id(prefix: str, length: int = 24) -> str:
    """An id in Stripe's manner, such as `pi_3fVn…`."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(length))}"


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Words for finding Stripe objects."""

    def of(self, kind: str) -> Self:
        """Objects of one kind, such as "refund", newest first, as Stripe lists them."""
        return self.filter(kind=kind, deleted=False).order_by("-pk")

    def fetch(self, kind: str, ref: str, param: str = "id") -> "Resource":
        """One object; Stripe's 404 `resource_missing` where there is none."""
        found = self.of(kind).filter(ref=ref).first()
        if found is None:
            raise no_such(kind, ref, param)
        return found

    def locked(self, kind: str, ref: str, param: str = "id") -> "Resource":
        """Like `fetch`, holding the row until the transaction ends."""
        return self.select_for_update().fetch(kind, ref, param)

    def due(self, now: int) -> Self:
        """Objects that change by themselves by `now` (sandbox time): oldest first."""
        return self.filter(due_at__lte=now, deleted=False).order_by("due_at", "pk")

    def add(
        self,
        data: dict[str, Any],
        due_at: int | None = None,
        hidden: dict[str, Any] | None = None,
    ) -> "Resource":
        """Keep a new object; `hidden` is what Stripe knows and does not show."""
        fields = {"ref": data["id"], "kind": data["object"], "created": data.get("created", 0)}
        return self.create(data=data, hidden=hidden or {}, due_at=due_at, **fields)


class Resource(models.Model):
    """One Stripe object: `data` is exactly what the API shows of it."""

    ref = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=40)
    created = models.BigIntegerField()
    data = models.JSONField()
    hidden = models.JSONField(default=dict)
    due_at = models.BigIntegerField(null=True, db_index=True)
    deleted = models.BooleanField(default=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="resource_newest_of_kind")]

    def __str__(self) -> str:
        return self.ref

    def change(self, **values: Any) -> dict[str, Any]:
        """Change what is shown; returns the old values, as `previous_attributes` has them."""
        changed = {k: v for k, v in values.items() if self.data.get(k) != v}
        previous = {k: self.data.get(k) for k in changed}
        self.data.update(changed)
        self.save(update_fields=["data", "hidden", "due_at"])
        return previous


class Delivery(models.Model):
    """One event on its way to one endpoint."""

    event = models.ForeignKey(Resource, models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    next_attempt_at = models.FloatField(null=True, help_text="Sandbox time; empty once at rest.")
    delivered = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["next_attempt_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"


class Attempt(models.Model):
    """One line of the delivery log: what was sent, and what came back."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    signature = models.CharField(max_length=200, blank=True)
    status = models.PositiveIntegerField(null=True, help_text="HTTP status; empty if no answer.")
    note = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.delivery}: {self.status or self.note}"


class StoredReply(models.Model):
    """The first reply to an idempotency key; later requests get it again."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveIntegerField()
    body = models.JSONField()

    def __str__(self) -> str:
        return self.key


# What becomes of a subscription after the last vain attempt, and the status it then has.
AFTER_LAST_RETRY = {"cancel": "canceled", "mark_unpaid": "unpaid", "leave": "past_due"}


def usual_billing() -> dict[str, Any]:
    """What an account's billing settings say where nobody changed them."""
    return {"retry_days": [3, 5, 7], "after_last_retry": "cancel"}


class Bench(models.Model):
    """The one row with what a test has set up: how far the clock is ahead, and the faults.

    `billing` is what the Dashboard's settings for failed payments say at Stripe.
    """

    ahead = models.BigIntegerField(default=0)
    faults = models.JSONField(default=dict)
    billing = models.JSONField(default=usual_billing)

    def __str__(self) -> str:
        return f"{self.ahead} s ahead, faults {self.faults}"

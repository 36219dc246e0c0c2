"""What a subscription is for: its items, each with a price and the period paid for."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.pricing import line_total, money
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id


def build_item(price: dict[str, Any], quantity: int, start: int, end: int) -> dict[str, Any]:
    """A new item; its subscription is written in once that has an id."""
    made = {"id": new_id("si", 14), "created": clock.now(), "quantity": quantity}
    return blank("subscription_item") | made | priced(price) | period(start, end)


def priced(price: dict[str, Any]) -> dict[str, Any]:
    """The fields of an item that come from its price; `plan` is the old name for the same."""
    recurring = price["recurring"]
    plan = {
        "id": price["id"],
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "nickname": price["nickname"],
        "product": price["product"],
    }
    return {"price": price, "plan": blank("plan") | plan}


def period(start: int, end: int) -> dict[str, int]:
    """The fields of an item that tell its billing period."""
    return {"current_period_start": start, "current_period_end": end, "billed_until": end}


def items_of(subscription: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a subscription's JSON."""
    return subscription["items"]["data"]


def recurring_of(subscription: dict[str, Any]) -> dict[str, Any]:
    """How often a subscription is billed; all its items share that."""
    return items_of(subscription)[0]["price"]["recurring"]


def listed(subscription: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Items as the list object inside their subscription."""
    url = f"/v1/subscription_items?subscription={subscription}"
    shown = [item | {"subscription": subscription} for item in items]
    return {"object": "list", "data": shown, "has_more": False, "url": url}


def amount_of(item: dict[str, Any]) -> int:
    """What an item costs for one whole period, in the currency's minor unit."""
    return line_total(item["price"], item["quantity"])


def rhythm(recurring: dict[str, Any]) -> str:
    """ "month" or "3 months", for people."""
    count, word = recurring["interval_count"], recurring["interval"]
    return word if count == 1 else f"{count} {word}s"


def described(item: dict[str, Any]) -> str:
    """An item for people: "1 × The Club (at €4.90 / month)"."""
    price = item["price"]
    name = Resource.objects.get(ref=price["product"]).data["name"]
    each = money(line_total(price, 1), price["currency"])
    return f"{item['quantity']} × {name} (at {each} / {rhythm(price['recurring'])})"


def check_prices(prices: list[dict[str, Any]], param: str) -> None:
    """A subscription is paid in one rhythm and one currency; refuse anything else."""
    if any(price["recurring"] is None for price in prices):
        message = "The price specified is set to `type=one_time` but this needs a recurring one."
        raise Refusal(message, param=param, kept=False)
    rhythms = {rhythm(price["recurring"]) for price in prices}
    if len(rhythms) > 1:
        message = "All prices on a subscription must have the same billing interval."
        raise Refusal(message, param=param, kept=False)

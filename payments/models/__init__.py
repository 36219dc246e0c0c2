"""The tables of bag, order, payment and ownership."""

from payments.models.attempt import CheckoutAttempt
from payments.models.bag import Bag, BagLine
from payments.models.copy import Copy
from payments.models.event import StripeEvent
from payments.models.line import NotPlaced, OrderLine
from payments.models.order import Order
from payments.models.wish import LettersStopped, Wish

__all__ = [
    "Bag",
    "BagLine",
    "CheckoutAttempt",
    "Copy",
    "LettersStopped",
    "NotPlaced",
    "Order",
    "OrderLine",
    "StripeEvent",
    "Wish",
]

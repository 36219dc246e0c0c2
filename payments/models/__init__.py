"""The tables of bag, order, payment and ownership."""

from payments.models.attempt import CheckoutAttempt
from payments.models.bag import Bag, BagLine
from payments.models.bill import Bill
from payments.models.copy import Copy
from payments.models.coupon import Coupon, WrongCode
from payments.models.dispute import Dispute
from payments.models.download import Download
from payments.models.event import StripeEvent
from payments.models.handover import Handover, NotHandedOver
from payments.models.invoice import Invoice, InvoiceSeries
from payments.models.joining import Joining, NotJoined
from payments.models.line import NotPlaced, OrderLine
from payments.models.membership import Membership
from payments.models.movement import Movement
from payments.models.order import Order
from payments.models.passage import Passage
from payments.models.place import Place
from payments.models.refund import NotRefunded, Refund
from payments.models.review import Review, ReviewReport
from payments.models.waiting import NotInLine
from payments.models.wish import Wish

__all__ = [
    "Bag",
    "BagLine",
    "Bill",
    "CheckoutAttempt",
    "Copy",
    "Coupon",
    "Dispute",
    "Download",
    "Handover",
    "Invoice",
    "InvoiceSeries",
    "Joining",
    "Membership",
    "Movement",
    "NotHandedOver",
    "NotInLine",
    "NotJoined",
    "NotPlaced",
    "NotRefunded",
    "Order",
    "OrderLine",
    "Passage",
    "Place",
    "Refund",
    "Review",
    "ReviewReport",
    "StripeEvent",
    "Wish",
    "WrongCode",
]

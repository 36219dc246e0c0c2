"""Letters about orders. Each is sent by a task of payments.tasks."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mailing import Letter
from payments.models import Copy, Dispute, Order, Refund

DISPUTE_SUBJECTS = {
    "won": "Order {}: your payment stands",
    "lost": "Order {}: your bank took the money back",
}
DISPUTE_OPENED = "Order {}: your bank asks about the payment"


def receipt(order: Order) -> Letter:
    """The receipt of a paid order."""
    locker_url = _address("payments:locker")
    return _to_buyer("receipt", f"Receipt {order.number}", order, locker_url=locker_url)


def pending(order: Order) -> Letter:
    """The order waits for the bank; its copies are kept meanwhile."""
    return _to_buyer("pending", f"Order {order.number} waits for your bank", order)


def bank_refused(order: Order) -> Letter:
    """The bank did not pay; the pieces are in the bag again."""
    subject = f"Order {order.number}: your bank did not pay"
    return _to_buyer("bank_refused", subject, order, bag_url=_address("payments:bag_detail"))


def refund(about: Refund, copies: list[Copy]) -> Letter:
    """How much goes back, for which numbers, and why."""
    subject = f"Order {about.order.number}: your money is on its way back"
    return _to_buyer("refund", subject, about.order, refund=about, copies=copies)


def refund_failed(about: Refund) -> Letter:
    """To the shop: a refund that failed waits on the list of failed refunds."""
    subject = f"Order {about.order.number}: a refund failed"
    desk_url = _address("admin:payments_refund_changelist")
    return _to_shop("refund_failed", subject, about.order, refund=about, desk_url=desk_url)


def dispute(about: Dispute, status: str) -> Letter:
    """To the buyer: what became of their pieces."""
    subject = DISPUTE_SUBJECTS.get(status, DISPUTE_OPENED).format(about.order.number)
    return _to_buyer("dispute", subject, about.order, dispute=about, status=status)


def dispute_opened(about: Dispute) -> Letter:
    """To the shop: evidence is asked for, and by when."""
    subject = f"Order {about.order.number}: a dispute was opened"
    desk_url = _address("admin:payments_dispute_changelist")
    return _to_shop("dispute_opened", subject, about.order, dispute=about, desk_url=desk_url)


def about_dispute(about: Dispute, status: str) -> list[Letter]:
    """What is written when a dispute opens or ends: the shop hears of the opening."""
    letters = [dispute(about, status)]
    return letters if status in DISPUTE_SUBJECTS else [*letters, dispute_opened(about)]


def _to_buyer(template: str, subject: str, order: Order, **more: Any) -> Letter:
    return _about(template, subject, order, order.email, more)


def _to_shop(template: str, subject: str, order: Order, **more: Any) -> Letter:
    return _about(template, subject, order, settings.SHOP_EMAIL, more)


def _about(template: str, subject: str, order: Order, to: str, more: dict[str, Any]) -> Letter:
    order_url = settings.SITE_URL + order.get_absolute_url()
    return Letter(template, subject, [to], {"order": order, "order_url": order_url, **more})


def _address(name: str) -> str:
    return settings.SITE_URL + reverse(name)

"""Letters about orders, in text and in simple HTML, from templates/mail."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from payments.models import Copy, Dispute, Order, Refund

DISPUTE_SUBJECTS = {
    "won": "Order {}: your pieces are yours again",
    "lost": "Order {}: your bank took the money back",
}


def send_receipt(order: Order) -> None:
    """The receipt of a paid order."""
    _send("receipt", f"Receipt {order.number}", order, [order.email])


def send_pending_notice(order: Order) -> None:
    """The order waits for the bank; its copies are kept meanwhile."""
    _send("pending", f"Order {order.number} waits for your bank", order, [order.email])


def send_bank_refusal(order: Order) -> None:
    """The bank did not pay; the pieces are in the bag again."""
    subject = f"Order {order.number}: your bank did not pay"
    _send("bank_refused", subject, order, [order.email])


def send_refund_notice(refund: Refund) -> None:
    """How much goes back, for which numbers, and why."""
    order = refund.order
    subject = f"Order {order.number}: your money is on its way back"
    _send("refund", subject, order, [order.email], refund=refund, copies=_copies(refund))


def send_refund_trouble(refund: Refund) -> None:
    """To the shop: a refund that failed waits on the list of failed refunds."""
    order = refund.order
    desk_url = settings.SITE_URL + reverse("admin:payments_refund_changelist")
    context = {"refund": refund, "desk_url": desk_url}
    subject = f"Order {order.number}: a refund failed"
    _send("refund_failed", subject, order, [settings.SHOP_EMAIL], **context)


def send_dispute_notice(dispute: Dispute, status: str) -> None:
    """To the buyer: what became of their pieces; to the shop, when one is opened."""
    order = dispute.order
    about_end = DISPUTE_SUBJECTS.get(status, "Order {}: your bank asks about the payment")
    context = {"dispute": dispute, "status": status}
    _send("dispute", about_end.format(order.number), order, [order.email], **context)
    if status not in DISPUTE_SUBJECTS:
        desk_url = settings.SITE_URL + reverse("admin:payments_dispute_changelist")
        subject = f"Order {order.number}: a dispute was opened"
        _send("dispute_opened", subject, order, [settings.SHOP_EMAIL], desk_url=desk_url, **context)


def _copies(refund: Refund) -> list[Copy]:
    return list(refund.copies.select_related("item").order_by("item", "serial"))


def _send(template: str, subject: str, order: Order, to: Sequence[str], **more: Any) -> None:
    context = {
        "order": order,
        "order_url": settings.SITE_URL + order.get_absolute_url(),
        "site_url": settings.SITE_URL,
        **more,
    }
    body = render_to_string(f"mail/{template}.txt", context)
    mail = EmailMultiAlternatives(subject, body, to=list(to))
    mail.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    mail.send()

"""What is done after the page was answered."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from payments import till, wish_letters
from payments.models import Order, Wish

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="payments.tasks.send_receipt", retry=RETRY)
def send_receipt(order_id: int) -> None:
    """Mail the receipt of a paid order."""
    order = Order.objects.with_copies().get(pk=order_id)
    _send("receipt", f"Receipt {order.number}", order)


@app.task(name="payments.tasks.refund_late_payment", retry=RETRY)
def refund_late_payment(order_id: int) -> None:
    """Give back what was paid after the order had been cancelled."""
    till.give_back(Order.objects.get(pk=order_id))


@app.task(name="payments.tasks.send_refund_notice", retry=RETRY)
def send_refund_notice(order_id: int) -> None:
    """Tell the buyer that the money is on its way back, and why."""
    order = Order.objects.with_copies().get(pk=order_id)
    _send("refund", f"Order {order.number}: your money is on its way back", order)


@app.periodic(cron="*/3 * * * *")
@app.task(
    name="payments.tasks.look_after_orders",
    lock="look_after_orders",
    queueing_lock="look_after_orders",
)
def look_after_orders(timestamp: int) -> None:
    """Settle what was paid and release what was not, whatever became of the webhooks."""
    till.sweep()


@app.periodic(cron="* * * * *")
@app.task(
    name="payments.tasks.look_for_openings",
    lock="look_for_openings",
    queueing_lock="look_for_openings",
)
def look_for_openings(timestamp: int) -> None:
    """Find by the clock what opened or came back, and write to those who watch it."""
    wish_letters.look()


@app.task(name="payments.tasks.send_wish_letter", retry=RETRY)
def send_wish_letter(wish_id: int, because: str) -> None:
    """Tell a member about a piece they watch; a wish that was removed meanwhile needs no letter."""
    wish = Wish.objects.select_related("owner", "item").filter(pk=wish_id).first()
    if wish:
        wish_letters.send(wish, because)


def _send(template: str, subject: str, order: Order) -> None:
    """One of templates/mail, in text and in simple HTML."""
    context = {
        "order": order,
        "order_url": settings.SITE_URL + order.get_absolute_url(),
        "site_url": settings.SITE_URL,
    }
    body = render_to_string(f"mail/{template}.txt", context)
    mail = EmailMultiAlternatives(subject, body, to=[order.email])
    mail.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    mail.send()

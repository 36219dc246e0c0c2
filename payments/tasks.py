"""What is done after the page was answered."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from payments import till
from payments.models import Order

MAIL_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="payments.tasks.send_receipt", retry=MAIL_RETRY)
def send_receipt(order_id: int) -> None:
    """Mail the receipt of a paid order, in text and in simple HTML."""
    order = Order.objects.with_copies().get(pk=order_id)
    context = {
        "order": order,
        "receipt_url": settings.SITE_URL + order.get_absolute_url(),
        "site_url": settings.SITE_URL,
    }
    mail = EmailMultiAlternatives(
        subject=f"Receipt {order.number}",
        body=render_to_string("mail/receipt.txt", context),
        to=[order.email],
    )
    mail.attach_alternative(render_to_string("mail/receipt.html", context), "text/html")
    mail.send()


@app.periodic(cron="*/3 * * * *")
@app.task(name="payments.tasks.look_after_orders", queueing_lock="look_after_orders")
def look_after_orders(timestamp: int) -> None:
    """Settle what was paid and release what was not, whatever became of the webhooks."""
    till.sweep()

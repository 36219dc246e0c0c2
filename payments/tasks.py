"""What is done after the page was answered."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from payments import hearing, letters, money, reconciler, wish_letters
from payments.models import Dispute, Order, Refund, StripeEvent, Wish

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="payments.tasks.send_receipt", retry=RETRY)
def send_receipt(order_id: int) -> None:
    """Mail the receipt of a paid order."""
    order = Order.objects.with_copies().get(pk=order_id)
    letters.receipt(order).send()


@app.task(name="payments.tasks.send_pending_notice", retry=RETRY)
def send_pending_notice(order_id: int) -> None:
    """Tell the buyer that the bank takes its time, and that nothing else need be done."""
    letters.pending(Order.objects.get(pk=order_id)).send()


@app.task(name="payments.tasks.send_bank_refusal", retry=RETRY)
def send_bank_refusal(order_id: int) -> None:
    """Tell the buyer that the bank did not pay in the end."""
    letters.bank_refused(Order.objects.get(pk=order_id)).send()


@app.task(name="payments.tasks.act_on_event", retry=RETRY)
def act_on_event(event_id: int) -> None:
    """Do what an event of Stripe's asks for."""
    hearing.act_on(StripeEvent.objects.get(pk=event_id))


@app.task(name="payments.tasks.follow_money", retry=RETRY)
def follow_money(order_id: int) -> None:
    """Enter in the books what was paid for an order."""
    money.follow(Order.objects.get(pk=order_id))


@app.task(name="payments.tasks.refund_late_payment", retry=RETRY)
def refund_late_payment(order_id: int) -> None:
    """Ask back what was paid after the order had been cancelled."""
    money.give_back_late_payment(Order.objects.get(pk=order_id))


@app.task(name="payments.tasks.carry_out_refund", retry=RETRY)
def carry_out_refund(refund_id: int) -> None:
    """Ask Stripe for a refund, under the key that was stored for it."""
    money.carry_out(Refund.objects.select_related("order").get(pk=refund_id))


@app.task(name="payments.tasks.send_refund_notice", retry=RETRY)
def send_refund_notice(refund_id: int) -> None:
    """Tell the buyer that money is on its way back, for which pieces, and why."""
    refund = Refund.objects.select_related("order").get(pk=refund_id)
    copies = list(refund.copies.select_related("item").order_by("item", "serial"))
    letters.refund(refund, copies).send()


@app.task(name="payments.tasks.send_refund_trouble", retry=RETRY)
def send_refund_trouble(refund_id: int) -> None:
    """Tell the shop that a refund did not reach the buyer."""
    letters.refund_failed(Refund.objects.select_related("order").get(pk=refund_id)).send()


@app.task(name="payments.tasks.send_dispute_notice", retry=RETRY)
def send_dispute_notice(dispute_id: int, status: str) -> None:
    """Tell buyer and shop of a dispute that opened or ended."""
    dispute = Dispute.objects.select_related("order").get(pk=dispute_id)
    for letter in letters.about_dispute(dispute, status):
        letter.send()


@app.periodic(cron="*/3 * * * *")
@app.task(
    name="payments.tasks.look_after_orders",
    lock="look_after_orders",
    queueing_lock="look_after_orders",
)
def look_after_orders(timestamp: int) -> None:
    """Settle what was paid and release what was not, whatever became of the webhooks."""
    reconciler.run()


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

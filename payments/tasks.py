"""What is done after the page was answered."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.models import User
from catalog.models import Item
from payments import (
    club_letters,
    enrolment,
    handover_letters,
    handovers,
    hearing,
    letters,
    money,
    reconciler,
    review_letters,
    waiting_letters,
    waiting_list,
    wish_letters,
)
from payments.models import (
    Bill,
    Copy,
    Dispute,
    Handover,
    Membership,
    Order,
    Place,
    Refund,
    Review,
    StripeEvent,
    Wish,
)

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
    """Tell the buyer that money is on its way back, for which pieces, and who else loses one."""
    refund = Refund.objects.select_related("order").get(pk=refund_id)
    copies = list(refund.copies.select_related("item", "owner").order_by("item", "serial"))
    letters.refund(refund, copies).send()
    for letter in handover_letters.to_other_owners(refund.order, copies, "refunded"):
        letter.send()


@app.task(name="payments.tasks.send_refund_trouble", retry=RETRY)
def send_refund_trouble(refund_id: int) -> None:
    """Tell the shop that a refund did not reach the buyer."""
    letters.refund_failed(Refund.objects.select_related("order").get(pk=refund_id)).send()


@app.task(name="payments.tasks.send_dispute_notice", retry=RETRY)
def send_dispute_notice(dispute_id: int, status: str) -> None:
    """Tell buyer and shop of a dispute that opened or ended, and who else has a piece of it."""
    dispute = Dispute.objects.select_related("order").get(pk=dispute_id)
    copies = Copy.objects.filter(order_line__order=dispute.order).select_related("item", "owner")
    for letter in [
        *letters.about_dispute(dispute, status),
        *handover_letters.to_other_owners(dispute.order, copies, status),
    ]:
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
    """Find by the clock what opened or came back, and write to those who watch it.

    The line comes first: what goes to somebody there has not come back for everyone.
    """
    waiting_list.look()
    wish_letters.look()


@app.task(name="payments.tasks.send_wish_letter", retry=RETRY)
def send_wish_letter(wish_id: int, because: str) -> None:
    """Tell a member about a piece they watch; a wish that was removed meanwhile needs no letter."""
    wish = Wish.objects.select_related("owner", "item").filter(pk=wish_id).first()
    if wish:
        wish_letters.send(wish, because)


@app.task(name="payments.tasks.send_waiting_letter", retry=RETRY)
def send_waiting_letter(place_id: int) -> None:
    """Tell whoever is next in line; a place that was given up meanwhile needs no letter."""
    place = Place.objects.select_related("member", "item").filter(pk=place_id).first()
    if place:
        waiting_letters.send(place)


@app.task(name="payments.tasks.send_end_of_turn", retry=RETRY)
def send_end_of_turn(member_id: int, item_id: int, until: int) -> None:
    """Tell a member that an offer went by; an account that is gone gets no letter."""
    member = User.objects.filter(pk=member_id, is_active=True).first()
    if member:
        item = Item.objects.get(pk=item_id)
        waiting_letters.send_end_of_turn(member, item, datetime.fromtimestamp(until, UTC))


@app.task(name="payments.tasks.send_handover_letter", retry=RETRY)
def send_handover_letter(handover_id: int, letter: str) -> None:
    """Tell whoever is asked, or the giver what became of it."""
    about = Handover.objects.select_related("giver", "recipient", "copy__item").get(pk=handover_id)
    handover_letters.send(about, letter)


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="payments.tasks.end_handovers",
    lock="end_handovers",
    queueing_lock="end_handovers",
)
def end_handovers(timestamp: int) -> None:
    """Let gifts and transfers that nobody answered go back to their givers."""
    handovers.expire(datetime.fromtimestamp(timestamp, UTC))


@app.task(name="payments.tasks.send_review_letter", retry=RETRY)
def send_review_letter(review_id: int) -> None:
    """Tell an author that a review was hidden or is shown again, unless it is gone meanwhile."""
    review = Review.objects.select_related("author", "item").filter(pk=review_id).first()
    if review:
        review_letters.send(review)


@app.task(name="payments.tasks.send_club_letter", retry=RETRY)
def send_club_letter(membership_id: int, news: str, bill_id: int | None) -> None:
    """Tell a member what became of their membership; an account that is gone gets no letter."""
    membership = Membership.objects.select_related("member").get(pk=membership_id)
    bill = Bill.objects.get(pk=bill_id) if bill_id else None
    if membership.member:
        club_letters.about(membership, news, bill).send()


@app.task(name="payments.tasks.end_membership", retry=RETRY)
def end_membership(membership_id: int | None, joining_ids: list[int], user_id: int) -> None:
    """End at Stripe what an account has there that is being removed."""
    enrolment.end(membership_id, joining_ids, user_id)


@app.periodic(cron="17 * * * *")
@app.task(
    name="payments.tasks.compare_members",
    lock="compare_members",
    queueing_lock="compare_members",
)
def compare_members(timestamp: int) -> None:
    """Find memberships whose webhooks were lost, in whichever direction."""
    enrolment.compare()

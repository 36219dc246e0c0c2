"""The timeline of an order says what happened and why."""

from django.urls import reverse

from payments import money, till
from payments.models import Copy, Order, Refund
from payments.story import story_of
from tests.payments.conftest import heard, place


def _bought(at_stripe, buyer, item):
    order = place(buyer, item)
    at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    money.follow(Order.objects.get(pk=order.pk))
    return Order.objects.get(pk=order.pk)


def test_story_of_a_refunded_order_is_whole_and_in_order(at_stripe, mira, ash, make_item):
    order = _bought(at_stripe, mira, make_item(price_cents=1200))
    refund = Refund.ask(order, Copy.objects.all(), reason=Refund.Reason.TWICE, by=ash)
    money.carry_out(refund)
    order.refresh_from_db()
    steps = story_of(order)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    said = " ".join(step.sentence for step in steps)
    for part in [
        "Placed by mira",
        "A payment page was asked for: cs_",
        "Stripe told of checkout.session.completed",
        "Paid with card ending 4242",
        "Booked: Payment 12.00 eur",
        "asked 12.00 back: paid twice",
        "That refund: given back",
        "All that was paid has gone back",
    ]:
        assert part in said, part


def test_shopkeeper_reads_the_story_and_finds_the_payment_at_stripe(
    at_stripe, client, mira, ash, make_item, settings
):
    order = _bought(at_stripe, mira, make_item())
    client.force_login(ash)
    address = reverse("admin:payments_order_change", args=[order.pk])
    page = client.get(address).text
    there = f"{settings.STRIPE_PAGES}/objects/{order.payment_intent}"
    assert "What happened" in page and f'href="{there}"' in page
    settings.STRIPE_API_BASE = ""
    link = f"https://dashboard.stripe.com/test/payments/{order.payment_intent}"
    assert link in client.get(address).text

"""The report of differences: empty on a healthy shop, and blind to nothing that matters."""

import pytest
from django.utils import timezone

from payments import differences, money, till
from payments.models import Copy, Movement, Order, Refund
from tests.payments.conftest import heard, place


@pytest.fixture
def shop(at_stripe, mira, kael, make_item):
    """One order paid, one given back in part, one waiting."""
    paid, part = place(mira, make_item(edition_size=5)), place(kael, make_item(), make_item())
    for order in (paid, part):
        at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    for order in Order.objects.all():
        money.follow(order)
    copy = Copy.objects.filter(owner=kael).first()
    refund = Refund.ask(Order.objects.get(pk=part.pk), [copy], reason=Refund.Reason.ASKED_FOR)
    money.carry_out(refund)
    place(kael, make_item())
    return Order.objects.get(pk=paid.pk)


def _found():
    return [str(difference) for difference in differences.find()]


def test_healthy_shop_has_none(shop):
    assert _found() == []


def test_copy_without_payment_is_found(shop):
    Order.objects.filter(pk=shop.pk).update(paid_at=None)
    assert any("was entered and not paid for" in each for each in _found())


def test_payment_without_copy_is_found(shop, kael):
    Copy.objects.filter(order_line__order=shop).update(order_line=None)
    assert f"{shop}: 1 of Piece 1 were paid for, 0 entered." in _found()


@pytest.mark.parametrize("field", ["sold", "held"])
def test_stock_that_is_miscounted_is_found(shop, field):
    item = shop.lines.get().item
    type(item).objects.filter(pk=item.pk).update(**{field: 3})
    assert any(each.startswith(f"{item}: Counts") for each in _found())


def test_hold_past_its_time_is_found(shop):
    waiting = Order.objects.waiting().get()
    past = timezone.now() - differences.GRACE - differences.GRACE
    Order.objects.filter(pk=waiting.pk).update(expires_at=past)
    assert any(each.startswith(f"{waiting}: Holds copies") for each in _found())


def test_ledger_unlike_stripe_is_found(shop):
    Movement.objects.create(
        order=shop, kind="dispute", amount_cents=-100, currency="eur", stripe_id="du_of_nobody"
    )
    assert any(each.startswith(f"{shop}: The ledger has") for each in _found())


def test_owner_whom_the_history_does_not_name_is_found(shop, kael):
    copy = Copy.objects.get(order_line__order=shop)
    Copy.objects.filter(pk=copy.pk).update(owner=kael)
    assert f"{copy}: Its history names another owner." in _found()

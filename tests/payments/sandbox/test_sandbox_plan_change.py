"""Another price in the middle of a period: what it gives back, and when it is billed."""

import pytest
import stripe


def _switch(club, client, subscription, price, **more):
    item = subscription["items"].data[0].id
    params = {"items": [{"id": item, "price": price}]} | more
    return client.v1.subscriptions.update(subscription.id, params=params)


def test_yearly_after_half_a_month_credits_the_other_half_and_is_paid_today(club, client):
    subscription = club.join()
    item = subscription["items"].data[0]
    club.sandbox.advance((item.current_period_end - item.current_period_start) // 2)
    changed = _switch(club, client, subscription, club.yearly)
    [_, invoice] = club.invoices(subscription.id)
    credit, year = invoice.lines.data
    assert credit.amount == pytest.approx(-245, abs=1)
    assert credit.parent.subscription_item_details.proration and year.amount == 4900
    assert (invoice.status, invoice.billing_reason) == ("paid", "subscription_update")
    assert invoice.amount_paid == invoice.total == 4900 + credit.amount
    [item] = changed["items"].data
    days = (item.current_period_end - item.current_period_start) / 86_400
    assert (item.price.id, changed.billing_cycle_anchor) == (club.yearly, item.current_period_start)
    assert days in (365, 366)


def test_monthly_after_yearly_leaves_a_credit_that_later_invoices_use_up(club, client):
    subscription = club.join(price=club.yearly)
    _switch(club, client, subscription, club.monthly)
    invoice = club.invoices(subscription.id)[-1]
    assert (invoice.total, invoice.amount_due, invoice.status) == (-4410, 0, "paid")
    balance = client.v1.customers.retrieve(subscription.customer).balance
    assert (invoice.ending_balance, balance) == (-4410, -4410)
    club.sandbox.advance(32 * 86_400)
    renewal = club.invoices(subscription.id)[-1]
    assert (renewal.starting_balance, renewal.total, renewal.amount_paid) == (-4410, 490, 0)
    assert client.v1.customers.retrieve(subscription.customer).balance == -3920


def test_dearer_price_of_the_same_rhythm_waits_for_the_next_invoice(club, client):
    subscription, dearer = club.join(), club.price("month", 990)
    changed = _switch(club, client, subscription, dearer)
    assert changed["items"].data[0].price.id == dearer
    assert len(club.invoices(subscription.id)) == 1
    preview = {"subscription": subscription.id}
    upcoming = client.v1.invoices.create_preview(params=preview)
    assert [line.amount for line in upcoming.lines.data] == [-490, 990, 990]
    club.sandbox.advance(32 * 86_400)
    renewal = club.invoices(subscription.id)[-1]
    assert [line.amount for line in renewal.lines.data] == [-490, 990, 990]
    assert client.v1.invoices.create_preview(params=preview).total == 990


@pytest.mark.parametrize(("behavior", "paid"), [("always_invoice", [500]), ("none", [])])
def test_proration_behavior_says_whether_a_change_is_billed(club, client, behavior, paid):
    subscription = club.join()
    _switch(club, client, subscription, club.price("month", 990), proration_behavior=behavior)
    assert [each.total for each in club.invoices(subscription.id)[1:]] == paid


def test_item_can_be_changed_by_its_own_address(club, client):
    subscription = club.join()
    item = subscription["items"].data[0].id
    changed = client.v1.subscription_items.update(item, params={"quantity": 2})
    assert (changed.quantity, changed.subscription) == (2, subscription.id)


def test_change_that_the_card_refuses_leaves_an_open_invoice(club, client):
    subscription = club.join("4000000000000341")
    changed = _switch(club, client, subscription, club.yearly)
    assert changed.status == "past_due"
    assert club.invoices(subscription.id)[-1].status == "open"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "si_none", "price": "x"}, "No such subscription_item"),
        ({"price": "x"}, "does not do adding an item"),
        ({"deleted": True}, "does not do changing subscription items with deleted"),
        ({"quantity": 0}, "Invalid quantity"),
        ({"price": "price_none"}, "No such price"),
    ],
)
def test_change_that_makes_no_sense_is_refused(club, client, change, words):
    subscription = club.join()
    if "id" not in change and change != {"price": "x"}:
        change = change | {"id": subscription["items"].data[0].id}
    with pytest.raises(stripe.InvalidRequestError, match=words):
        client.v1.subscriptions.update(subscription.id, params={"items": [change]})

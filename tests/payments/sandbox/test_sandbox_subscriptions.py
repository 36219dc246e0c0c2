"""Subscriptions: joined through Checkout, changed, ended; driven by the real SDK."""

import pytest
import requests
import stripe


def test_joining_leaves_an_active_subscription_with_a_paid_invoice(club, client):
    session = club.session()
    payment = club.sandbox.pay(session.url)
    assert payment.location == f"https://shop.example/club/?cs={session.id}"
    expand = {"expand": ["subscription.latest_invoice.payments", "customer"]}
    paid = client.v1.checkout.sessions.retrieve(session.id, params=expand)
    subscription, invoice = paid.subscription, paid.subscription.latest_invoice
    assert (paid.status, paid.payment_status, paid.payment_intent) == ("complete", "paid", None)
    assert (subscription.status, subscription.metadata["member"]) == ("active", "7")
    assert (invoice.status, invoice.amount_paid, paid.invoice) == ("paid", 490, invoice.id)
    assert invoice.parent.subscription_details.subscription == subscription.id
    assert invoice.payments.data[0].status == "paid"
    assert paid.customer.email == "buyer@example.org"


def test_billing_period_is_on_the_item_and_not_on_the_subscription(club):
    subscription = club.join()
    [item] = subscription["items"].data
    assert item.price.id == club.monthly
    assert 28 <= (item.current_period_end - item.current_period_start) / 86_400 <= 31
    assert not hasattr(subscription, "current_period_end")


def test_events_of_joining_are_delivered_signed(club, receiver):
    club.join()
    kinds = [event.type for event in receiver.wait_for(1, "checkout.session.completed")]
    assert kinds == ["checkout.session.completed"]
    club.sandbox.wait_until_delivered()
    told = [event["type"] for event in club.sandbox.events()]
    assert told[told.index("customer.created") :] == [
        "customer.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "payment_method.attached",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice_payment.paid",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]


@pytest.mark.parametrize(
    ("card", "paid"),
    [("4000000000000002", False), ("4000002760003184", True), ("4000008400001629", False)],
)
def test_only_a_card_that_pays_starts_a_subscription(club, client, card, paid):
    session = club.session()
    assert club.sandbox.pay(session.url, card).paid is paid
    assert len(client.v1.subscriptions.list().data) == paid
    assert len(client.v1.customers.list().data) == paid


def test_second_card_joins_after_a_decline(club, client):
    session = club.session()
    club.sandbox.pay(session.url, "4000000000000002")
    assert club.sandbox.pay(session.url).paid
    assert [i.status for i in client.v1.payment_intents.list().data] == ["succeeded"]


def test_member_who_is_a_customer_stays_that_customer(club, client):
    customer = client.v1.customers.create(params={"email": "mira@ashes.example"})
    session = club.session(customer=customer.id)
    club.sandbox.pay(session.url)
    [subscription] = client.v1.subscriptions.list(params={"customer": customer.id}).data
    [method] = client.v1.customers.payment_methods.list(customer.id).data
    assert subscription.default_payment_method == method.id
    assert len(client.v1.customers.list().data) == 1


def test_page_says_what_is_charged_and_how_often(club):
    html = requests.get(club.session().url, timeout=5).text
    assert "Subscribe to" in html and "every month" in html and "until you cancel" in html
    assert "bank debit" not in html


def test_promotion_code_lowers_the_first_invoice_only(club, client):
    coupon = client.v1.coupons.create(params={"percent_off": 50})
    promotion = {"type": "coupon", "coupon": coupon.id}
    client.v1.promotion_codes.create(params={"promotion": promotion, "code": "HALF"})
    session = club.session(allow_promotion_codes=True)
    requests.post(f"{session.url}/promotion", data={"code": "half"}, timeout=5)
    assert club.sandbox.pay(session.url).paid
    [first] = client.v1.invoices.list().data
    assert (first.subtotal, first.total, first.amount_paid) == (490, 245, 245)
    upcoming = client.v1.invoices.create_preview(
        params={"subscription": first.parent.subscription_details.subscription}
    )
    assert upcoming.amount_due == 490


def test_first_month_for_nothing_still_asks_for_a_card(club, client):
    coupon = client.v1.coupons.create(params={"percent_off": 100})
    session = club.session(discounts=[{"coupon": coupon.id}])
    assert club.sandbox.pay(session.url, "4000000000000002").status == 402
    assert club.sandbox.pay(session.url).paid
    after = client.v1.checkout.sessions.retrieve(session.id, params={"expand": ["subscription"]})
    assert after.payment_status == "no_payment_required"
    assert after.subscription.default_payment_method


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payment_intent_data": {"description": "x"}}, "can not pass `payment_intent_data`"),
        ({"customer_creation": "always"}, "can not pass `customer_creation`"),
        ({"subscription_data": {"trial_period_days": 7}}, "does not do subscription_data with"),
    ],
)
def test_session_that_cannot_start_a_subscription_is_refused(club, changes, words):
    with pytest.raises(stripe.InvalidRequestError, match=words):
        club.session(**changes)


def test_prices_paid_once_and_again_are_not_mixed_up(club, client, open_session):
    once = {"currency": "eur", "unit_amount": 500, "product": club.product}
    single = client.v1.prices.create(params=once).id
    with pytest.raises(stripe.InvalidRequestError, match="type=one_time"):
        club.session(single)
    with pytest.raises(stripe.InvalidRequestError, match="passed a recurring price"):
        open_session(line_items=[{"price": club.monthly, "quantity": 1}])
    lines = [{"price": each, "quantity": 1} for each in (club.monthly, club.yearly)]
    with pytest.raises(stripe.InvalidRequestError, match="same billing interval"):
        club.session(line_items=lines)


def test_end_of_the_period_is_asked_for_and_taken_back(club, client):
    subscription = club.join()
    change = client.v1.subscriptions.update
    said = {"cancel_at_period_end": True, "cancellation_details": {"feedback": "unused"}}
    ending = change(subscription.id, params=said)
    assert ending.cancel_at == subscription["items"].data[0].current_period_end
    assert (ending.status, ending.cancellation_details.feedback) == ("active", "unused")
    back = change(subscription.id, params={"cancel_at_period_end": False})
    assert (back.cancel_at, back.canceled_at, back.cancel_at_period_end) == (None, None, False)
    told = club.sandbox.events("customer.subscription.updated")
    assert told[-1]["data"]["previous_attributes"]["cancel_at_period_end"] is True


def test_cancelled_subscription_is_over_at_once_and_stays_so(club, client):
    subscription = club.join()
    over = client.v1.subscriptions.cancel(subscription.id)
    assert (over.status, over.cancellation_details.reason) == ("canceled", "cancellation_requested")
    assert len(club.sandbox.events("customer.subscription.deleted")) == 1
    assert client.v1.subscriptions.list().data == []
    assert len(client.v1.subscriptions.list(params={"status": "all"}).data) == 1
    assert len(client.v1.subscriptions.list(params={"status": "ended"}).data) == 1
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        client.v1.subscriptions.update(subscription.id, params={"description": "x"})
    with pytest.raises(stripe.InvalidRequestError, match="No such subscription"):
        client.v1.subscriptions.cancel(subscription.id)


def test_deleted_customer_subscribes_to_nothing(club, client):
    subscription = club.join()
    client.v1.customers.delete(subscription.customer)
    assert club.look(subscription.id).status == "canceled"


def test_lists_are_narrowed_by_customer_and_price(club, client):
    monthly, yearly = club.join(), club.join(price=club.yearly)
    listed = client.v1.subscriptions.list
    assert [s.id for s in listed(params={"price": club.yearly}).data] == [yearly.id]
    assert [s.id for s in listed(params={"customer": monthly.customer}).data] == [monthly.id]
    items = client.v1.subscription_items.list(params={"subscription": yearly.id})
    assert client.v1.subscription_items.retrieve(items.data[0].id).price.id == club.yearly
    with pytest.raises(stripe.InvalidRequestError, match="No such subscription_item"):
        client.v1.subscription_items.retrieve("si_none")


def test_invoice_is_found_by_the_intent_that_paid_it(club, client):
    invoice = club.invoices(club.join().id)[0]
    [payment] = client.v1.invoice_payments.list(params={"invoice": invoice.id}).data
    intent = payment.payment.payment_intent
    by_intent = {"payment": {"type": "payment_intent", "payment_intent": intent}}
    assert client.v1.invoice_payments.list(params=by_intent).data[0].invoice == invoice.id
    refund = client.v1.refunds.create(params={"payment_intent": intent})
    assert refund.amount == 490
    assert client.v1.invoices.line_items.list(invoice.id).data[0].amount == 490


def test_stripes_own_cli_can_join_through_payment_pages(club, client):
    session = club.session()
    card = {"type": "card", "card": {"token": "tok_visa"}}
    method = client.v1.payment_methods.create(params=card).id
    url = f"{club.sandbox.url}/v1/payment_pages/{session.id}/confirm"
    headers = {"Authorization": "Bearer sk_test_x"}
    form = {"payment_method": method, "expected_amount": 490}
    reply = requests.post(url, data=form, headers=headers, timeout=10).json()
    assert reply["payment_status"] == "paid"
    assert club.look(reply["subscription"]).default_payment_method == method

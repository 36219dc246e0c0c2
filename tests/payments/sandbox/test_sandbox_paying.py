"""Paying on the hosted page: what each card does, and what it leaves behind."""

import threading

import pytest
import requests


def test_good_card_pays_the_session_and_leads_back_to_the_shop(sandbox, client, open_session):
    session = open_session()
    payment = sandbox.pay(session.url)
    assert payment.location == f"https://shop.example/return/?cs={session.id}"
    expand = {"expand": ["payment_intent.latest_charge", "line_items"]}
    paid = client.v1.checkout.sessions.retrieve(session.id, params=expand)
    assert (paid.status, paid.payment_status, paid.amount_total) == ("complete", "paid", 4900)
    assert paid.payment_intent.metadata["order"] == "AC-1"
    assert paid.payment_intent.latest_charge.amount_captured == 4900
    assert [line.description for line in paid.line_items.data] == ["Ember Veil", "Ash Bloom"]
    assert paid.customer_details.email == "buyer@example.org"


def test_events_of_a_purchase_come_in_order_and_say_what_happened(sandbox, open_session):
    sandbox.pay(open_session().url)
    kinds = [event["type"] for event in sandbox.events()]
    assert kinds == [
        *["product.created", "price.created"] * 2,
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


@pytest.mark.parametrize(
    ("card", "code", "decline_code", "sentence"),
    [
        ("4000000000000002", "card_declined", "generic_decline", "was declined"),
        ("4000000000009995", "card_declined", "insufficient_funds", "insufficient funds"),
        ("4000000000009987", "card_declined", "lost_card", "was declined"),
        ("4000000000000069", "expired_card", None, "has expired"),
        ("4000000000000127", "incorrect_cvc", None, "security code is incorrect"),
        ("4000000000000119", "processing_error", None, "processing your card"),
    ],
)
def test_declined_card_keeps_the_session_open(
    sandbox, client, open_session, card, code, decline_code, sentence
):
    session = open_session()
    payment = sandbox.pay(session.url, card)
    assert (payment.status, payment.paid) == (402, False)
    assert sentence in payment.html and "Nothing was taken" in payment.html
    params = {"expand": ["payment_intent"]}
    after = client.v1.checkout.sessions.retrieve(session.id, params=params)
    error = after.payment_intent.last_payment_error
    assert (after.status, after.payment_status) == ("open", "unpaid")
    assert (error.code, getattr(error, "decline_code", None)) == (code, decline_code)
    assert [e["type"] for e in sandbox.events()][-2:] == [
        "charge.failed",
        "payment_intent.payment_failed",
    ]


def test_second_card_pays_after_a_decline_on_the_same_intent(sandbox, client, open_session):
    session = open_session()
    sandbox.pay(session.url, "4000000000000002")
    assert sandbox.pay(session.url).paid
    [intent] = client.v1.payment_intents.list().data
    assert intent.status == "succeeded"
    statuses = {c.status for c in client.v1.charges.list(params={"payment_intent": intent.id})}
    assert statuses == {"failed", "succeeded"}


@pytest.mark.parametrize("card", ["4000002760003184", "4000002500003155"])
def test_three_d_secure_passed_pays(sandbox, client, open_session, card):
    session = open_session()
    assert sandbox.pay(session.url, card).paid
    [charge] = client.v1.charges.list().data
    assert charge.payment_method_details.card.three_d_secure.result == "authenticated"


def test_three_d_secure_failed_returns_to_the_form_with_a_sentence(sandbox, client, open_session):
    session = open_session()
    payment = sandbox.pay(session.url, "4000002760003184", authenticate=False)
    assert not payment.paid and "unable to authenticate" in payment.html
    [intent] = client.v1.payment_intents.list().data
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.code == "payment_intent_authentication_failure"


def test_card_declined_after_three_d_secure_stays_unpaid(sandbox, open_session):
    payment = sandbox.pay(open_session().url, "4000008400001629")
    assert not payment.paid and "was declined" in payment.html


def test_a_real_looking_number_is_refused_and_not_shown_again(sandbox, open_session):
    payment = sandbox.pay(open_session().url, "4111111111111111")
    assert payment.status == 422 and "not a test card" in payment.html
    assert "4111111111111111" not in payment.html


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "ines@", "Enter a valid email address."),
        ("expiry", "13/30", "Write month and year"),
        ("expiry", "01/20", "in the past"),
        ("cvc", "1", "security code is incomplete"),
        ("name", "", "name on the card"),
        ("country", "XX", "Select a valid choice"),
    ],
)
def test_form_says_what_is_wrong_beside_the_field(sandbox, open_session, field, value, sentence):
    payment = sandbox.pay(open_session().url, **{field: value})
    assert payment.status == 422 and sentence in payment.html


def test_two_hands_paying_at_once_pay_one_session_once(sandbox, client, open_session):
    session, results = open_session(), []
    barrier = threading.Barrier(6)

    def pay():
        barrier.wait()
        results.append(sandbox.pay(session.url))

    threads = [threading.Thread(target=pay) for _ in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sum(payment.paid for payment in results) == 1
    assert len(client.v1.charges.list().data) == 1
    assert len(sandbox.events("checkout.session.completed")) == 1
    others = [payment for payment in results if not payment.paid]
    assert all("This order is complete" in payment.html for payment in others)


def test_bank_debit_completes_unpaid_and_settles_later(sandbox, client, open_session):
    session = open_session()
    assert sandbox.pay(session.url, method="bank_pays").paid
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    sandbox.advance(61)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    assert sandbox.events("checkout.session.async_payment_succeeded")


def test_bank_debit_that_fails_says_so_later(sandbox, client, open_session):
    session = open_session()
    sandbox.pay(session.url, method="bank_fails")
    sandbox.advance(61)
    after = client.v1.checkout.sessions.retrieve(session.id)
    assert (after.status, after.payment_status) == ("complete", "unpaid")
    assert sandbox.events("checkout.session.async_payment_failed")


def test_required_terms_must_be_agreed_to(sandbox, client, open_session):
    session = open_session(consent_collection={"terms_of_service": "required"})
    assert "agree to the terms" in sandbox.pay(session.url, terms="").html
    assert sandbox.pay(session.url).paid
    consent = client.v1.checkout.sessions.retrieve(session.id).consent
    assert consent.terms_of_service == "accepted"


def test_customer_is_made_when_always_asked_for(sandbox, client, open_session):
    session = open_session(customer_creation="always")
    sandbox.pay(session.url)
    params = {"expand": ["customer"]}
    customer = client.v1.checkout.sessions.retrieve(session.id, params=params).customer
    assert customer.email == "buyer@example.org"


def test_email_given_by_the_shop_is_kept_whatever_the_form_says(sandbox, client, open_session):
    session = open_session(customer_email="mira@ashes.example")
    sandbox.pay(session.url)
    details = client.v1.checkout.sessions.retrieve(session.id).customer_details
    assert details.email == "mira@ashes.example"


def test_stripes_own_cli_can_pay_through_payment_pages(sandbox, client, open_session):
    session = open_session()
    method = _raw(sandbox, "/v1/payment_methods", {"type": "card", "card[token]": "tok_visa"})
    page = requests.get(f"{sandbox.url}/v1/payment_pages/{session.id}", headers=_KEY, timeout=5)
    form = {"payment_method": method["id"], "expected_amount": page.json()["total_summary"]["due"]}
    done = _raw(sandbox, f"/v1/payment_pages/{session.id}/confirm", form)
    assert (done["payment_status"], done["total_summary"]["due"]) == ("paid", 0)
    again = _raw(sandbox, f"/v1/payment_pages/{session.id}/confirm", form | {"expected_amount": 1})
    assert again["error"]["code"] == "checkout_amount_mismatch"


def test_shipping_that_the_cli_sends_along_is_on_intent_and_charge(sandbox, client, open_session):
    """As `stripe trigger checkout.session.completed` does; nothing here is shipped."""
    shipping = {"name": "Jenny Rosen", "address": {"line1": "510 Townsend St", "country": "US"}}
    session = open_session(payment_intent_data={"shipping": shipping})
    sandbox.pay(session.url)
    [charge] = client.v1.charges.list().data
    intent = client.v1.payment_intents.retrieve(charge.payment_intent)
    assert (charge.shipping.name, intent.shipping.address.country) == ("Jenny Rosen", "US")


def test_declined_cli_payment_is_a_402_that_leaves_its_failed_charge(sandbox, client, open_session):
    session = open_session()
    card = {"type": "card", "card[token]": "tok_chargeDeclined"}
    method = _raw(sandbox, "/v1/payment_methods", card)
    form = {"payment_method": method["id"]}
    refused = _raw(sandbox, f"/v1/payment_pages/{session.id}/confirm", form)
    assert refused["error"]["decline_code"] == "generic_decline"
    assert client.v1.charges.list().data[0].status == "failed"


_KEY = {"Authorization": "Bearer sk_test_x"}


def _raw(sandbox, path, form):
    return requests.post(sandbox.url + path, data=form, headers=_KEY, timeout=5).json()


def test_totals_are_lines_times_quantity(client, order):
    assert client.v1.checkout.sessions.create(params=order()).amount_subtotal == 4900

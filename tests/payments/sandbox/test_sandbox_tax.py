"""Stripe Tax: what is inside the prices, by the country that the buyer names."""

import pytest
import requests
import stripe

from payments.sandbox.checkout.tax import included

TAXED = {"automatic_tax": {"enabled": True}}


def _lines(cents: int = 4900, behavior: str = "inclusive", quantity: int = 1) -> list:
    product = {"name": "Ember Veil", "tax_code": "txcd_10000000"}
    price = {"currency": "eur", "unit_amount": cents, "product_data": product}
    return [{"price_data": price | {"tax_behavior": behavior}, "quantity": quantity}]


@pytest.mark.parametrize(
    ("amount", "country", "tax"),
    [(4900, "DE", 782), (490, "FI", 100), (490, "CH", 37), (4900, "US", 0), (-490, "FR", -82)],
)
def test_tax_is_the_part_of_the_price_that_the_country_takes(amount, country, tax):
    assert included(amount, country) == tax


@pytest.mark.parametrize(("country", "tax"), [("DE", 782), ("HU", 1042), ("US", 0)])
def test_country_of_the_buyer_decides_and_the_total_stays(
    sandbox, client, open_session, country, tax
):
    session = open_session(line_items=_lines(), **TAXED)
    assert session.automatic_tax.status == "requires_location_inputs"
    assert session.total_details.amount_tax == 0
    assert "depends on your country" in requests.get(session.url, timeout=5).text
    assert sandbox.pay(session.url, country=country).paid
    params = {"expand": ["line_items.data.taxes"]}
    after = client.v1.checkout.sessions.retrieve(session.id, params=params)
    assert (after.automatic_tax.status, after.amount_total) == ("complete", 4900)
    assert after.total_details.amount_tax == tax
    [line] = after.line_items.data
    assert (line.amount_tax, line.taxes[0].amount, line.taxes[0].rate.country) == (
        *(tax, tax),
        country,
    )
    rate = client.v1.tax_rates.retrieve(line.taxes[0].rate.id)
    assert rate.inclusive and (rate.percentage > 0) is (tax > 0)


def test_declined_buyer_sees_the_tax_of_their_country(sandbox, open_session):
    session = open_session(line_items=_lines(), **TAXED)
    refused = sandbox.pay(session.url, "4000000000000002", country="FR")
    assert "Tax included" in refused.html and "€8.17" in refused.html


def test_discount_lowers_the_tax_too(sandbox, client, open_session):
    coupon = client.v1.coupons.create(params={"percent_off": 50})
    session = open_session(line_items=_lines(), discounts=[{"coupon": coupon.id}], **TAXED)
    sandbox.pay(session.url)
    after = client.v1.checkout.sessions.retrieve(session.id)
    assert (after.amount_total, after.total_details.amount_tax) == (2450, 391)


def test_customer_with_an_address_is_taxed_from_the_start(client, open_session):
    customer = client.v1.customers.create(params={"address": {"country": "AT"}})
    session = open_session(customer=customer.id, line_items=_lines(1200), **TAXED)
    assert (session.automatic_tax.status, session.total_details.amount_tax) == ("complete", 200)


def test_customer_without_an_address_needs_leave_to_keep_the_one_typed(
    sandbox, client, open_session
):
    customer = client.v1.customers.create(params={"email": "mira@ashes.example"}).id
    with pytest.raises(stripe.InvalidRequestError, match="requires a valid address"):
        open_session(customer=customer, line_items=_lines(), **TAXED)
    keeps = {"customer": customer, "customer_update": {"address": "auto"}}
    sandbox.pay(open_session(line_items=_lines(), **keeps, **TAXED).url, country="NL")
    assert client.v1.customers.retrieve(customer).address.country == "NL"


@pytest.mark.parametrize(
    ("behavior", "words"),
    [("unspecified", "needs a `tax_behavior`"), ("exclusive", "does not do prices without")],
)
def test_price_must_say_that_its_tax_is_inside(open_session, behavior, words):
    with pytest.raises(stripe.InvalidRequestError, match=words):
        open_session(line_items=_lines(behavior=behavior), **TAXED)


def test_invoices_of_a_taxed_subscription_carry_the_tax(club, client):
    params = {"currency": "eur", "product": club.product, "unit_amount": 490}
    params |= {"recurring": {"interval": "month"}, "tax_behavior": "inclusive"}
    price = client.v1.prices.create(params=params).id
    session = club.session(price, **TAXED)
    club.sandbox.pay(session.url, country="DE")
    club.sandbox.advance(32 * 86_400)
    first, second = client.v1.invoices.list().data[::-1]
    for invoice in (first, second):
        assert (invoice.total, invoice.total_excluding_tax) == (490, 412)
        assert invoice.total_taxes[0].amount == invoice.lines.data[0].taxes[0].amount == 78
    assert "Tax included" in requests.get(second.hosted_invoice_url, timeout=5).text
    [subscription] = client.v1.subscriptions.list().data
    assert subscription.automatic_tax.enabled

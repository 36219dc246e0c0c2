"""The portal's configurations and sessions, and what it keeps about cards: the API."""

import pytest
import stripe


def _features(club):
    prices = [club.monthly, club.yearly]
    return {
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True},
        "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
        "subscription_update": {
            "enabled": True,
            "default_allowed_updates": ["price"],
            "products": [{"product": club.product, "prices": prices}],
            "proration_behavior": "always_invoice",
        },
    }


def test_first_configuration_is_the_default_and_can_be_changed(club, client):
    configurations = client.v1.billing_portal.configurations
    first = configurations.create(params={"features": _features(club), "name": "The Club"})
    second = configurations.create(params={"features": {"invoice_history": {"enabled": True}}})
    assert (first.is_default, second.is_default) == (True, False)
    changed = configurations.update(
        first.id,
        params={"features": {"subscription_cancel": {"enabled": False}}, "metadata": {"a": "1"}},
    )
    assert changed.features.subscription_cancel.enabled is False
    assert changed.features.subscription_update.products[0].prices == [club.monthly, club.yearly]
    assert configurations.retrieve(first.id).metadata["a"] == "1"
    assert [c.id for c in configurations.list(params={"is_default": True}).data] == [first.id]
    told = club.sandbox.events("billing_portal.configuration.updated")
    assert "features" in told[0]["data"]["previous_attributes"]


def test_session_is_a_link_for_one_customer(club, client):
    client.v1.billing_portal.configurations.create(params={"features": _features(club)})
    customer = client.v1.customers.create()
    session = client.v1.billing_portal.sessions.create(
        params={"customer": customer.id, "return_url": "https://shop.example/club/"}
    )
    assert session.url.startswith(f"{club.sandbox.url}/p/session/test_")
    assert session.id not in session.url
    assert club.sandbox.events("billing_portal.session.created")


@pytest.mark.parametrize(
    ("params", "words"),
    [({}, "create a configuration"), ({"configuration": "bpc_none"}, "No such")],
)
def test_session_needs_a_configuration(client, params, words):
    customer = client.v1.customers.create().id
    with pytest.raises(stripe.InvalidRequestError, match=words):
        client.v1.billing_portal.sessions.create(params={"customer": customer} | params)


def test_what_the_portal_cannot_do_here_is_refused(client):
    asked = {"features": {"customer_update": {"enabled": True, "allowed_updates": ["email"]}}}
    with pytest.raises(stripe.InvalidRequestError, match="does not do customer_update"):
        client.v1.billing_portal.configurations.create(params=asked)


def test_card_is_attached_made_the_default_and_taken_off(client):
    customer, stranger = client.v1.customers.create().id, client.v1.customers.create().id
    methods = client.v1.payment_methods
    card = {"type": "card", "card": {"token": "tok_chargeCustomerFail"}}
    method = methods.create(params=card).id
    setting = {"invoice_settings": {"default_payment_method": method}}
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method"):
        client.v1.customers.update(customer, params=setting)
    methods.attach(method, params={"customer": customer})
    with pytest.raises(stripe.InvalidRequestError, match="another customer"):
        methods.attach(method, params={"customer": stranger})
    after = client.v1.customers.update(customer, params=setting | {"name": "Mira"})
    assert (after.invoice_settings.default_payment_method, after.name) == (method, "Mira")
    assert [m.id for m in methods.list(params={"customer": customer}).data] == [method]
    assert methods.detach(method).customer is None
    assert client.v1.customers.retrieve(customer).invoice_settings.default_payment_method is None

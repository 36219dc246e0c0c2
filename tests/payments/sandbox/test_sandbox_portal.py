"""The portal's pages: card, plan, end and invoices, without JavaScript and within its settings."""

import re

import pytest
import requests

DAY, FAILS = 86_400, "4000000000000341"
CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "name": "Mira"}
CARD |= {"country": "DE"}


@pytest.fixture
def opened(club, client):
    """Opens the portal for a subscription's customer; returns its address."""

    def open_portal(subscription, **features):
        prices = [club.monthly, club.yearly]
        usual = {
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "subscription_cancel": {
                "enabled": True,
                "mode": "at_period_end",
                "cancellation_reason": {"enabled": True, "options": ["too_expensive", "unused"]},
            },
            "subscription_update": {
                "enabled": True,
                "default_allowed_updates": ["price"],
                "products": [{"product": club.product, "prices": prices}],
                "proration_behavior": "always_invoice",
            },
        }
        made = client.v1.billing_portal.configurations.create(params={"features": usual | features})
        asked = {"customer": subscription.customer, "configuration": made.id}
        asked["return_url"] = "https://shop.example/club/"
        return client.v1.billing_portal.sessions.create(params=asked).url

    return open_portal


def _text(url: str) -> str:
    reply = requests.get(url, timeout=10)
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.text))


def _overdue(club):
    """A member whose renewal could not be charged."""
    subscription = club.join(FAILS)
    end = subscription["items"].data[0].current_period_end
    club.sandbox.advance(end - club.sandbox.state()["now"] + 3_700)
    return club.look(subscription.id)


def test_home_shows_plan_card_invoices_and_the_way_back(club, opened):
    subscription = club.join()
    url = opened(subscription)
    text = _text(url)
    assert "The Club" in text and "€4.90 every month" in text and "Visa ending in 4242" in text
    assert "Renews on" in text and "-0001 €4.90 Paid" in text
    assert 'href="https://shop.example/club/"' in requests.get(url, timeout=5).text


def test_every_portal_page_says_test_and_carries_nothing_inline(club, opened):
    subscription = _overdue(club)
    url = opened(subscription)
    pages = [url, f"{url}/card", f"{url}/{subscription.id}/plan", f"{url}/{subscription.id}/end"]
    pages.append(club.invoices(subscription.id)[-1].hosted_invoice_url)
    for page in pages:
        html = requests.get(page, timeout=5).text
        assert "<strong>TEST</strong>" in html and html.count("<h1") == 1, page
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html), page
        inputs = re.findall(r'<(?:input|select)[^>]* id="(\w+)"', html)
        assert all(f'for="{name}"' in html for name in inputs), page


def test_new_card_pays_the_open_invoice_and_heals_the_subscription(club, client, opened):
    subscription = _overdue(club)
    url, invoice = opened(subscription), club.invoices(subscription.id)[-1]
    assert "A payment did not go through" in _text(url)
    assert club.sandbox.submit(invoice.hosted_invoice_url).status == 402
    assert club.sandbox.submit(f"{url}/card", **CARD).status == 302
    assert "Your card is changed" in _text(f"{url}?said=card")
    assert "Amount due €4.90" in _text(invoice.hosted_invoice_url)
    assert club.sandbox.submit(invoice.hosted_invoice_url).status == 302
    healed = club.look(subscription.id)
    method = client.v1.payment_methods.retrieve(healed.default_payment_method)
    assert (healed.status, method.card.last4) == ("active", "4242")
    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    customer = client.v1.customers.retrieve(subscription.customer)
    assert customer.invoice_settings.default_payment_method == method.id
    assert club.sandbox.submit(invoice.hosted_invoice_url).status == 302
    assert len(club.sandbox.events("invoice.paid")) == 2


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"number": "4000000000000002"}, 402, "was declined"),
        ({"number": "4111111111111111"}, 422, "not a test card"),
        ({"expiry": "1/20"}, 422, "in the past"),
        ({"name": ""}, 422, "name on the card"),
    ],
)
def test_card_that_is_no_good_changes_nothing(club, opened, change, status, words):
    subscription = club.join()
    answer = club.sandbox.submit(f"{opened(subscription)}/card", **(CARD | change))
    assert answer.status == status and words in answer.html
    assert club.look(subscription.id).default_payment_method == subscription.default_payment_method


@pytest.mark.parametrize(
    ("number", "result", "status", "words"),
    [
        ("4000002500003155", "complete", 302, ""),
        ("4000002500003155", "fail", 402, "unable to authenticate"),
        ("4000008400001629", "complete", 402, "was declined"),
    ],
)
def test_card_that_asks_for_its_holder_is_kept_once_the_bank_is_sure(
    club, client, opened, number, result, status, words
):
    subscription = club.join()
    url = opened(subscription)
    assert club.sandbox.submit(f"{url}/card", **(CARD | {"number": number})).status == 302
    assert "asks to charge this card later" in _text(f"{url}/authentication")
    assert club.look(subscription.id).default_payment_method == subscription.default_payment_method
    answer = club.sandbox.submit(f"{url}/authentication", result=result)
    assert answer.status == status and words in answer.html
    kept = club.look(subscription.id).default_payment_method
    last4 = client.v1.payment_methods.retrieve(kept).card.last4
    assert last4 == ("3155" if status == 302 else "4242")
    assert club.sandbox.submit(f"{url}/authentication", result="complete").status == 302
    assert club.look(subscription.id).default_payment_method == kept


def test_yearly_is_chosen_and_paid_today(club, opened):
    subscription = club.join()
    page = f"{opened(subscription)}/{subscription.id}/plan"
    assert "€44.10 is charged today" in _text(page)
    assert club.sandbox.submit(page, price=club.yearly).status == 302
    assert club.look(subscription.id)["items"].data[0].price.id == club.yearly
    assert club.invoices(subscription.id)[-1].amount_paid == pytest.approx(4410, abs=1)
    assert "stays as a credit" in _text(page)


def test_plan_stays_as_it_is_when_the_card_does_not_pay(club, opened):
    subscription = club.join(FAILS)
    page = f"{opened(subscription)}/{subscription.id}/plan"
    answer = club.sandbox.submit(page, price=club.yearly)
    assert answer.status == 402 and "Your plan stays as it is" in answer.html
    assert club.look(subscription.id)["items"].data[0].price.id == club.monthly
    assert len(club.invoices(subscription.id)) == 1


def test_price_that_is_not_offered_cannot_be_taken(club, opened):
    subscription, secret = club.join(), club.price("month", 1)
    page = f"{opened(subscription)}/{subscription.id}/plan"
    assert club.sandbox.submit(page, price=secret).status == 422


def test_end_is_shown_as_cancel_at_alone_and_taken_back(club, opened):
    subscription = club.join()
    url = opened(subscription)
    page = f"{url}/{subscription.id}/end"
    assert "Too expensive" in _text(page) and "is not renewed" in _text(page)
    assert club.sandbox.submit(page, feedback="too_expensive").status == 302
    ending = club.look(subscription.id)
    assert ending.cancel_at == subscription["items"].data[0].current_period_end
    # As at Stripe with flexible billing: the flag stays down.
    assert ending.cancel_at_period_end is False
    assert ending.cancellation_details.feedback == "too_expensive"
    assert "Ends on" in _text(url)
    assert club.sandbox.submit(f"{url}/{subscription.id}/renewal").status == 302
    assert club.look(subscription.id).cancel_at is None and "Renews on" in _text(url)


def test_end_at_once_is_at_once(club, opened):
    subscription = club.join()
    url = opened(subscription, subscription_cancel={"enabled": True, "mode": "immediately"})
    club.sandbox.submit(f"{url}/{subscription.id}/end")
    assert club.look(subscription.id).status == "canceled"
    assert "no subscription at the moment" in _text(url)


def test_what_the_configuration_does_not_allow_is_not_there(club, opened):
    subscription, off = club.join(), {"enabled": False}
    url = opened(
        subscription,
        payment_method_update=off,
        subscription_cancel=off,
        invoice_history=off,
        subscription_update=off,
    )
    text = _text(url)
    assert not any(word in text for word in ("Change card", "Cancel", "Change plan", "Invoices"))
    for tail in ("card", f"{subscription.id}/plan", f"{subscription.id}/end"):
        assert requests.get(f"{url}/{tail}", timeout=5).status_code == 404


def test_portal_opens_nobody_elses_subscription(club, opened):
    mine, theirs = club.join(), club.join()
    url = opened(mine)
    for tail in ("plan", "end", "renewal"):
        assert club.sandbox.submit(f"{url}/{theirs.id}/{tail}").status == 404
    assert club.look(theirs.id).cancel_at is None


def test_link_works_for_an_hour_and_unknown_links_never(club, opened):
    subscription = club.join()
    url = opened(subscription)
    club.sandbox.advance(3_600)
    reply = requests.get(url, timeout=5)
    assert reply.status_code == 410 and "This link has expired" in reply.text
    assert requests.get(f"{club.sandbox.url}/p/session/test_none", timeout=5).status_code == 404
    assert requests.get(f"{club.sandbox.url}/i/in_none", timeout=5).status_code == 404


def test_draft_has_no_page_yet(club):
    subscription = club.join()
    end = subscription["items"].data[0].current_period_end
    club.sandbox.advance(end - club.sandbox.state()["now"])
    draft = club.invoices(subscription.id)[-1]
    page = requests.get(f"{club.sandbox.url}/i/{draft.id}", timeout=5)
    assert (draft.status, page.status_code) == ("draft", 404)

"""The pages: plain HTML that works alone, nothing inline, and clear words when closed."""

import re

import pytest
import requests


@pytest.fixture
def pages(sandbox, client, open_session):
    """Every page a buyer or developer can meet: {name: html}."""
    session = open_session(allow_promotion_codes=True)
    asked = {"number": "4000002760003184", "expiry": "12/34", "cvc": "123", "name": "Test Buyer"}
    asked |= {"email": "buyer@example.org", "country": "DE", "method": "card"}
    found = {"open": requests.get(session.url, timeout=5).text}
    requests.post(session.url, data=asked, timeout=5, allow_redirects=False)
    found["bank"] = requests.get(f"{session.url}/authentication", timeout=5).text
    sandbox.pay(session.url)
    found["paid"] = requests.get(session.url, timeout=5).text
    event = sandbox.events()[-1]["id"]
    found["event"] = requests.get(f"{sandbox.url}/objects/{event}", timeout=5).text
    found["overview"] = requests.get(sandbox.url, timeout=5).text
    return found


def test_every_page_says_test_and_carries_nothing_inline(pages):
    for name, html in pages.items():
        assert "<strong>TEST</strong>" in html, name
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html), name


def test_summary_shows_lines_quantity_and_total(pages):
    text = re.sub(r"<[^>]+>|\s+", " ", pages["open"])
    text = re.sub(r"\s+", " ", text)
    assert "Ember Veil × 2 €40.00" in text and "Total due €49.00" in text


def test_all_test_cards_can_be_read_without_javascript(pages):
    numbers = re.findall(r'<span class="num">([\d ]{19})</span>', pages["open"])
    assert len(numbers) == 14 and "4242 4242 4242 4242" in numbers
    assert pages["open"].count("data-card=") == pages["open"].count(" hidden>Use") == 14


def test_every_input_has_a_label(pages):
    inputs = re.findall(r'<(?:input|select)[^>]* id="(\w+)"', pages["open"])
    assert inputs and all(f'for="{name}"' in pages["open"] for name in inputs)


def test_paid_session_links_back_to_the_order(pages):
    assert "This order is complete" in pages["paid"]
    assert "https://shop.example/return/?cs=cs_test_" in pages["paid"]


def test_names_from_the_shop_cannot_break_the_page(client, order):
    price = {"currency": "eur", "unit_amount": 500, "product_data": {"name": "<script>x</script>"}}
    params = order(line_items=[{"price_data": price, "quantity": 1}])
    html = requests.get(client.v1.checkout.sessions.create(params=params).url, timeout=5).text
    assert "<script>x" not in html and "&lt;script&gt;x" in html


def test_pages_and_styles_are_served_with_their_headers(sandbox, open_session):
    reply = requests.get(open_session().url, timeout=5)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    for name in re.findall(r'(?:href|src)="(/_sandbox/static/[^"]+)"', reply.text):
        assert requests.get(sandbox.url + name, timeout=5).status_code == 200


@pytest.mark.parametrize("path", ["/c/pay/cs_test_none", "/objects/evt_none", "/nowhere"])
def test_address_of_nothing_is_a_404(sandbox, path):
    assert requests.get(sandbox.url + path, timeout=5).status_code == 404


@pytest.mark.parametrize("tail", ["", "/authentication", "/promotion"])
def test_closed_session_takes_no_form_any_more(sandbox, client, open_session, tail):
    session = open_session(allow_promotion_codes=True)
    client.v1.checkout.sessions.expire(session.id)
    form = {"result": "complete", "code": "X"}
    reply = requests.post(session.url + tail, data=form, timeout=5)
    assert reply.status_code == 410 and "This checkout was cancelled" in reply.text
    assert client.v1.payment_intents.list().data == []


def test_three_d_secure_cannot_be_passed_without_being_asked_for(sandbox, client, open_session):
    session = open_session()
    requests.post(f"{session.url}/authentication", data={"result": "complete"}, timeout=5)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_open_dispute_can_be_answered_on_its_page(sandbox, client, open_session):
    sandbox.pay(open_session().url, "4000000000000259")
    dispute = client.v1.disputes.list().data[0]
    address = f"{sandbox.url}/objects/{dispute.id}"
    page = requests.get(address, timeout=5).text
    assert "evidence that wins" in page and "charge.dispute.created" in page
    form = {"text": "winning_evidence"}
    requests.post(f"{address}/evidence", data=form, timeout=5)
    requests.post(f"{sandbox.url}/clock", data={"minutes": "2"}, timeout=5)
    assert client.v1.disputes.retrieve(dispute.id).status == "won"
    assert requests.post(f"{address}/evidence", data=form, timeout=5).status_code == 422

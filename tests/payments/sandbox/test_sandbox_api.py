"""The API: what it keeps, lists, expands and refuses, driven by the real SDK."""

import threading
import time

import pytest
import requests
import stripe


def test_live_key_is_refused_with_a_clear_message(client_with):
    with pytest.raises(stripe.AuthenticationError, match="live key was sent to the sandbox"):
        client_with("sk_live_x").v1.customers.list()


def test_request_without_a_key_is_refused(sandbox):
    reply = requests.get(f"{sandbox.url}/v1/customers", timeout=5)
    assert reply.status_code == 401 and "sk_test_" in reply.json()["error"]["message"]


def test_other_api_version_is_refused(sandbox):
    headers = {"Authorization": "Bearer sk_test_x", "Stripe-Version": "2024-06-20"}
    reply = requests.get(f"{sandbox.url}/v1/customers", headers=headers, timeout=5)
    assert reply.status_code == 400 and "2026-10-28.endive only" in reply.text


def test_route_of_stripe_that_is_not_here_is_a_404_that_names_it(client):
    route = r"GET /v1/subscription_schedules/\{sch"
    with pytest.raises(stripe.InvalidRequestError, match=route) as raised:
        client.v1.subscription_schedules.retrieve("sub_sched_1")
    assert (raised.value.http_status, raised.value.code) == (404, "sandbox_unsupported")


@pytest.mark.parametrize("path", ["/v1/subscribtions", "/v2/core/events", "/v1/charges/ch_1/x"])
def test_route_that_stripe_does_not_have_is_a_404_that_names_it(sandbox, path):
    headers = {"Authorization": "Bearer sk_test_x"}
    reply = requests.get(sandbox.url + path, headers=headers, timeout=5)
    assert reply.status_code == 404
    assert f"Unrecognized request URL (GET: {path})" in reply.json()["error"]["message"]


@pytest.mark.parametrize(
    ("changes", "param", "words"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types", "unknown parameter"),
        ({"mode": "purchase"}, "mode", "must be one of payment"),
        ({"ui_mode": "hosted"}, "ui_mode", "must be one of"),
        ({"mode": "setup"}, "mode", "does not do setup mode"),
        ({"line_items": []}, "line_items", "Missing required"),
        ({"success_url": ""}, "success_url", "empty string"),
        ({"success_url": "/orders/"}, "success_url", "Not a valid URL"),
        ({"expires_at": int(time.time()) + 60}, "expires_at", "at least 30 minutes"),
        ({"expires_at": int(time.time()) + 90_000}, "expires_at", "less than 24 hours"),
        ({"expires_at": "soon"}, "expires_at", "Invalid integer"),
        ({"customer": "cus_none"}, "customer", "No such customer"),
        ({"customer_email": "a@b.example", "customer": "cus_1"}, "customer_email", "only specify"),
        ({"discounts": [{"coupon": "none"}]}, "discounts", "No such coupon"),
        ({"shipping_options": []}, "shipping_options", "does not do"),
        ({"metadata": {"k" * 41: "v"}}, "metadata", "40 characters"),
        ({"metadata": {"k": "v" * 501}}, "metadata[k]", "500 characters"),
        ({"client_reference_id": "x" * 201}, "client_reference_id", "200 characters"),
        ({"line_items": [{"price": "price_x", "quantity": 1}]}, "line_items[0][price]", "No such"),
        ({"line_items": [{"price": "price_x"}]}, "line_items[0][quantity]", "required"),
    ],
)
def test_session_that_stripe_would_refuse_is_refused(client, order, changes, param, words):
    params = {k: v for k, v in order(**changes).items() if v != []}
    if changes.get("shipping_options") == []:
        params["shipping_options"] = [{"shipping_rate": "shr_1"}]
    with pytest.raises(stripe.InvalidRequestError, match=words) as raised:
        client.v1.checkout.sessions.create(params=params)
    assert (raised.value.param, raised.value.http_status) == (param, 400)


@pytest.mark.parametrize(
    ("cents", "fine"), [(0, True), (1, False), (49, False), (50, True), (-5, False)]
)
def test_total_must_be_nothing_or_what_stripe_charges_at_least(client, order, cents, fine):
    line = {"currency": "eur", "unit_amount": cents, "product_data": {"name": "Cinder"}}
    params = order(line_items=[{"price_data": line, "quantity": 1}])
    if fine:
        assert client.v1.checkout.sessions.create(params=params).amount_total == cents
        return
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=params)


def test_refused_session_leaves_no_product_behind(client, order):
    line = {"currency": "eur", "unit_amount": 1, "product_data": {"name": "Cinder"}}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(
            params=order(line_items=[{"price_data": line, "quantity": 1}])
        )
    assert client.v1.products.list().data == []


def test_yen_have_no_cents(sandbox, client, order):
    price = {"currency": "jpy", "unit_amount": 1200, "product_data": {"name": "Cinder"}}
    params = order(line_items=[{"price_data": price, "quantity": 2}])
    session = client.v1.checkout.sessions.create(params=params)
    assert session.amount_total == 2400
    assert "¥2,400" in requests.get(session.url, timeout=5).text


def test_same_key_and_parameters_get_the_first_reply_again(sandbox, client, order):
    options = {"idempotency_key": "attempt-1"}
    first = client.v1.checkout.sessions.create(params=order(), options=options)
    again = client.v1.checkout.sessions.create(params=order(), options=options)
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_same_key_with_other_parameters_is_an_idempotency_error(client, order):
    options = {"idempotency_key": "attempt-1"}
    client.v1.checkout.sessions.create(params=order(), options=options)
    with pytest.raises(stripe.IdempotencyError) as raised:
        client.v1.checkout.sessions.create(
            params=order(mode="payment", locale="de"), options=options
        )
    assert raised.value.http_status == 400


def test_request_refused_for_its_parameters_does_not_use_up_its_key(client, order):
    options = {"idempotency_key": "attempt-1"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=order(mode="nothing"), options=options)
    assert client.v1.checkout.sessions.create(params=order(), options=options).status == "open"


def test_same_key_at_once_makes_one_session_and_says_409_to_the_rest(client, sandbox, order):
    barrier, made, refused = threading.Barrier(8), [], []

    def create():
        barrier.wait()
        try:
            options = {"idempotency_key": "attempt-1", "max_network_retries": 0}
            made.append(client.v1.checkout.sessions.create(params=order(), options=options).id)
        except stripe.StripeError as error:
            refused.append((error.http_status, error.json_body["error"]["code"]))

    threads = [threading.Thread(target=create) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(set(made)) == 1 and len(made) + len(refused) == 8
    assert set(refused) <= {(409, "idempotency_key_in_use")}
    assert sandbox.state()["objects"]["checkout.session"] == 1


def test_lists_come_newest_first_in_pages_both_ways(client):
    made = [client.v1.customers.create(params={"name": f"{n}"}).id for n in range(5)][::-1]
    first = client.v1.customers.list(params={"limit": 2})
    assert [c.id for c in first.data] == made[:2] and first.has_more
    rest = client.v1.customers.list(params={"limit": 3, "starting_after": made[1]})
    assert [c.id for c in rest.data] == made[2:] and not rest.has_more
    back = client.v1.customers.list(params={"limit": 1, "ending_before": made[2]})
    assert [c.id for c in back.data] == [made[1]] and back.has_more
    assert [c.id for c in first.auto_paging_iter()] == made


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"starting_after": "cus_none"}])
def test_page_that_cannot_be_is_refused(client, params):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.list(params=params)


def test_line_items_keep_the_order_of_the_bag(client, open_session):
    page = client.v1.checkout.sessions.line_items.list(open_session().id)
    assert [(i.description, i.quantity) for i in page.data] == [("Ember Veil", 2), ("Ash Bloom", 1)]


def test_expanding_what_is_no_object_is_refused(client, open_session):
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(open_session().id, params={"expand": ["currency"]})


def test_lists_expand_below_data(sandbox, client, open_session):
    sandbox.pay(open_session().url)
    [session] = client.v1.checkout.sessions.list(params={"expand": ["data.payment_intent"]}).data
    assert session.payment_intent.status == "succeeded"


def test_products_and_prices_of_the_shop_can_be_sold(sandbox, client, order):
    product = client.v1.products.create(params={"name": "The Brood", "metadata": {"slug": "brood"}})
    params = {"currency": "eur", "unit_amount": 2400, "product": product.id}
    price = client.v1.prices.create(params=params)
    session = client.v1.checkout.sessions.create(
        params=order(line_items=[{"price": price.id, "quantity": 1}])
    )
    assert session.amount_total == 2400
    client.v1.prices.update(price.id, params={"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        client.v1.checkout.sessions.create(
            params=order(line_items=[{"price": price.id, "quantity": 1}])
        )


def test_coupon_is_shared_out_over_the_lines_to_the_cent(client, order):
    coupon = client.v1.coupons.create(params={"amount_off": 1000, "currency": "eur"})
    params = order(discounts=[{"coupon": coupon.id}], expand=["line_items"])
    session = client.v1.checkout.sessions.create(params=params)
    assert (session.amount_total, session.total_details.amount_discount) == (3900, 1000)
    assert sum(line.amount_discount for line in session.line_items.data) == 1000


def test_free_order_needs_no_payment(sandbox, client, order):
    coupon = client.v1.coupons.create(params={"percent_off": 100})
    session = client.v1.checkout.sessions.create(params=order(discounts=[{"coupon": coupon.id}]))
    assert sandbox.pay(session.url, method="free").paid
    after = client.v1.checkout.sessions.retrieve(session.id)
    assert (after.payment_status, after.payment_intent) == ("no_payment_required", None)


def test_buyer_types_a_promotion_code_that_can_be_used_once(sandbox, client, order):
    coupon = client.v1.coupons.create(params={"percent_off": 10})
    promotion = {"type": "coupon", "coupon": coupon.id}
    code = client.v1.promotion_codes.create(
        params={"promotion": promotion, "code": "EMBER", "max_redemptions": 1}
    )
    make = client.v1.checkout.sessions.create
    first, second = (make(params=order(allow_promotion_codes=True)) for _ in range(2))
    for session in (first, second):
        reply = requests.post(f"{session.url}/promotion", data={"code": "ember"}, timeout=5)
        assert "€44.10" in reply.text
    assert sandbox.pay(first.url).paid
    late = sandbox.pay(second.url)
    assert not late.paid and "has been used up" in late.html
    assert client.v1.promotion_codes.retrieve(code.id).times_redeemed == 1


def test_code_typed_after_a_decline_lowers_what_is_charged(sandbox, client, order):
    coupon = client.v1.coupons.create(params={"percent_off": 50})
    promotion = {"type": "coupon", "coupon": coupon.id}
    client.v1.promotion_codes.create(params={"promotion": promotion, "code": "HALF"})
    session = client.v1.checkout.sessions.create(params=order(allow_promotion_codes=True))
    sandbox.pay(session.url, "4000000000000002")
    requests.post(f"{session.url}/promotion", data={"code": "HALF"}, timeout=5)
    assert sandbox.pay(session.url).paid
    [intent] = client.v1.payment_intents.list().data
    assert intent.amount_received == 2450
    assert client.v1.coupons.retrieve(coupon.id).times_redeemed == 1


def test_unknown_promotion_code_is_refused_beside_its_field(client, order):
    session = client.v1.checkout.sessions.create(params=order(allow_promotion_codes=True))
    reply = requests.post(f"{session.url}/promotion", data={"code": "NOPE"}, timeout=5)
    assert reply.status_code == 422 and "This code is not valid." in reply.text


def test_metadata_is_merged_and_emptied_as_at_stripe(client):
    customer = client.v1.customers.create(params={"metadata": {"a": "1", "b": "2"}})
    update = client.v1.customers.update
    merged = update(customer.id, params={"metadata": {"a": "", "c": "3"}})
    assert merged.metadata.to_dict() == {"b": "2", "c": "3"}
    assert update(customer.id, params={"metadata": ""}).metadata.to_dict() == {}


def test_deleted_customer_is_gone(client):
    customer = client.v1.customers.create()
    assert client.v1.customers.delete(customer.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        client.v1.customers.retrieve(customer.id)

"""The checker itself: typical mistakes are caught, real requests and replies pass."""

import copy

import pytest

from payments.sandbox.conformance import check_reply, decode, event_types, find_route, read_params
from payments.sandbox.conformance.form import BadForm

_GOOD = (
    "mode=payment&success_url=https://shop.example/&line_items[0][quantity]=1"
    "&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=500"
    "&line_items[0][price_data][product_data][name]=Ash"
)


def _problems(verb, path, body):
    return [p.param for p in read_params(find_route(verb, path), decode(body))[1]]


def test_sdk_gives_hundreds_of_routes_and_event_types():
    assert find_route("post", "/v1/checkout/sessions").template == "/v1/checkout/sessions"
    assert find_route("get", "/v1/customers/search").template == "/v1/customers/search"
    assert find_route("get", "/v1/nothing") is None
    assert "checkout.session.async_payment_failed" in event_types()


def test_good_request_is_read_into_typed_values():
    route = find_route("post", "/v1/checkout/sessions")
    params, problems = read_params(route, decode(_GOOD))
    assert problems == []
    assert params["line_items"][0]["price_data"]["unit_amount"] == 500


@pytest.mark.parametrize(
    ("extra", "param"),
    [
        ("&foo=1", "foo"),
        ("&payment_method_types[0]=card", "payment_method_types"),
        ("&expires_at=tomorrow", "expires_at"),
        ("&allow_promotion_codes=yes", "allow_promotion_codes"),
        ("&customer=", "customer"),
        ("&metadata=x", "metadata"),
        ("&metadata[a][b]=c", "metadata[a]"),
        ("&line_items[2][price]=p", "line_items"),
        ("&line_items[0][price_data][unit_cost]=1", "line_items[0][price_data][unit_cost]"),
        ("&payment_intent_data=x", "payment_intent_data"),
        ("&consent_collection[terms_of_service]=maybe", "consent_collection[terms_of_service]"),
        ("&success_url[a]=b", None),
        ("&mode=payment", None),
        ("&[x]=1", None),
    ],
)
def test_typical_request_mistakes_are_caught(extra, param):
    if param is None:
        with pytest.raises(BadForm):
            decode(_GOOD + extra)
        return
    assert _problems("post", "/v1/checkout/sessions", _GOOD + extra) == [param]


def test_missing_required_parameter_is_named():
    assert _problems("post", "/v1/products", "description=x") == ["name"]
    path = "/v1/checkout/sessions"
    assert "line_items[0][price_data][currency]" in _problems(
        "post", path, _GOOD.replace("currency", "colour")
    )


def _session(client, open_session):
    return open_session().to_dict()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("url_of_page", "x", "unknown_field"),
        ("livemode", "false", "bad_type"),
        ("livemode", None, "unexpected_null"),
        ("amount_total", "4900", "bad_type"),
        ("amount_total", True, "bad_type"),
        ("payment_status", "payed", "bad_enum"),
        ("custom_fields", {}, "bad_type"),
        ("automatic_tax", [], "bad_type"),
        ("line_items", [], "bad_type"),
        ("object", "checkout.sesion", "unknown_object"),
    ],
)
def test_typical_reply_mistakes_are_caught(open_session, path, value, code):
    reply = open_session().to_dict()
    assert check_reply(reply) == []
    reply[path] = value
    assert code in [problem.code for problem in check_reply(reply)]


def test_missing_field_of_a_reply_is_caught(open_session):
    reply = open_session().to_dict()
    del reply["expires_at"]
    assert [problem.param for problem in check_reply(reply)] == ["expires_at"]


def test_every_event_of_a_purchase_and_refund_conforms(sandbox, client, open_session):
    sandbox.pay(open_session().url, "4000000000000002")
    sandbox.pay(open_session(customer_creation="always").url, "4000000000005126")
    client.v1.refunds.create(params={"charge": client.v1.charges.list().data[0].id})
    sandbox.advance(86_500)
    events = sandbox.events()
    assert {"charge.failed", "refund.failed", "checkout.session.expired"} <= {
        event["type"] for event in events
    }
    assert [problem for event in events for problem in check_reply(event)] == []


def test_typical_event_mistakes_are_caught(sandbox, client):
    customer = client.v1.customers.create()
    client.v1.customers.update(customer.id, params={"name": "Mira"})
    event = sandbox.events("customer.updated")[0]
    wrong = {
        "bad_enum": {"type": "customer.renamed"},
        "bad_event_object": {"type": "charge.updated"},
        "missing_field": {"data": {"object": event["data"]["object"]}},
        "unknown_field": {"mode": "live"},
    }
    for code, change in wrong.items():
        assert code in [p.code for p in check_reply({**copy.deepcopy(event), **change})]

"""Dangerous mixes of keys and modes do not start."""

import pytest
from django.urls import reverse

from payments.checks import check_keys
from tests.payments.conftest import fill_bag


@pytest.mark.parametrize(
    ("key", "api_base", "production", "demo", "found"),
    [
        ("sk_test_x", "http://127.0.0.1:12111", False, True, []),
        ("sk_live_x", "", True, False, []),
        ("rk_live_x", "", True, False, []),
        ("sk_live_x", "http://127.0.0.1:12111", False, False, ["payments.E001"]),
        ("sk_live_x", "http://127.0.0.1:12111", False, True, ["payments.E001", "payments.E003"]),
        ("sk_live_x", "", False, True, ["payments.E003"]),
        ("rk_live_x", "", True, True, ["payments.E003"]),
        ("pk_live_x", "", True, False, ["payments.E002"]),
        ("sk_test_x", "", True, False, ["payments.E002"]),
        ("sk_test_x", "", True, True, []),
    ],
)
def test_mix_of_key_and_mode(settings, key, api_base, production, demo, found):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = key, api_base
    settings.PRODUCTION, settings.DEMO = production, demo
    assert [message.id for message in check_keys(None)] == found


def test_test_key_in_production_is_meant_while_the_shop_is_rehearsed(settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "rk_test_x", ""
    settings.PRODUCTION, settings.DEMO, settings.REHEARSAL = True, False, True
    assert check_keys(None) == []


def test_bag_of_a_rehearsal_says_so(client, mira, make_item, settings):
    fill_bag(mira, make_item())
    client.force_login(mira)
    address, words = reverse("payments:bag_detail"), "This is a rehearsal"
    assert words not in client.get(address).text
    settings.REHEARSAL = True
    assert words in client.get(address).text
    settings.STRIPE_SECRET_KEY = "sk_live_x"
    assert words not in client.get(address).text

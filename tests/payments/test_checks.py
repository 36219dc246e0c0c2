"""Dangerous mixes of keys and modes do not start."""

import pytest

from payments.checks import check_keys


@pytest.mark.parametrize(
    ("key", "api_base", "production", "demo", "found"),
    [
        ("sk_test_x", "http://127.0.0.1:12111", False, True, []),
        ("sk_live_x", "", True, False, []),
        ("rk_live_x", "", True, False, []),
        ("sk_live_x", "http://127.0.0.1:12111", False, True, ["payments.E001"]),
        ("sk_test_x", "", True, False, ["payments.E002"]),
        ("sk_test_x", "", True, True, []),
    ],
)
def test_mix_of_key_and_mode(settings, key, api_base, production, demo, found):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = key, api_base
    settings.PRODUCTION, settings.DEMO = production, demo
    assert [message.id for message in check_keys(None)] == found

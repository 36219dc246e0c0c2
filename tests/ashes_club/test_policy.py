"""Every answer carries the content security policy, which lets nothing run that is not ours."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/bag/", "/nowhere/", "/admin/login/"])
def test_answer_carries_the_policy(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_policy_lets_forms_lead_to_the_payment_pages_and_nowhere_else(client, settings):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert f"form-action 'self' {settings.STRIPE_PAGES}" in policy

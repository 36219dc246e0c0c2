"""Stripe's webhook signature: HMAC-SHA256 over "time.body", in hex."""

import hashlib
import hmac


def sign(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header for exactly these bytes at this second."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"

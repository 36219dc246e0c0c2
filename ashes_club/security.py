"""What guards the whole house: what Django, the policy and the guards are told.

SECURITY.md lists each of these, and what it is there for.
"""

from typing import Any

from csp.constants import NONE, SELF

from ashes_club.env import Environment

MB = 2**20
# What no page of the club uses; passkeys are left to the browser's own rule, which is our origin.
UNUSED = [
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi",
    "payment", "serial", "usb", "xr-spatial-tracking",
]  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def settings(env: Environment, *, site_url: str, forms_lead_to: list[str]) -> dict[str, Any]:
    """What settings.py takes over; `forms_lead_to` are the other houses a form may lead to."""
    is_https = site_url.startswith("https:")
    return {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": _policy(forms_lead_to, is_https)},
        "SECURE_REFERRER_POLICY": "strict-origin-when-cross-origin",
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_FAILURE_VIEW": "ashes_club.errors.csrf_failure",
        "CSRF_TRUSTED_ORIGINS": [site_url],
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * MB,  # of what is no file
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 2_000,  # a lore page with all its rows has hundreds
        "DATA_UPLOAD_MAX_NUMBER_FILES": 50,
        **_cookies(is_https),
        **(_https(env) if is_https else {}),
    }


def _policy(forms_lead_to: list[str], is_https: bool) -> dict[str, Any]:
    ours = ["script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src"]
    return {
        "default-src": [NONE],
        **{directive: [SELF] for directive in ours},
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # A browser follows the rule through redirects: checkout and portal redirect to Stripe,
        # and a form that leads to another house's sign-in to that house.
        "form-action": [SELF, *forms_lead_to],
        "upgrade-insecure-requests": is_https,
    }


def _cookies(is_https: bool) -> dict[str, Any]:
    """__Host-: no other host and no plain page can set it, so nobody can plant a session."""
    prefix = "__Host-" if is_https else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}sessionid",
        "CSRF_COOKIE_NAME": f"{prefix}csrftoken",
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_https,
        "CSRF_COOKIE_SECURE": is_https,
    }


def _https(env: Environment) -> dict[str, Any]:
    return {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_REDIRECT_EXEMPT": ["^healthz$", "^readyz$", "^metrics$"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_HSTS_SECONDS": env.int("HSTS_SECONDS", default=31_536_000),
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
    }

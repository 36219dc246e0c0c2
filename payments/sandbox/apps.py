"""The one Django app of the stand-in."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Labelled apart from the shop's own `payments` app."""

    name = "payments.sandbox"
    label = "stripe_sandbox"

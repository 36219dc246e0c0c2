from django.apps import AppConfig
from django.core.checks import register

from payments.checks import check_keys


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        register(check_keys)

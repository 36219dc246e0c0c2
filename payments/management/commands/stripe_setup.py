from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from payments import gateway
from payments.hearing import HANDLERS

SAID = {
    "made": "Stripe tells {url} from now on. Set STRIPE_WEBHOOK_SECRET={secret}",
    "changed": "Stripe tells {url} of the events the club acts upon; it was another list before.",
    "left": "Stripe tells {url} of the events the club acts upon, as before.",
}


PLANS = {"monthly": "CLUB_MONTHLY_CENTS", "yearly": "CLUB_YEARLY_CENTS"}


class Command(BaseCommand):
    help = "Have Stripe tell this club what happens, and sell membership. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        url = settings.SITE_URL + reverse("payments:webhook")
        try:
            endpoint = gateway.ensure_endpoint(url, HANDLERS)
            self.stdout.write(SAID[endpoint.done].format(url=url, secret=endpoint.secret))
            self._set_up_the_club()
        except gateway.GatewayError as error:
            raise CommandError(str(error)) from error

    def _set_up_the_club(self) -> None:
        for plan, setting in PLANS.items():
            price = gateway.ensure_price(plan, getattr(settings, setting), settings.CURRENCY)
            self.stdout.write(f"The Club, {plan}, is sold at {setting}: {price}.")
        self.stdout.write(f"The billing portal is {gateway.ensure_portal()}.")

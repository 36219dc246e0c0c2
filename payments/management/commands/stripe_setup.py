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


class Command(BaseCommand):
    help = "Have Stripe tell this club what happens. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        url = settings.SITE_URL + reverse("payments:webhook")
        try:
            endpoint = gateway.ensure_endpoint(url, HANDLERS)
        except gateway.GatewayError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(SAID[endpoint.done].format(url=url, secret=endpoint.secret))

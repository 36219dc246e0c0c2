from typing import Any

from django.core.management.base import BaseCommand

from payments import reconciler


class Command(BaseCommand):
    help = "Bring the shop in line with Stripe, as the periodic task does."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(reconciler.run()))

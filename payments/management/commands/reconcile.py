from typing import Any

from django.core.management.base import BaseCommand

from payments import till


class Command(BaseCommand):
    help = "Bring every unfinished order in line with Stripe, as the periodic task does."

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = till.sweep()
        self.stdout.write(f"Looked after {looked_at} order{'' if looked_at == 1 else 's'}.")

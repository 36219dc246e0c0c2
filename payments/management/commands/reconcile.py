from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments import differences, reconciler


class Command(BaseCommand):
    help = "Bring the shop in line with Stripe, then say where the books still do not agree."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(reconciler.run(thorough=True)))
        found = differences.find()
        for difference in found:
            self.stdout.write(f"  {difference}")
        if found:
            raise CommandError(f"{len(found)} differences are left.")
        self.stdout.write("The books agree.")

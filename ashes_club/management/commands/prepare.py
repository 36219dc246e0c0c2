"""Bring the tables up to date; fill an empty club with the demo content where one is wanted."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from ashes_club import postgres

NOBODY_YET = """Nobody looks after this club yet. The first admin is made by
    python manage.py createsuperuser
    docker-compose exec web python manage.py createsuperuser"""


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if settings.DEMO:
            call_command("load_demo", only_if_empty=True, stdout=self.stdout)
        elif not User.objects.filter(is_superuser=True).exists():
            self.stdout.write(NOBODY_YET)
        if settings.STRIPE_API_BASE:
            postgres.sibling_url(os.environ["DATABASE_URL"], "sandbox")

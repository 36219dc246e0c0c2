"""Run the local Stripe stand-in; all after the command's name is handed on to it."""

import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__

    def run_from_argv(self, argv: list[str]) -> None:
        # A process of its own: the sandbox is another Django project, with settings of its own.
        command = [sys.executable, "-m", "payments.sandbox", "serve", *argv[2:]]
        sys.exit(subprocess.call(command))  # noqa: S603

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_from_argv(["manage.py", "stripe_sandbox"])

#!/usr/bin/env python
"""Django's command line, with the embedded PostgreSQL at hand when no other is named."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError

from ashes_club import postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashes_club.settings")
    postgres.use_unless_configured()
    try:
        postgres.use_direct_address()
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(f"Ashes Club cannot start: {error}")


if __name__ == "__main__":
    main()

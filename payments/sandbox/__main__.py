"""python -m payments.sandbox serve --port 12111: the stand-in, ready to be talked to.

The same door takes Django's own commands (makemigrations, check, …) for this small project.
"""

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

if __name__ == "__main__":
    # Set, not defaulted: a shop's DJANGO_SETTINGS_MODULE in the environment is not meant for us.
    os.environ["DJANGO_SETTINGS_MODULE"] = "payments.sandbox.settings"
    try:
        execute_from_command_line(["python -m payments.sandbox", *sys.argv[1:]])
    except EnvError as problem:
        sys.exit(f"The Stripe sandbox cannot start: {problem}")

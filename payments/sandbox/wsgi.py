"""The WSGI entry of the stand-in; `python -m payments.sandbox serve` is the usual way in."""

import os

from django.core.wsgi import get_wsgi_application

# Set, not defaulted: a shop's DJANGO_SETTINGS_MODULE in the environment is not meant for us.
os.environ["DJANGO_SETTINGS_MODULE"] = "payments.sandbox.settings"

application = get_wsgi_application()

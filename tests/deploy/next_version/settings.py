"""The club's settings, with the app whose migrations are new."""

from ashes_club.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.deploy.next_version"]  # noqa: F405

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps


class AshesClubConfig(AppConfig):
    name = "ashes_club"
    verbose_name = "Ashes Club"

    def ready(self) -> None:
        if settings.SENTRY_DSN:
            # Not at the top: who has no Sentry does not have its SDK in memory either.
            import_module("ashes_club.sentry").start()


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, behind the house's own door."""

    default = False  # of this module; the settings name it
    default_site = "ashes_club.desk.Desk"

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AshesClubConfig(AppConfig):
    name = "ashes_club"
    verbose_name = "Ashes Club"


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, behind the house's own door."""

    default = False  # of this module; the settings name it
    default_site = "ashes_club.desk.Desk"

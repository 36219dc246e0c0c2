from django.apps import AppConfig


class AshesClubConfig(AppConfig):
    name = "ashes_club"
    verbose_name = "Ashes Club"

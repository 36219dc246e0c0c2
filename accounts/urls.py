from django.urls import path

from ashes_club.scaffold import waiting

app_name = "accounts"
urlpatterns = [
    path("profile/", waiting, name="profile_update"),
]

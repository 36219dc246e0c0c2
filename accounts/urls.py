from django.urls import path

from accounts import sessions
from accounts.views import data, deletion, letters, profile

app_name = "accounts"
urlpatterns = [
    path("account/profile/", profile.profile_update, name="profile_update"),
    path("account/letters/", letters.letters_update, name="letters_update"),
    path("account/letters/<str:token>/end/", letters.letters_delete, name="letters_delete"),
    path("account/data/", data.data_create, name="data_create"),
    path("account/data/<str:token>/", data.data_detail, name="data_detail"),
    path("account/deletion/", deletion.deletion_create, name="deletion_create"),
    path("account/deletion/<str:token>/undo/", deletion.deletion_delete, name="deletion_delete"),
    path("members/<slug:handle>/", profile.member_detail, name="member_detail"),
    path("account/sessions/<int:pk>/removal/", sessions.session_delete, name="session_delete"),
]

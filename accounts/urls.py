from django.urls import path

from accounts import sessions, views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile_update, name="profile_update"),
    path("sessions/<int:pk>/removal/", sessions.session_delete, name="session_delete"),
]

from django.urls import path

from ashes_club.scaffold import waiting

app_name = "catalog"
urlpatterns = [
    path("vault/", waiting, name="item_list"),
    path("vault/<slug:slug>/", waiting, name="item_detail"),
    path("sets/", waiting, name="set_list"),
    path("sets/<slug:slug>/", waiting, name="set_detail"),
]

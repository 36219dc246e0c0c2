from django.urls import path

from catalog import machines, views

app_name = "catalog"
urlpatterns = [
    path("vault/", views.item_list, name="item_list"),
    path("vault.json", machines.item_list_json, name="item_list_json"),
    path("vault/openings.atom", machines.opening_feed, name="opening_feed"),
    path("vault/<slug:slug>.json", machines.item_detail_json, name="item_detail_json"),
    path("vault/<slug:slug>/", views.item_detail, name="item_detail"),
    path("seasons/", views.season_list, name="season_list"),
    path("seasons/<slug:code>/", views.season_detail, name="season_detail"),
    path("sets/", views.set_list, name="set_list"),
    path("sets/<slug:slug>/", views.set_detail, name="set_detail"),
]

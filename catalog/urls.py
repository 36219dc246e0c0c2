from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("vault/", views.item_list, name="item_list"),
    path("vault/<slug:slug>/", views.item_detail, name="item_detail"),
    path("seasons/", views.season_list, name="season_list"),
    path("seasons/<slug:code>/", views.season_detail, name="season_detail"),
    path("sets/", views.set_list, name="set_list"),
    path("sets/<slug:slug>/", views.set_detail, name="set_detail"),
]

from django.urls import path

from ashes_club.scaffold import waiting

app_name = "lore"
urlpatterns = [
    path("", waiting, name="index"),
    path("timeline/", waiting, name="timeline"),
    path("grades/", waiting, name="grades"),
    path("kind/<slug:kind>/", waiting, name="kind_list"),
    path("letter/<str:letter>/", waiting, name="letter_list"),
    path("keepers/<slug:handle>/", waiting, name="keeper_detail"),
    path("<slug:slug>/", waiting, name="page_detail"),
    path("<slug:slug>/veil/<int:number>/", waiting, name="veil_detail"),
    path("<slug:slug>/revisions/", waiting, name="revision_list"),
]

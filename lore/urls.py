"""Addresses of the reading room."""

from django.urls import path

from lore.views import categories, covered, index, lists, page, shield

app_name = "lore"
urlpatterns = [
    path("", index.index, name="index"),
    path("timeline/", lists.timeline, name="timeline"),
    path("shield/", shield.shield, name="shield"),
    path("grades/", lists.grades, name="grades"),
    path("category/", categories.category_list, name="category_list"),
    path("category/<slug:slug>/", categories.category_detail, name="category_detail"),
    path("kind/<slug:kind>/", lists.kind_list, name="kind_list"),
    path("letter/<str:letter>/", lists.letter_list, name="letter_list"),
    path("keepers/<slug:handle>/", lists.keeper_detail, name="keeper_detail"),
    path("<slug:slug>/", page.page_detail, name="page_detail"),
    path("<slug:slug>/revisions/", page.revision_list, name="revision_list"),
    path("<slug:slug>/veil/<int:number>/", covered.veil_detail, name="veil_detail"),
    path("<slug:slug>/claims/<int:pk>/", covered.claim_detail, name="claim_detail"),
    path("<slug:slug>/figures/<int:pk>/", covered.figure_detail, name="figure_detail"),
    path("<slug:slug>/timeline/<int:pk>/", covered.entry_detail, name="entry_detail"),
    path("<slug:slug>/sources/<int:pk>/", covered.source_detail, name="source_detail"),
    path("<slug:slug>/ties/", covered.tie_list, name="tie_list"),
]

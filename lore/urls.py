"""Addresses of the reading room."""

from django.urls import path

from lore.views import (
    categories,
    changes,
    covered,
    graph,
    index,
    lists,
    machines,
    page,
    revisions,
    search,
    shield,
)

app_name = "lore"
urlpatterns = [
    path("", index.index, name="index"),
    path("search/", search.search, name="search"),
    path("timeline/", lists.timeline, name="timeline"),
    path("shield/", shield.shield, name="shield"),
    path("grades/", lists.grades, name="grades"),
    path("graph/", graph.graph, name="graph"),
    path("changes/", changes.change_list, name="change_list"),
    path("feed/", changes.feed, name="feed"),
    path("random/", changes.random, name="random"),
    path("pages.json", machines.page_list_json, name="page_list_json"),
    path("category/", categories.category_list, name="category_list"),
    path("category/<slug:slug>/", categories.category_detail, name="category_detail"),
    path("kind/<slug:kind>/", lists.kind_list, name="kind_list"),
    path("letter/<str:letter>/", lists.letter_list, name="letter_list"),
    path("keepers/<slug:handle>/", lists.keeper_detail, name="keeper_detail"),
    path("<slug:slug>.md", machines.page_markdown, name="page_markdown"),
    path("<slug:slug>.json", machines.page_json, name="page_json"),
    path("<slug:slug>/", page.page_detail, name="page_detail"),
    path("<slug:slug>/revisions/", revisions.revision_list, name="revision_list"),
    path("<slug:slug>/revisions/<int:number>/", revisions.revision_detail, name="revision_detail"),
    path("<slug:slug>/veil/<int:number>/", covered.veil_detail, name="veil_detail"),
    path("<slug:slug>/claims/<int:pk>/", covered.claim_detail, name="claim_detail"),
    path("<slug:slug>/figures/<int:pk>/", covered.figure_detail, name="figure_detail"),
    path("<slug:slug>/questions/<int:pk>/", covered.question_detail, name="question_detail"),
    path("<slug:slug>/timeline/<int:pk>/", covered.entry_detail, name="entry_detail"),
    path("<slug:slug>/sources/<int:pk>/", covered.source_detail, name="source_detail"),
    path("<slug:slug>/ties/", covered.tie_list, name="tie_list"),
]

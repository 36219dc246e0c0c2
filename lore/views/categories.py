"""The shelves: the whole tree of categories, and what stands in one of them."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lore.models import Category, Page
from lore.paging import sheet_of
from lore.views.public import public_page


@dataclass(frozen=True)
class Branch:
    """A category with the branches within it."""

    category: Category
    branches: "list[Branch]"


@public_page
def category_list(request: HttpRequest) -> HttpResponse:
    branches = caches["pieces"].get_or_set("lore:branches", _tree)
    context = {"current_room": "lore", "branches": branches}
    return render(request, "lore/category_list.html", context)


@public_page
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    pages = Page.objects.published().filter(categories=category).order_by("kind", "sort_title")
    context = {
        "current_room": "lore",
        "category": category,
        "above": category.path()[:-1],
        "within": category.children.with_page_count(),
        "pages": sheet_of(request, pages),
    }
    return render(request, "lore/category_detail.html", context)


def _tree() -> list[Branch]:
    """Every category in its place, by title; one statement."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.with_page_count():
        children[category.parent_id].append(category)

    def branches(parent: int | None) -> list[Branch]:
        return [Branch(each, branches(each.pk)) for each in children[parent]]

    return branches(None)

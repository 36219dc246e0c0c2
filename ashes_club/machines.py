"""For those who read the house without eyes: robots.txt and the sitemap.

The sitemap names what is public at its canonical address. What lies under ash in the lore has
addresses of its own; none of them stands here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.models import Item, ItemImage, ItemSet, Season
from lore.models import Category, Kind, Page

PER_FILE = 2_000  # addresses; the protocol's limit of 50,000 would take long to draw
PRIVATE = [
    "/account/", "/bag/", "/checkout/", "/locker/", "/me/", "/orders/", "/search/",
    "/lore/random/", "/vault/yours/", "/wishlist/",
]  # fmt: skip
ROOMS = [
    "home", "catalog:item_list", "catalog:set_list", "catalog:season_list", "lore:index",
    "lore:timeline", "lore:grades", "lore:graph", "lore:change_list", "lore:category_list",
    "house:makers_and_rights", "house:machines", "house:privacy", "house:terms", "house:report",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An address of the sitemap, as a path; its pictures' addresses may be absolute."""

    path: str
    changed_at: datetime | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    rows: Callable[[], Any]
    entry: Callable[[Any], Entry]

    @property
    def files(self) -> Paginator:
        return Paginator(self.rows(), PER_FILE)


def _rooms() -> list[str]:
    kinds = (reverse("lore:kind_list", args=[kind]) for kind in Kind.values)
    return [*map(reverse, ROOMS), *kinds]


def _items() -> QuerySet[Item]:
    return Item.objects.entered().for_cards().order_by("pk")


def _sets() -> QuerySet[ItemSet]:
    return ItemSet.objects.filter(items__in=Item.objects.entered()).distinct().order_by("pk")


def _seasons() -> QuerySet[Season]:
    return Season.objects.order_by("number")


def _pages() -> QuerySet[Page]:
    return Page.objects.published().only("slug", "revised_at").order_by("pk")


def _shelves() -> QuerySet[Category]:
    """Categories in which something can be read."""
    readable = Page.objects.published()
    return Category.objects.filter(pages__in=readable).distinct().order_by("pk")


def _keepers() -> QuerySet[Any]:
    authors = Page.objects.published().values("author")
    return get_user_model().objects.filter(pk__in=authors).only("handle").order_by("pk")


def _keeper_entry(keeper: Any) -> Entry:
    return Entry(reverse("lore:keeper_detail", args=[keeper.handle]))


def _item_entry(item: Item) -> Entry:
    images: Iterator[ItemImage] = iter(item.images.all())
    return Entry(item.get_absolute_url(), images=tuple(image.url_at(1200) for image in images))


SECTIONS = {
    "rooms": Section(_rooms, Entry),
    "vault": Section(_items, _item_entry),
    "sets": Section(_sets, lambda each: Entry(each.get_absolute_url())),
    "seasons": Section(_seasons, lambda each: Entry(each.get_absolute_url())),
    "shelves": Section(_shelves, lambda each: Entry(each.get_absolute_url())),
    "keepers": Section(_keepers, _keeper_entry),
    "lore": Section(_pages, lambda page: Entry(page.get_absolute_url(), page.revised_at)),
}


@require_safe
@cache_control(public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """What is one visitor's own is nothing to index."""
    # A desk that was given an address of its own is not told to everyone who reads this.
    desk = ["/admin/"] if settings.ADMIN_PATH == "admin" else []
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in [*PRIVATE, *desk])]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap_index')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    files = [
        reverse("sitemap", args=[name, number])
        for name, section in SECTIONS.items()
        for number in section.files.page_range
    ]
    return _xml(request, "sitemap_index", {"files": files})


@require_safe
@cache_control(public=True)
def sitemap(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """A part of the sitemap: file `number` of one section."""
    known = SECTIONS.get(section)
    if known is None:
        raise Http404
    files = known.files
    if number not in files.page_range:
        raise Http404
    rows = files.page(number).object_list
    return _xml(request, "sitemap", {"entries": [known.entry(row) for row in rows]})


def _xml(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    content_type = "application/xml; charset=utf-8"
    return render(request, f"ashes_club/{name}.xml", context, content_type=content_type)

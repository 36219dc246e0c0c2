"""Finding what a page points at: one statement a kind of link."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps

from catalog.models import Item, ItemImage
from lore.inline import keys_in
from lore.models.choices import Kind
from lore.models.source import Source
from lore.models.words import PageQuerySet
from lore.rendering import ItemTarget, Links, MediaTarget, Resolved, Target

if TYPE_CHECKING:
    from lore.models.media import MediaAsset

PICTURE_WIDTH = 1200  # pixels: a figure fills the column of a wide screen at double density


class Lookup:
    """The resolver handed to the renderer; it looks once and remembers for the short texts."""

    def __init__(self, pages: PageQuerySet, short_texts: Iterable[str]) -> None:
        self.short_keys = keys_in(short_texts)
        self.page_ids: dict[str, int] = {}
        self.media_ids: dict[str, int] = {}
        self.resolved = Resolved()
        self._pages = pages

    def __call__(self, links: Links) -> Resolved:
        self.resolved = Resolved(
            pages=self._targets({*links.page_keys, *self.short_keys}),
            items=item_targets(links.item_slugs),
            sources=_known_sources(links.source_keys),
            media=self._pictures(links.media_keys),
        )
        return self.resolved

    def _targets(self, keys: set[str]) -> dict[str, Target]:
        if not keys:
            return {}
        # Best name first: what a later row says of a key does not count.
        targets: dict[str, Target] = {}
        for row in self._pages.answering_to(keys):
            if row["answers_to"] not in targets:
                self.page_ids[row["answers_to"]] = row["pk"]
                is_ambiguous = row["kind"] == Kind.DISAMBIGUATION
                target = Target(f"/lore/{row['slug']}/", row["title"], is_ambiguous=is_ambiguous)
                targets[row["answers_to"]] = target
        return targets

    def _pictures(self, keys: tuple[str, ...]) -> dict[str, MediaTarget]:
        if not keys:
            return {}
        # By name: the table is defined on top of the page, which is drawn with this.
        assets = list(apps.get_model("lore", "MediaAsset").objects.shown().filter(key__in=keys))
        self.media_ids = {asset.key: asset.pk for asset in assets}
        return {asset.key: media_target(asset) for asset in assets}


def media_target(asset: "MediaAsset") -> MediaTarget:
    """A picture of the wiki as the renderer shows it."""
    return MediaTarget(
        image_url=asset.large_url,
        width=asset.width or 1,
        height=asset.height or 1,
        alt="" if asset.is_decorative else asset.alt,
        caption=asset.caption,
        credit=asset.credit,
        licence=asset.licence_words,
        is_decorative=asset.is_decorative,
        srcset=asset.srcset,
        avif_srcset=asset.avif_srcset,
    )


def item_targets(slugs: Iterable[str]) -> dict[str, ItemTarget]:
    """The entered items among `slugs` with their first picture, in one statement."""
    rows = (
        (
            Item.objects.entered()
            .filter(slug__in=list(slugs))
            .order_by("images__position", "images__pk")
            .values_list(
                "slug",
                "name",
                "images__file",
                "images__widths",
                "images__alt",
                "images__width",
                "images__height",
            )
        )
        if slugs
        else []
    )
    targets: dict[str, ItemTarget] = {}
    for slug, *rest in rows:
        targets.setdefault(slug, _item_target(slug, *rest))
    return targets


def _item_target(
    slug: str,
    name: str,
    file: str | None,
    widths: list[int] | None,
    alt: str | None,
    width: int | None,
    height: int | None,
) -> ItemTarget:
    url = Item(slug=slug).get_absolute_url()
    picture = ItemImage(file=file or "", widths=widths or [])
    image_url = picture.url_at(PICTURE_WIDTH) if file else ""
    return ItemTarget(url, name, image_url, width or 1200, height or 1200, alt or "")


def _known_sources(keys: tuple[str, ...]) -> set[str]:
    if not keys:
        return set()
    return set(Source.objects.filter(key__in=keys).values_list("key", flat=True))
